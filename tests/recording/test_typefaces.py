"""Fonts are those that were chosen, byte by byte."""

from pathlib import Path

import pytest

from mingjing.recording import typefaces


def test_不是选定的字体_拒绝(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name, (folder, _) in typefaces.FILES.items():
        place = tmp_path / "from" / typefaces.SCOPE / folder
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(b"other")
    monkeypatch.setattr(typefaces, "FOLDER", tmp_path / "to")
    with pytest.raises(ValueError, match="不是选定的那一份"):
        typefaces.install(tmp_path / "from")
    assert not list((tmp_path / "to").iterdir())


def test_有中文字体():
    assert set(typefaces.FAMILIES) & set(typefaces.fonts().families())

"""What is locked: every dependency by version and hash, no address of any registry in the repository."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock", "requirements-node.lock")


@pytest.mark.parametrize("name", LOCKS)
def test_每个依赖锁定版本和校验值_没有下载地址(name):
    text = "\n".join(line for line in (ROOT / name).read_text().splitlines() if line and line[0] != "#")
    assert not re.search(r"https?://|file:|--index|--find-links|--extra", text)
    for block in re.split(r"\n(?=[A-Za-z])", text.strip()):
        assert re.match(r"[A-Za-z0-9._-]+==[^ ]+ \\\n    --hash=sha256:[0-9a-f]{64}", block), block[:80]


def test_直接依赖都写死版本_与锁一致():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = (ROOT / "requirements-dev.lock").read_text().lower()
    for requirement in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        name, version = re.fullmatch(r"([A-Za-z0-9-]+)(?:\[[a-z]+\])?==(.+)", requirement).groups()
        assert f"\n{name.lower()}==" in f"\n{locked}" and f"=={version} " in locked, requirement


def test_界面依赖锁定校验值_没有下载地址():
    packages = json.loads((ROOT / "frontend/package-lock.json").read_text())["packages"]
    for name, package in packages.items():
        assert "resolved" not in package
        assert name == "" or re.match(r"sha512-", package["integrity"])
    wanted = json.loads((ROOT / "frontend/package.json").read_text())
    for version in (wanted["dependencies"] | wanted["devDependencies"]).values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)

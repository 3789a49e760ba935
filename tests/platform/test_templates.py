"""Every template of every room: no inline style or script, no foreign address, no English left over."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "mingjing"
PAGES = sorted(SOURCE.rglob("templates/**/*.html"))
_INLINE = re.compile(
    r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|\shx-on|javascript:|<script(?![^>]*\snonce=)"
    r"|\|safe\b|autoescape off"
)
_FOREIGN = re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//")


@pytest.mark.parametrize(
    "path", PAGES, ids=lambda path: "/".join(path.parts[path.parts.index("templates") + 1 :])
)
def test_模板(path):
    text = path.read_text(encoding="utf-8")
    assert not _INLINE.search(text), _INLINE.search(text)
    assert not _FOREIGN.search(text), _FOREIGN.search(text)
    for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL):
        if re.search(r"method\s*=\s*[\"']post", form, re.IGNORECASE):
            assert "{% csrf_token %}" in form, "提交的表单缺令牌"
    for words in re.findall(r">([^<>{}]+)<", re.sub(r"{[%{#].*?[#%}]}", "", text)):
        assert not re.search(r"\b(?:please|submit|cancel|sign in|error)\b", words, re.IGNORECASE), words

"""Setting a document as PDF/A-2b with typst. Same content, same fonts: same bytes.

Text crosses as JSON in one input value. The template root holds the master file alone and no package folder
is given, so nothing can be read or fetched by what a document says.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
import typst

from mingjing.recording.content import Content
from mingjing.recording.typefaces import fonts

PAPER = Path(__file__).parent / "paper"
MASTER = PAPER / "document.typ"
_NO_PACKAGES = PAPER / "packages"  # does not exist
_UNSHOWN = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_PAGES = re.compile(rb"<xmpTPg:NPages>(\d+)<")


class NotRendered(RuntimeError):
    """The typesetter refused; the message says why."""


@dataclass(frozen=True, slots=True)
class Rendered:
    pdf: bytes
    pages: int


def render(content: Content) -> Rendered:
    """The PDF and its number of pages. Raises `NotRendered`.

    A sign that no font holds is written by its code, 〔U+20000〕, never left out: PDF/A allows no empty box.
    """
    try:
        pdf = _compile(content)
    except typst.TypstError as error:
        signs = set("".join(_UNSHOWN.findall(f"{error.message}\n{error.diagnostic}")))
        spelled = _spelled(content, signs)
        if spelled == content:
            raise NotRendered(f"{content.kind}制作不成：{error.message}") from error
        return render(spelled)
    found = _PAGES.search(pdf)
    if found is None:
        raise NotRendered(f"{content.kind}制作不成：没有页数")
    return Rendered(pdf, int(found[1]))


def _compile(content: Content) -> bytes:
    made = datetime.fromisoformat(content.made)
    pdf = typst.Compiler(
        input=MASTER,
        root=PAPER,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"content": content.json().decode()},
        package_path=_NO_PACKAGES,
        package_cache_path=_NO_PACKAGES,
    ).compile(format="pdf", pdf_standards=["a-2b"], timestamp=int(made.timestamp()))
    if not isinstance(pdf, bytes):
        raise NotRendered(f"{content.kind}制作不成：没有得到文件")
    return pdf


def _spelled(content: Content, signs: set[str]) -> Content:
    """The content with each of these signs written by its code; ASCII stays, since every font has it."""
    table = {ord(sign): f"〔U+{ord(sign):04X}〕" for sign in signs if not sign.isascii()}

    def spell(value: object) -> object:
        if isinstance(value, str):
            return value.translate(table)
        if isinstance(value, list | tuple):
            return [spell(each) for each in value]
        if isinstance(value, dict):
            return {key: spell(each) for key, each in value.items()}
        return value

    return msgspec.convert(spell(msgspec.to_builtins(content)), Content)

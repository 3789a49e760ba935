"""The typefaces of documents: whole Chinese fonts under the Open Font License, copied at asset build.

``python -m mingjing.recording.typefaces <node_modules>`` takes them from the packages
``@expo-google-fonts/noto-serif-sc`` and ``@expo-google-fonts/noto-sans-sc``. Their digests are fixed, since a
document has to come out the same, byte by byte, on every machine. Where they were not copied, Noto CJK of the
operating system serves; documents then look the same but differ in bytes.
"""

import hashlib
import shutil
import sys
from functools import lru_cache
from pathlib import Path

import typst

FOLDER = Path(__file__).parent / "fonts"
SCOPE = "@expo-google-fonts"
FILES = {
    "NotoSerifSC_400Regular.ttf": (
        "noto-serif-sc/400Regular",
        "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
    ),
    "NotoSerifSC_700Bold.ttf": (
        "noto-serif-sc/700Bold",
        "9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6",
    ),
    "NotoSansSC_500Medium.ttf": (
        "noto-sans-sc/500Medium",
        "b30853d205f3ecdde938b1488c735ee15a2e870d31331b992fdc53971e23ec4a",
    ),
}
FAMILIES = ("Noto Serif SC", "Noto Serif CJK SC")


class NoTypeface(RuntimeError):
    """No Chinese font is on this machine."""


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The fonts, read once per process and shared by all threads. Raises `NoTypeface`."""
    shipped = all((FOLDER / name).exists() for name in FILES)
    found = typst.Fonts(
        include_system_fonts=not shipped,
        include_embedded_fonts=False,
        font_paths=[FOLDER] if shipped else [],
    )
    if not set(FAMILIES) & set(found.families()):
        raise NoTypeface("没有中文字体，不能制作文书：运行 make setup")
    return found


def install(modules: Path) -> None:
    """Copy the fonts from `modules`, a node_modules folder. Raises ValueError for any other file."""
    FOLDER.mkdir(exist_ok=True)
    for name, (folder, digest) in FILES.items():
        source = modules / SCOPE / folder / name
        if hashlib.sha256(source.read_bytes()).hexdigest() != digest:
            raise ValueError(f"字体 {name} 不是选定的那一份")
        target = FOLDER / name
        if not target.exists() or target.stat().st_size != source.stat().st_size:
            partial = target.with_suffix(".partial")
            shutil.copyfile(source, partial)
            partial.replace(target)
    for package in ("noto-serif-sc", "noto-sans-sc"):
        shutil.copyfile(modules / SCOPE / package / "LICENSE_FONT", FOLDER / f"LICENSE-{package}.txt")


if __name__ == "__main__":
    install(Path(sys.argv[1]))

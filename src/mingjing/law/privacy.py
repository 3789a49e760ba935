"""Finding what never may be published: identity numbers, telephone numbers, bank cards, mail addresses.

A last net before release, not the masking itself: it reports, a person decides. Digits are compared in their
normal form, so that full-width digits and blanks or dashes between them hide nothing.
"""

import re
import unicodedata

_SPACED = re.compile(r"(?<=[0-9])[\s\-—–·]+(?=[0-9Xx])")
_PATTERNS = (
    (
        "身份证号",
        re.compile(
            r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx](?![0-9A-Za-z])"
        ),
    ),
    ("手机号", re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9]{9}(?![0-9A-Za-z])")),
    ("银行账号", re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{15,18}(?![0-9A-Za-z])")),
    ("电子邮箱", re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")),
)


def personal(text: str) -> list[str]:
    """The kinds of personal data found in the text, each with its first two signs: ``身份证号（31…）``."""
    plain = unicodedata.normalize("NFKC", text)
    joined = _SPACED.sub("", plain)
    found: dict[str, None] = {}
    for kind, pattern in _PATTERNS:
        for match in (*pattern.finditer(plain), *pattern.finditer(joined)):
            if kind == "银行账号" and any(each.startswith("身份证号") for each in found):
                continue
            found[f"{kind}（{match[0][:2]}…）"] = None
    return list(found)


def public_name(name: str, kind: str) -> str:
    """How a party is named in public: a natural person by surname and 某, others as registered."""
    if kind != "自然人" or not name:
        return name
    compound = (
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "司徒",
        "夏侯",
        "端木",
    )
    surname = name[:2] if name.startswith(compound) and len(name) > 2 else name[:1]
    return surname + "某" + ("某" if len(name) - len(surname) > 1 else "")

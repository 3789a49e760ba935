"""Passwords: what is refused, and when one must be changed.

ASVS 5.0 V6.2.5 and V6.2.10 forbid rules of composition and regular change; GB/T 22239-2019 8.1.4.1 a asks
for both. They are on by default and can be turned off by setting; `mingjing doctor` names the state.
"""

import re
import unicodedata
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from mingjing.platform import clock

SHORTEST, LONGEST = 12, 128

# Words that people here would try first; compared after digits and marks are taken out.
_LOCAL_WORDS = frozenset(
    """
    mingjing xingzheng zhifa xingzhengzhifa shichang jianguan shichangjianguan sifa sifaju fazhi fazhike
    chengguan huanjing weisheng yingji zhengfu quzhengfu shizhengfu gongan zhifaju jiguan wodemima woaini
    admin administrator system security audit password passw root mima zhongguo china beijing shanghai
    qingpu qingxi xinglongtai panjin suzhou huangshi huangshigang gaoxin chengdu qwerty qwertyuiop asdfgh
    asdfghjkl zxcvbn zxcvbnm abc abcd abcde letmein welcome iloveyou test guest user demo
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
_RUNS = (
    "01234567890123456789",
    "98765432109876543210",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
    "1q2w3e4r5t6y7u8i9o0p",
)


class Length:
    """12 to 128 characters: long enough to resist guessing, short enough to bound the hashing."""

    def validate(self, password: str, user: Any = None) -> None:
        if not SHORTEST <= len(password) <= LONGEST:
            raise ValidationError(f"密码要 {SHORTEST} 到 {LONGEST} 个字符，现在是 {len(password)} 个")

    def get_help_text(self) -> str:
        return f"{SHORTEST} 到 {LONGEST} 个字符，可以粘贴"


class Common(CommonPasswordValidator):
    """Refuses the 20,000 passwords most often found in leaks; the list comes with Django, offline."""

    def validate(self, password: str, user: Any = None) -> None:
        if password.lower().strip() in self.passwords:
            raise ValidationError("这个密码在常见密码表里，换一个")

    def get_help_text(self) -> str:
        return ""


class Guessable:
    """Refuses local words, runs on the keyboard, one character repeated, and the person's own names."""

    def validate(self, password: str, user: Any = None) -> None:
        text = unicodedata.normalize("NFKC", password).casefold()
        letters = re.sub(r"[\W\d_]+", "", text)
        own = {str(getattr(user, name, "") or "").casefold() for name in ("username", "name")}
        if letters in _LOCAL_WORDS or (len(set(text)) < 5):
            raise ValidationError("这个密码太容易猜到，换一个更长、不常用的")
        if any(len(word) >= 2 and word in text for word in own):
            raise ValidationError("密码里不要含用户名或姓名")
        for run in _RUNS:
            for start in range(len(run) - 7):
                if run[start : start + 8] in text:
                    raise ValidationError("密码里有连续的键盘顺序，换一个")

    def get_help_text(self) -> str:
        return "不用常见词、单位名、键盘顺序，不含用户名和姓名"


class Composition:
    """Three of four kinds of characters, where the installation asks for it."""

    _KINDS = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z\d]")

    def validate(self, password: str, user: Any = None) -> None:
        kinds = sum(bool(re.search(kind, password)) for kind in self._KINDS)
        if settings.MINGJING_PASSWORD_COMPOSITION and kinds < 3:
            raise ValidationError("大写字母、小写字母、数字、其他字符中至少要有三种")

    def get_help_text(self) -> str:
        if not settings.MINGJING_PASSWORD_COMPOSITION:
            return ""
        return "大写字母、小写字母、数字、其他字符中至少三种"


def is_outdated(person: Any) -> bool:
    """True when the password is older than the installation allows (0 days: never)."""
    days = settings.MINGJING_PASSWORD_DAYS
    if not days or person.password_changed is None:
        return False
    return bool(clock.now() - person.password_changed > timedelta(days=days))

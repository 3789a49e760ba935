"""N2: which passwords are refused."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from mingjing.registry.models import Person

PERSON = Person(username="chenyanqiu", name="陈砚秋")


@pytest.mark.parametrize(
    "password, reason",
    [
        ("Lan-Tian-203", None),
        ("竹影清风-Ming月2031", None),
        ("Short-1a", "12 到 128"),
        ("Aa1-" * 40, "12 到 128"),
        ("Administrator-2026", "太容易猜到"),
        ("Xingzhengzhifa2026!", "太容易猜到"),
        ("Qingpu-2026-2026", "太容易猜到"),
        ("ＱＩＮＧＰＵ-2026-2026", "太容易猜到"),
        ("aaaaaaaaaaA1", "太容易猜到"),
        ("Chenyanqiu-77-Lan", "用户名或姓名"),
        ("陈砚秋-Lan-Tian-77", "用户名或姓名"),
        ("Zz-qwertyuiop-77", "键盘顺序"),
        ("Lan-12345678-Tian", "键盘顺序"),
        ("lantianshanhe", "至少要有三种"),
        ("Password12345", "常见密码表|太容易猜到|键盘顺序"),
    ],
)
def test_各种密码(password, reason):
    if reason is None:
        validate_password(password, PERSON)
        return
    with pytest.raises(ValidationError, match=reason):
        validate_password(password, PERSON)


def test_不要求组合时_只看长短和好不好猜(settings):
    settings.MINGJING_PASSWORD_COMPOSITION = False
    validate_password("lantianshanhe", PERSON)


def test_粘贴的密码前后空格算在内():
    from mingjing.platform.enrolment import EnrolForm

    form = EnrolForm({"code": "x", "password1": " Lan-Tian-2031 ", "password2": " Lan-Tian-2031 "})
    assert form.is_valid() and form.cleaned_data["password1"] == " Lan-Tian-2031 "

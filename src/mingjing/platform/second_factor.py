"""Second factors: who still lacks one, and how their secrets are kept."""

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings

from mingjing.platform.keys import secret_text

_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_lacking(person: Any) -> bool:
    """True when this installation demands a second factor and the person has set none."""
    if not settings.MINGJING_SECOND_FACTOR:
        return False
    return not Authenticator.objects.filter(user_id=person.pk, type__in=_FACTORS).exists()


def _cipher() -> Fernet:
    secret = secret_text(settings.MINGJING_DATA / "keys", "factor-secret")
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest()))


class Adapter(DefaultMFAAdapter):
    """Keeps factor secrets encrypted, and names the installation in the authenticator app."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "验证码不对，或已经用过。等下一个再输",
        "cannot_delete_authenticator": "本平台要求两步验证，不能停用；要换手机，请先重设",
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode("ascii")).decode()

    def get_totp_issuer(self) -> str:
        return f"明镜 {settings.MINGJING_PLACE}".strip()

"""Signing in: one spelling of names, limits per account and address, the same answer to every failure."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal import ratelimit
from allauth.usersessions.models import UserSession
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

from mingjing.platform.names import username_key
from mingjing.registry.models import Person

# Against one account from all addresses together. Addresses where the person is signed in are exempt,
# so that a stranger's guessing never shuts the owner out.
_ACCOUNT_LIMITS = {"login_account": "60/h/key"}
_FRESH_SECONDS = 300
_WRONG = "用户名或密码不对"


class Backend(AuthenticationBackend):
    """Passwords by normalised user name; a disabled account is answered like a wrong password."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> AbstractBaseUser | None:
        name = credentials.get("username")
        if not name:
            return None
        person = Person.objects.filter(username=username_key(name)).first()
        return self._check_password(person, credentials.get("password") or "")

    def get_user(self, user_id: str) -> Person | None:
        """The person of a session, with what every frame shows; None as soon as the account is disabled."""
        return Person.objects.select_related("agency", "unit").filter(pk=user_id, is_active=True).first()

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> AbstractBaseUser | None:
        return None  # a disabled person must not be told that the password was right


class Adapter(DefaultAccountAdapter):
    """No sign-up, no mail; limits by account and by address; plain Chinese words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _WRONG,
        "invalid_login": _WRONG,
        "account_inactive": _WRONG,
        "too_many_login_attempts": "试错太多次，过几分钟再试",
        "rate_limited": "试得太频繁，过几分钟再试",
        "enter_current_password": "现在的密码不对",
        "incorrect_password": "密码不对",
        "incorrect_code": "验证码不对，或已经用过。等下一个再输",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return f"{username_key(credentials.get('username') or '')}|{self.get_client_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        super().pre_authenticate(request, **credentials)
        name = username_key(credentials.get("username") or "")
        at_home = UserSession.objects.filter(user__username=name, ip=self.get_client_ip(request)).exists()
        self._account_usage = None
        if not at_home:
            self._account_usage = ratelimit.consume(
                request, app="mingjing", action="login_account", config=_ACCOUNT_LIMITS, key=name
            )
            if self._account_usage is None:
                raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        person = super().authenticate(request, **credentials)
        if person is not None and self._account_usage is not None:
            self._account_usage.rollback()
        return person

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """False for five minutes after any sign-in or confirmation in this session."""
        request = self.request
        records = get_authentication_records(request, request.user) if request else []
        return not (records and time.time() - records[-1]["at"] < _FRESH_SECONDS)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("usersessions_list")

"""Addresses under /account/: only what this platform uses of the login library, each marked."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.http import HttpRequest, HttpResponse
from django.urls import path

from mingjing.platform import enrolment, errors, sessions
from mingjing.platform.access import public, settling
from mingjing.platform.logout import leave


@public
def inactive(request: HttpRequest) -> HttpResponse:
    """Reached when an account is disabled between two steps of signing in."""
    return errors.denied(request, "这个账号已停用。")


urlpatterns = [
    path("login/", public(account.login), name="account_login"),
    path("logout/", public(leave), name="account_logout"),
    path("inactive/", inactive, name="account_inactive"),
    path("enrol/", enrolment.enrol, name="account_enrol"),
    path("confirm/", settling(account.reauthenticate), name="account_reauthenticate"),
    path("password/", settling(account.password_change), name="account_change_password"),
    path("sessions/", sessions.mine, name="usersessions_list"),
    path("factor/", settling(mfa.index), name="mfa_index"),
    path("factor/code/", public(mfa.authenticate), name="mfa_authenticate"),
    path("factor/confirm/", settling(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("factor/set/", settling(totp.activate_totp), name="mfa_activate_totp"),
    path("factor/reset/", settling(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("factor/recovery/", settling(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "factor/recovery/new/", settling(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"
    ),
]

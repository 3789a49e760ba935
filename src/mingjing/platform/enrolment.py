"""Opening an account with a one-time code, and setting its first password."""

from typing import Any

from allauth.core.internal import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from mingjing.platform import errors
from mingjing.platform.access import public
from mingjing.registry.admin_setup import open_enrolment

_LIMITS = {"enrol": "10/m/ip"}


class EnrolForm(forms.Form):
    """Code, and the new password twice."""

    code = forms.CharField(label="启用码", max_length=80, error_messages={"required": "填启用码"})
    password1 = forms.CharField(label="新密码", strip=False, error_messages={"required": "填新密码"})
    password2 = forms.CharField(label="再输一次", strip=False, error_messages={"required": "再输一次新密码"})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", "两次输入的密码不一样")
        return data


@public
@sensitive_post_parameters("code", "password1", "password2")
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Page 启用账号. A wrong, used and expired code get one answer."""
    posted = request.method == "POST"
    if posted and not ratelimit.consume(request, app="mingjing", action="enrol", config=_LIMITS):
        return errors.too_many(request)
    form = EnrolForm(request.POST or None)
    if posted and form.is_valid():
        try:
            with transaction.atomic():
                person = open_enrolment(form.cleaned_data["code"])
                if person is None:
                    form.add_error("code", "启用码不对或已过期，请找发码的人重发")
                else:
                    validate_password(form.cleaned_data["password1"], person)
                    person.set_password(form.cleaned_data["password1"])
                    person.save()
                    messages.success(request, f"账号已启用，用户名是 {person.username}，请登录")
                    return HttpResponseRedirect(reverse("account_login"))
        except ValidationError as refusal:  # the code is not used up by a password that was refused
            form.add_error("password1", refusal)
    helps = [text for text in password_validators_help_texts() if text]
    context = {"form": form, "helps": helps}
    return render(request, "account/enrol.html", context, status=422 if form.errors else 200)

"""Leaving: the session ends, and the browser is told to forget."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Ends the session or the half-finished sign-in; links never log out, forms do."""
    logout(request)
    response = render(request, "account/left.html")
    # Browsers heed it over HTTPS; storage is empty anyway.
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response

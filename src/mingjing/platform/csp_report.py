"""Collects the browsers' reports of broken content policy."""

import json
import logging

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

log = logging.getLogger("mingjing.csp")
_LONGEST = 8192
_LIMITS = {"csp": "20/m/ip"}


@csrf_exempt
@require_POST
def collect(request: HttpRequest) -> HttpResponse:
    """Logs one line a report, short and few; always the same empty answer."""
    if ratelimit.consume(request, app="mingjing", action="csp", config=_LIMITS):
        try:
            report = json.loads(request.body[:_LONGEST]).get("csp-report", {})
            log.warning(
                "csp %s blocked %s",
                str(report.get("violated-directive"))[:80],
                str(report.get("blocked-uri"))[:200],
            )
        except (ValueError, AttributeError):
            log.warning("csp report unreadable")
    return HttpResponse(status=204)

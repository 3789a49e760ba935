"""The addresses of the installation: staff under /desk/ and /account/, the public everywhere else.

A room joins by having a module `urls`; nothing is registered here by hand.
"""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from mingjing.platform import csp_report, errors

# Each room and the prefix of its pages; the portal comes last because it owns the root.
PLACES = {"desk": "desk/", "sharing": "api/", "portal": ""}

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("mingjing.platform.account_urls")),
    path("csp-report/", csp_report.collect, name="csp_report"),
    *(
        path(prefix, include(f"mingjing.{room}.urls"))
        for room, prefix in PLACES.items()
        if find_spec(f"mingjing.{room}") and find_spec(f"mingjing.{room}.urls")
    ),
]

handler400 = errors.bad_request
handler403 = errors.denied
handler404 = errors.missing
handler500 = errors.failed
handler429 = "mingjing.platform.errors.too_many"

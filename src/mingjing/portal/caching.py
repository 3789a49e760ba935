"""Public answers carry validators and may be kept for a short while; they are the same for everyone."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]
# So long a withdrawn page may still be seen from a cache between us and the reader.
PAGE_SECONDS: Final = 30
FOR_EVER: Final = 365 * 86400


def published(seconds: int = PAGE_SECONDS) -> Callable[[View], View]:
    """A view whose answers may be kept for `seconds`; GET and HEAD only, 304 where the reader has it."""

    def decorate(view: View) -> View:
        @require_safe
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            etag = f'"{sha256(response.content).hexdigest()[:32]}"'
            kept = f"public, max-age={seconds}" + (", immutable" if seconds == FOR_EVER else "")
            response["ETag"] = etag
            response["Cache-Control"] = kept
            found = get_conditional_response(request, etag=etag, response=response)
            return found if isinstance(found, HttpResponse) else response

        return answer

    return decorate

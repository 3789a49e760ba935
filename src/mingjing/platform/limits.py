"""Bodies that are too large are refused before they are read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from mingjing.platform import errors


class BodySize:
    """413 for a body above MINGJING_BODY_MB, or above the text limit when it is not an upload."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return errors.bad_request(request)
        upload = request.content_type == "multipart/form-data"
        limit = settings.MINGJING_BODY_MB * 2**20 if upload else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if length < 0:
            return errors.bad_request(request)
        if length > limit:
            return errors.too_large(request)
        return self.get_response(request)

"""An agency's log as far as it is public: signed head, hash tiles, keys. Source: C2SP tlog-tiles.

Never entries: a tile of entries is no tile here. Tiles beyond the public head are not in the database.
"""

from django.http import Http404, HttpRequest, HttpResponse

from mingjing.journal.tiles import HASH_BYTES, parse_path
from mingjing.portal.caching import FOR_EVER, published
from mingjing.portal.models import HashTile, Head, Office

_TEXT = "text/plain; charset=utf-8"


@published(0)
def checkpoint(request: HttpRequest, agency: str) -> HttpResponse:
    """The newest public head."""
    head = Head.objects.filter(agency=agency).first()
    if head is None:
        raise Http404
    return HttpResponse(bytes(head.note), content_type=_TEXT)


@published(FOR_EVER)
def tile(request: HttpRequest, agency: str, name: str) -> HttpResponse:
    """A tile by its name. A part of a stored tile is its beginning, and as public as the whole."""
    try:
        wanted = parse_path(name)
    except ValueError:
        raise Http404 from None
    found = HashTile.objects.filter(agency=agency, level=wanted.level, place=wanted.place).first()
    length = wanted.width * HASH_BYTES
    if found is None or len(found.hashes) < length:
        raise Http404
    return HttpResponse(bytes(found.hashes)[:length], content_type="application/octet-stream")


@published()
def key(request: HttpRequest, agency: str) -> HttpResponse:
    """The log's verifier keys, one a line."""
    office = Office.objects.filter(id=agency).first()
    if office is None or not office.key:
        raise Http404
    return HttpResponse(office.key, content_type=_TEXT)

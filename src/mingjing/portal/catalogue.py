"""The public's pages of what an agency publishes beforehand (事前公开): catalogues, items, versions, files.

All pages work without scripts; all numbers of versions stay readable for ever.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

import msgspec
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header, urlencode

from mingjing.law.catalogue_diff import Difference, differences
from mingjing.portal import decision as item_page
from mingjing.portal import proof
from mingjing.portal.caching import published
from mingjing.portal.models import Catalogue, CatalogueEntry, Office
from mingjing.publicity.catalogue_content import PublicCatalogue, decode
from mingjing.publicity.words import plain
from mingjing.registry.catalogue_write import csv_text, xlsx

_A_PAGE, _LONGEST_QUERY, _SHOWN = 50, 100, 5
_MOST = 1_000_000  # versions and items of one catalogue; a larger number is no address
_LIGHT = ("agency", "id", "catalogue", "version", "name", "count", "published")
_TYPES = {
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One item in a list: its name, a few of its columns, and its place in the version."""

    title: str
    place: int
    said: tuple[tuple[str, str], ...]


@published()
def index(request: HttpRequest) -> HttpResponse:
    """Every agency with the catalogues that it publishes."""
    found: dict[str, list[Catalogue]] = {}
    newest_of: dict[tuple[str, str], Catalogue] = {}
    for row in Catalogue.objects.order_by("version").only(*_LIGHT):
        newest_of[row.agency, row.catalogue] = row
    for (agency, _), row in newest_of.items():
        found.setdefault(agency, []).append(row)
    offices = Office.objects.filter(id__in=found).order_by("id")
    groups = [(office, sorted(found[office.id], key=lambda row: row.name)) for office in offices]
    return render(request, "portal/catalogue_index.html", {"groups": groups})


@published()
def home(request: HttpRequest, agency: str) -> HttpResponse:
    """Every catalogue of the agency in its newest version."""
    return render(
        request, "portal/catalogues.html", {"office": _office(agency), "catalogues": newest(agency)}
    )


@published()
def catalogue(request: HttpRequest, agency: str, catalogue: str) -> HttpResponse:
    """One version of a catalogue, the newest unless `v` asks for another; `q` searches its items."""
    office, version = _office(agency), _version(request, agency, catalogue)
    content = _head(agency, version.id)
    query = request.GET.get("q", "").replace("\x00", " ").strip()[:_LONGEST_QUERY]
    found = CatalogueEntry.objects.filter(agency=agency, catalogue=catalogue, version=version.version)
    for word in query.split():
        found = found.filter(words__contains=plain(word))
    page = Paginator(found.order_by("place").only("place", "title", "data"), _A_PAGE).get_page(
        request.GET.get("page")
    )
    last = _versions(agency, catalogue).values_list("version", flat=True).first()
    context = {
        "office": office,
        "version": version,
        "content": content,
        "page": page,
        "lines": [_line(row, content) for row in page],
        "query": query,
        "base": urlencode({"v": str(version.version)} | ({"q": query} if query else {})),
        "newest": version.version == last,
        "versions": _versions(agency, catalogue).count(),
        # Hashing all of a long catalogue is done where it begins, not on each page of it.
        "verified": _verified(_held(agency, catalogue, version.version), office)
        if page.number == 1 and not query
        else None,
    }
    return render(request, "portal/catalogue.html", context)


@published()
def item(request: HttpRequest, agency: str, catalogue: str, version: int, place: int) -> HttpResponse:
    """One item with all its columns, and the versions in which it stood."""
    office = _office(agency)
    if max(version, place) > _MOST:
        raise Http404
    row = CatalogueEntry.objects.filter(
        agency=agency, catalogue=catalogue, version=version, place=place
    ).first()
    held = _versions(agency, catalogue).filter(version=version).only(*_LIGHT).first()
    if row is None or held is None:
        raise Http404
    clauses = {column.name: column.clause for column in _head(agency, held.id).columns}
    also = CatalogueEntry.objects.filter(agency=agency, catalogue=catalogue, key=row.key).order_by("-version")
    context = {
        "office": office,
        "version": held,
        "item": row,
        "rows": [(name, row.data.get(name, ""), clause) for name, clause in clauses.items()],
        "also": also.values_list("version", "place"),
    }
    return render(request, "portal/catalogue_item.html", context)


@published()
def versions(request: HttpRequest, agency: str, catalogue: str) -> HttpResponse:
    """All versions, and what changed between two of them: by default the newest and the one before."""
    office = _office(agency)
    rows = list(_versions(agency, catalogue).only(*_LIGHT))
    if not rows:
        raise Http404
    numbers = [row.version for row in rows]
    after = _number(request.GET.get("to"), numbers) or numbers[0]
    earlier = [number for number in numbers if number < after]
    before = _number(request.GET.get("from"), numbers) or (earlier[0] if earlier else 0)
    ids = {row.version: row.id for row in rows}
    new = _head(agency, ids[after])
    found = _changed(agency, ids[before], ids[after]) if before else ()
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "office": office,
        "rows": rows,
        "name": new.name,
        "catalogue": catalogue,
        "before": before,
        "after": after,
        "note": new.note,
        "answers": new.answers,
        "page": page,
        "tally": [
            (kind, number)
            for kind in ("新增", "修改", "取消")
            if (number := sum(each.kind == kind for each in found))
        ],
        "base": urlencode({"from": before, "to": after}),
    }
    return render(request, "portal/catalogue_versions.html", context)


@published()
def proof_file(request: HttpRequest, agency: str, catalogue: str, version: int) -> HttpResponse:
    """The proof of one version."""
    held, office = _held(agency, catalogue, version), _office(agency)
    data = proof.write(item_page.bundle(held, office))  # type: ignore[arg-type]
    response = HttpResponse(data, content_type=_TYPES["json"])
    response["Content-Disposition"] = f'attachment; filename="proof-{held.id}.json"'
    return response


@published()
def download(request: HttpRequest, agency: str, catalogue: str, version: int, form: str) -> HttpResponse:
    """One version as json, csv or xlsx; nothing in it is a formula."""
    if form not in _TYPES:
        raise Http404
    content = _content(_held(agency, catalogue, version))
    rows = [values for _, values in content.rows()]
    if form == "json":
        said = {
            "目录": content.name,
            "版本": version,
            "执法机关": content.agency,
            "公示时间": content.published,
        }
        data = json.dumps(said | {"事项": rows}, ensure_ascii=False, indent=1).encode()
    else:
        data = csv_text(content.names, rows) if form == "csv" else xlsx(content.name, content.names, rows)
    response = HttpResponse(data, content_type=_TYPES[form])
    name = f"{content.agency}{content.name}第{version}版.{form}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def newest(agency: str) -> list[Catalogue]:
    """The newest version of each of the agency's catalogues, by name."""
    found: dict[str, Catalogue] = {}
    for row in Catalogue.objects.filter(agency=agency).order_by("version").only(*_LIGHT):
        found[row.catalogue] = row
    return sorted(found.values(), key=lambda row: row.name)


def _office(agency: str) -> Office:
    found = Office.objects.filter(id=agency).first()
    if found is None:
        raise Http404
    return found


def _versions(agency: str, catalogue: str) -> Any:
    return Catalogue.objects.filter(agency=agency, catalogue=catalogue).order_by("-version")


def _held(agency: str, catalogue: str, version: int) -> Catalogue:
    found: Catalogue | None = (
        _versions(agency, catalogue).filter(version=version).first() if version <= _MOST else None
    )
    if found is None:
        raise Http404
    return found


def _version(request: HttpRequest, agency: str, catalogue: str) -> Catalogue:
    asked = request.GET.get("v", "")
    rows = _versions(agency, catalogue).only(*_LIGHT)
    if asked.isascii() and asked.isdigit() and len(asked) < 7:
        rows = rows.filter(version=int(asked))
    found: Catalogue | None = rows.first()
    if found is None:
        raise Http404
    return found


def _number(text: str | None, known: list[int]) -> int:
    return next((number for number in known if str(number) == text), 0)


def _content(row: Catalogue) -> PublicCatalogue:
    return decode(bytes(row.content))


_FOUND: dict[bytes, item_page.Verified] = {}
_KEPT = 256  # findings


def _verified(row: Catalogue, office: Office) -> item_page.Verified:
    """What the check of the version finds, as its bytes stand now.

    The check asks nothing but these bytes. They are read and hashed at each opening; what was found is kept
    under their hash, so that only bytes that were never checked are taken apart, and one changed byte is new.
    """
    held = (row.content, row.salt, row.entry, row.proof, row.note, office.key.encode())
    bound = sha256(repr((row.agency, row.id, row.position, row.sealed, *map(len, held))).encode())
    for part in held:
        bound.update(part)
    key = bound.digest()
    found = _FOUND.get(key)
    if found is None:
        if len(_FOUND) >= _KEPT:
            _FOUND.clear()
        _FOUND[key] = found = item_page.verify(row, office)  # type: ignore[arg-type]
    return found


# What is published under an id never changes, so what was read of it once stays right.
@lru_cache(maxsize=256)
def _head(agency: str, id_: str) -> PublicCatalogue:
    """What the version says beside its items."""
    return msgspec.structs.replace(_content(Catalogue.objects.get(agency=agency, id=id_)), keys=(), items=())


@lru_cache(maxsize=8)
def _changed(agency: str, before: str, after: str) -> Sequence[Difference]:
    """The items that differ between the versions with these ids."""
    old, new = (_content(Catalogue.objects.get(agency=agency, id=id_)) for id_ in (before, after))
    return differences(old.rows(), new.rows(), tuple(dict.fromkeys((*new.names, *old.names))))


def _line(row: CatalogueEntry, content: PublicCatalogue) -> Line:
    said = [
        (name, text if len(text) <= 40 else f"{text[:39]}…")
        for name in content.names
        if (text := row.data.get(name, "").split("\n")[0]) and text != row.title and "编码" not in name
    ]
    return Line(row.title, row.place, tuple(said[:_SHOWN]))

"""The documents that the acts of a case left, with the address at which the reader opens each."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.urls import reverse

from mingjing.casework.timeline import Event
from mingjing.recording.service import documents_of


def addresses(agency: str, case: str) -> Mapping[tuple[int, str], str]:
    """(version of the act, kind) -> address of the document."""
    return {
        (row.version, row.kind): reverse("desk_document", args=(row.id,))
        for row in documents_of(agency, case)
    }


def with_addresses(events: Iterable[Event], found: Mapping[tuple[int, str], str]) -> tuple[Event, ...]:
    """The events with the addresses of their documents."""
    return tuple(
        replace(
            event,
            papers=tuple(
                replace(each, url=found.get((event.version, each.kind), "")) for each in event.papers
            ),
        )
        for event in events
    )

"""What a public entry needs before it is shown: the log sealed, its head public, the proof of inclusion."""

from datetime import datetime

from django.db import connections

from mingjing.journal import store
from mingjing.journal.seal import inclusion, seal
from mingjing.publicity import explain, heads
from mingjing.publicity.shelf import Evidence
from mingjing.registry.models import Agency


class NotSealed(Exception):
    """The entry is not under a public head yet; the work is taken up again."""


def sealed_content(agency: Agency, position: int, now: datetime) -> tuple[bytes, Evidence]:
    """The content that the entry at `position` commits to, with the evidence of it under the newest head.

    Seals the log at once and makes its head and the rules in force public. Raises `NotSealed`.
    """
    connection = connections["default"]
    seal(agency.id, now)
    head = heads.release(agency, now)
    proof = inclusion(agency.id, position, size=head.size) if head else None
    stored = store.entry_at(connection, agency.id, position)
    if head is None or proof is None or stored is None:
        raise NotSealed(f"{agency.id} 第 {position + 1} 条还没有封存")
    held = store.contents(connection, agency.id, [stored.entry.sealed])[stored.entry.sealed]
    evidence = Evidence(
        salt=held.salt,
        entry=stored.data,
        position=position,
        proof=proof.proof,
        note=proof.note,
        sealed=datetime.fromisoformat(head.made),
    )
    heads.copy_office(agency)
    explain.copy_rules(agency.profile, agency.field, now)
    return held.data, evidence

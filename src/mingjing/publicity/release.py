"""After commit: a release or withdrawal goes into the agency's log and onto the public side.

For each, one entry is appended that holds nothing but the public address and the salted commitment of the
content; its bytes are public, so its proof of inclusion covers exactly what the public reads. A second entry
ties the address to the case and stays inside. Everything here may be done again, by several at once.
"""

import secrets
from typing import Final

from django.db import IntegrityError, connections, transaction

from mingjing.casework import outbox
from mingjing.casework.note import drafted
from mingjing.casework.service import Acted, load
from mingjing.journal import store
from mingjing.journal.entry import instant
from mingjing.platform import clock
from mingjing.publicity import shelf
from mingjing.publicity.content import Notice, Personal, Published, decode, encode, require_impersonal
from mingjing.publicity.models import Release
from mingjing.publicity.sealing import sealed_content
from mingjing.publicity.step import Step, Unreviewed, decision_of, notice_of, steps
from mingjing.registry.models import Agency

WORK: Final = "publish"
RELEASED, WITHDRAWN, TIED = "公示发布", "公示撤回", "公示登记"


def follow(acted: Acted) -> None:
    """Leave the work for a release or withdrawal, in the act's own transaction."""
    if any(acted.act.name in (rule.released, rule.withdrawn) for rule in acted.procedure.publications):
        outbox.put(acted.agency.id, WORK, acted.record.case, acted.version, acted.at)


def publish(agency_id: str, case: str, version: int) -> None:
    """Bring the release or withdrawal at this version of the case before the public.

    Raises `Unreviewed`, `Personal` (nothing is released then) and what the journal raises.
    """
    opened = load(agency_id, case)
    step = next((each for each in steps(opened) if each.done.version == version), None)
    if step is None:
        return
    agency = Agency.objects.get(pk=agency_id)
    release = _entered(agency, step)
    if not step.withdrawal and step.taken_back:
        return  # its notice says all there is to say
    _show(agency, release)
    Release.objects.unscoped("公示上架").filter(
        agency=agency_id, case_id=case, version=version, shown__isnull=True
    ).update(shown=clock.now())


def refill() -> int:
    """Put everything on the shelf again that the journal says was released; how many.

    After the portal's database was lost: addresses and contents come back as they were, proofs are made
    under the newest head.
    """
    number = 0
    for release in Release.objects.unscoped("公示库重建").order_by("made", "agency", "version").iterator():
        publish(release.agency, release.case_id, release.version)
        number += 1
    return number


def _entered(agency: Agency, step: Step) -> Release:
    """The entry in the log for this step, made now unless it is there."""
    of, version, case = step.release.version, step.done.version, step.record.case
    found = _release(agency.id, case, version)
    if found:
        return found
    public_id = secrets.token_hex(10)
    if step.withdrawal:
        first = next(each for each in steps(step.opened) if each.done.version == of)
        try:
            public_id = _entered(agency, first).public_id
        except (Personal, Unreviewed):  # what never came before the public is taken back all the same
            public_id = secrets.token_hex(10)
    content = notice_of(step, agency, public_id) if step.withdrawal else decision_of(step, agency, public_id)
    require_impersonal(content, dict(step.record.facts.get("当事人") or {}))
    try:
        return _append(agency.id, step, public_id, content)
    except IntegrityError:
        found = _release(agency.id, case, version)  # another worker was first
        if found is None:
            raise
        return found


def _append(agency: str, step: Step, public_id: str, content: Published | Notice) -> Release:
    case, version, of = step.record.case, step.done.version, step.release.version
    kind = WITHDRAWN if step.withdrawal else RELEASED
    tie = {"公示编号": public_id, "案件": case, "版本": version}
    with transaction.atomic():
        store.take_turn(connections["default"], agency)
        now = clock.now()
        at = instant(now)
        drafts = [
            drafted(agency, kind, at, {"公示编号": public_id}, encode(content)),
            drafted(agency, TIED, at, tie),
        ]
        public, _ = store.append(connections["default"], drafts)
        return Release.objects.unscoped("公示入册").create(
            agency=agency,
            case_id=case,
            version=version,
            of=of,
            public_id=public_id,
            withdrawal=step.withdrawal,
            position=public.entry.position,
            made=now,
        )


def _show(agency: Agency, release: Release) -> None:
    """Put the copy or notice on the shelf, with its evidence."""
    now = clock.now()
    data, evidence = sealed_content(agency, release.position, now)
    content = decode(data)
    if isinstance(content, Notice):
        shelf.put_notice(agency.id, content, evidence, now)
    else:
        shelf.put_decision(agency.id, content, evidence, now)


def _release(agency: str, case: str, version: int) -> Release | None:
    found: Release | None = (
        Release.objects.unscoped("公示上架").filter(agency=agency, case_id=case, version=version).first()
    )
    return found

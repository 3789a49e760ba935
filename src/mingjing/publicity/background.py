"""The minute's round: new entries are sealed, and at the fixed hours the heads become public."""

import logging
from datetime import timedelta

from mingjing.journal.seal import Sealed, seal_all
from mingjing.platform import clock
from mingjing.platform.background import Loop
from mingjing.publicity import explain, heads, shelf
from mingjing.publicity.released import Item
from mingjing.registry.models import Agency

log = logging.getLogger(__name__)


def seal_and_release() -> None:
    """Seal every log; where a fixed hour has passed since its last public head, release the new one."""
    now = clock.now()
    agencies = {agency.id: agency for agency in Agency.objects.all()}
    scheduled = False
    for id_, outcome in seal_all(now).items():
        if not isinstance(outcome, Sealed):
            log.error("log %s not sealed: %s", id_, outcome)
            continue
        agency = agencies.get(id_)
        if agency is None:
            continue
        heads.copy_office(agency)
        if heads.due(id_, now):
            heads.release(agency, now)
            scheduled = True
    for agency in agencies.values():
        explain.copy_rules(agency.profile, agency.field, now)
    if scheduled:
        shelf.learn_sizes()
    if scheduled and Item.objects.filter(withdrawn__gte=now - timedelta(days=2)).exists():
        shelf.purge_index()


LOOPS = (Loop("seal", 60.0, seal_and_release),)

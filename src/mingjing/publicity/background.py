"""The minute's round: new entries are sealed, and at the fixed hours the heads become public."""

import logging

from mingjing.journal.seal import Sealed, seal_all
from mingjing.platform import clock
from mingjing.platform.background import Loop
from mingjing.publicity import explain, heads
from mingjing.registry.models import Agency

log = logging.getLogger(__name__)


def seal_and_release() -> None:
    """Seal every log; where a fixed hour has passed since its last public head, release the new one."""
    now = clock.now()
    agencies = {agency.id: agency for agency in Agency.objects.all()}
    for id_, outcome in seal_all(now).items():
        if not isinstance(outcome, Sealed):
            log.error("log %s not sealed: %s", id_, outcome)
        elif id_ in agencies and heads.due(id_, now):
            heads.release(agencies[id_], now)
    for agency in agencies.values():
        heads.copy_office(agency)
        explain.copy_rules(agency.profile, agency.field, now)


LOOPS = (Loop("seal", 60.0, seal_and_release),)

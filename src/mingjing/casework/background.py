"""The work that acts left behind is done every second."""

from mingjing.casework.outbox import drain
from mingjing.platform.background import Loop

LOOPS = (Loop("outbox", 1.0, drain),)

"""The product's own settings; only the host name of the test client is added."""

from mingjing.platform.settings import *  # noqa: F403
from mingjing.platform.settings import ALLOWED_HOSTS

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]

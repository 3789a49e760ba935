"""Settings of the test run: a data folder of its own, databases of its own, loud templates."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

DATA = Path(tempfile.mkdtemp(prefix="mingjing-test-"))
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ["MINGJING_DATA"] = str(DATA)
for name in ("MINGJING_DEMO", "MINGJING_TLS", "MINGJING_PROXIES", "MINGJING_HOSTS"):
    os.environ.pop(name, None)

from mingjing.platform.settings import *  # noqa: E402, F403
from mingjing.platform.settings import ALLOWED_HOSTS, DATABASES  # noqa: E402

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]

for alias, database in DATABASES.items():
    if database["ENGINE"].endswith("sqlite3"):
        # A file, not memory: WAL, locks and threads behave as they do in use.
        database["TEST"] = {"NAME": str(DATA / f"test-{alias}.sqlite3")}
    else:
        # The process id lets several runs share one server.
        database["TEST"] = {"NAME": f"test_{database['NAME']}_{os.getpid()}"}

PASSWORD_HASHERS = ["tests.settings.QuickHasher", "django.contrib.auth.hashers.Argon2PasswordHasher"]


from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402


class QuickHasher(Argon2PasswordHasher):
    """Argon2 with the least cost, so that the run is not spent on hashing."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1

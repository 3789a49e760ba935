"""Settings of the test run: a data folder of its own, databases of its own, loud templates, quick hashing."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, NoReturn

DATA = Path(tempfile.mkdtemp(prefix="mingjing-test-"))
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ["MINGJING_DATA"] = str(DATA)
_KEPT = ("MINGJING_DATA", "MINGJING_DATABASE_URL", "MINGJING_TEST_DATABASE_URL", "MINGJING_CHROMIUM")
for name in [name for name in os.environ if name.startswith("MINGJING_") and name not in _KEPT]:
    del os.environ[name]

from mingjing.platform.settings import *  # noqa: E402, F403
from mingjing.platform.settings import ALLOWED_HOSTS, DATABASES, MIDDLEWARE, TEMPLATES  # noqa: E402

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
# Lets a test in the browser say at which moment the server answers.
MIDDLEWARE = ["tests.e2e.moment.Moment", *MIDDLEWARE]

for alias, database in DATABASES.items():
    if database["ENGINE"].endswith("sqlite3"):
        # A file, not memory: WAL, locks and threads behave as they do in use.
        database["TEST"] = {"NAME": str(DATA / f"test-{alias}.sqlite3")}
    else:
        # The process id lets several runs share one server.
        database["TEST"] = {"NAME": f"test_{database['NAME']}_{os.getpid()}"}


class Loud(str):
    """What an undefined variable prints: nothing, it fails the test and names itself."""

    def __contains__(self, part: Any) -> bool:
        return True

    def __mod__(self, variable: Any) -> NoReturn:
        raise AssertionError(f"模板用了没有给出的变量：{variable}")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Loud("%s")

# Tests sign in directly; those of the second factor and the role matrix switch it on.
MINGJING_SECOND_FACTOR = False
PASSWORD_HASHERS = ["tests.hasher.QuickHasher"]

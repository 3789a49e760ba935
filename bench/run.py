"""What Mingjing does in a second, beside its peers, in one run: `make bench`.

Every figure is a ratio or stands beside one: machines differ, ratios less so. Everything runs on a folder of
its own on the same file system. Parts may be named: `python bench/run.py journal act`.
"""

import os
import shutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path

PARTS = ("journal", "act", "verify", "pages", "registers", "memory")


def main() -> int:
    sys.path.insert(0, str(Path(__file__).parents[1]))
    wanted = sys.argv[1:] or list(PARTS)
    if unknown := [part for part in wanted if part not in PARTS]:
        print(f"没有这些部分：{'、'.join(unknown)}；有：{'、'.join(PARTS)}", file=sys.stderr)
        return 2
    folder = tempfile.mkdtemp(prefix="mingjing-bench-", dir=os.environ.get("MINGJING_BENCH_DIR"))
    os.environ["MINGJING_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    os.environ["MINGJING_SECOND_FACTOR"] = "0"
    os.environ.pop("MINGJING_DATABASE_URL", None)
    try:
        import django
        from django.core.management import call_command

        django.setup()
        for alias in ("default", "portal"):
            call_command("migrate", database=alias, verbosity=0, interactive=False)
        print("| 项 | 本系统 | 对照 | 比 |\n|---|---|---|---|", flush=True)
        for part in wanted:
            for row in import_module(f"bench.{part}").rows(Path(folder)):
                print("| " + " | ".join(row) + " |", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

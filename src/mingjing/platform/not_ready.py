"""What the pure and the Django sides both raise; a module of its own, so that rules load without Django."""


class NotReady(Exception):
    """The installation lacks something that only its administrator can bring back; the text says what."""


def first_to_run() -> str:
    """What has to be run before this program can use the databases, in a sentence; "" when nothing.

    A database that was never made is set up; one that an earlier version made is migrated.
    Raises django.db errors of a database that cannot be reached.
    """
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    steps, made = 0, False
    for alias in connections:
        executor = MigrationExecutor(connections[alias])
        made = made or bool(executor.loader.applied_migrations)
        steps += len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not steps:
        return ""
    if not made:
        return "数据库还没有建好，先运行 mingjing setup"
    return f"数据库的结构比程序旧（缺 {steps} 项改动），备份以后运行 mingjing migrate"

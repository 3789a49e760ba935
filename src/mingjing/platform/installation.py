"""Making and keeping an installation: its databases and its accounts."""

import logging

from django.core.management import call_command
from django.db import OperationalError, connections, transaction

from mingjing.platform.command import Unusable
from mingjing.platform.database import PORTAL
from mingjing.platform.names import username_key
from mingjing.platform.sessions import end_all
from mingjing.registry.admin_setup import CODE_HOURS, new_code
from mingjing.registry.models import Person
from mingjing.registry.scope import roles_of

log = logging.getLogger("mingjing.accounts")


def _make_missing(alias: str) -> None:
    """Creates the PostgreSQL database of `alias` when the server is there and it is not."""
    connection = connections[alias]
    if connection.vendor != "postgresql":
        return
    try:
        connection.ensure_connection()
    except OperationalError as error:
        if "does not exist" not in str(error):
            raise
        name = connection.settings_dict["NAME"]
        with connection._nodb_cursor() as cursor:
            cursor.execute(
                f"CREATE DATABASE {connection.ops.quote_name(name)} ENCODING 'UTF8' TEMPLATE template0"
            )
        log.warning("database %s created", name)


def migrate() -> None:
    """Brings both databases to the newest structure, making the PostgreSQL ones when they are missing."""
    for alias in ("default", PORTAL):
        _make_missing(alias)
        call_command("migrate", database=alias, interactive=False, verbosity=0)


def _named(username: str) -> Person:
    person = Person.objects.filter(username=username_key(username)).first()
    if person is None:
        raise Unusable(f"没有用户名 {username}")
    return person


def act_on_account(action: str, username: str, by: str) -> str:
    """Does one thing to an account in the name of a system administrator; the line to print.

    Raises Unusable when `by` is not an active system administrator, or acts on the own account's state.
    """
    actor, person = _named(by), _named(username)
    if "system_admin" not in roles_of(actor):
        raise Unusable(f"{by} 不是系统管理员，不能办理账号（三员分立）")
    if action in ("disable", "enable") and actor == person:
        raise Unusable("不能停用或启用自己的账号")
    with transaction.atomic():
        if action == "code":
            person.set_password(None)
            person.save(update_fields=["password", "password_changed"])
            line = f"启用码 {new_code(person)}，{CODE_HOURS} 小时内有效，只显示这一次。原密码已作废"
        elif action == "end-sessions":
            line = f"{person.username} 的登录已全部结束"
        else:
            person.is_active = action == "enable"
            person.save(update_fields=["is_active"])
            line = f"{person.username} 已{'启用' if person.is_active else '停用'}"
        end_all(person)
    log.warning("account %s: %s by %s", person.username, action, actor.username)
    return line

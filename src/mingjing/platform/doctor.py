"""Where this installation deviates from what it should be. A room adds its own by a module `doctor`.

Source of the list: control C3; the password entries: V6.2.5, V6.2.10 against GB/T 22239-2019 8.1.4.1 a.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from mingjing.platform.not_ready import first_to_run
from mingjing.registry.models import Person
from mingjing.registry.roles import ADMINISTRATORS, ROLES


@dataclass(frozen=True, slots=True)
class Deviation:
    """One deviation: a stable `id`, what is so, and what to do."""

    id: str
    what: str
    mend: str


def _settings() -> Iterator[Deviation]:
    if settings.MINGJING_DEMO:
        yield Deviation(
            "demo", "这是演示环境，人员和案件都是虚构的", "正式使用时不设 MINGJING_DEMO，换新的数据目录"
        )
    if not settings.MINGJING_TLS:
        yield Deviation(
            "no-tls",
            "没有用 HTTPS，只有本机能访问",
            "前面放 HTTPS 代理，设 MINGJING_TLS=1、MINGJING_PROXIES 和 MINGJING_HOSTS",
        )
    else:
        if not settings.MINGJING_PROXIES:
            yield Deviation(
                "no-proxy-named", "没有写明 HTTPS 代理的地址，转来的来源地址不作数", "设 MINGJING_PROXIES"
            )
        if len(settings.ALLOWED_HOSTS) < 2:
            yield Deviation(
                "one-host-name", "工作台、公示平台和文件同用一个域名", "给公示平台和文件各用一个域名"
            )
    if not settings.MINGJING_SECOND_FACTOR:
        yield Deviation("no-second-factor", "只凭密码就能登录", "去掉 MINGJING_SECOND_FACTOR=0")
    if "webauthn" not in settings.MFA_SUPPORTED_TYPES:
        yield Deviation(
            "totp-only", "两步验证只有验证码，没有通行密钥，签批不与内容绑定", "有域名和 HTTPS 后启用通行密钥"
        )
    if settings.MINGJING_PASSWORD_COMPOSITION or settings.MINGJING_PASSWORD_DAYS:
        days = settings.MINGJING_PASSWORD_DAYS
        yield Deviation(
            "password-rules",
            f"密码要求字符组合，{f'{days} 日一换' if days else '不定期更换'}"
            "（等保要求；ASVS V6.2.5、V6.2.10 反对）",
            "不做等保测评的单位可设 MINGJING_PASSWORD_COMPOSITION=0、MINGJING_PASSWORD_DAYS=0",
        )
    else:
        yield Deviation(
            "password-free",
            "密码不要求字符组合和定期更换（等保要求有；ASVS V6.2.5、V6.2.10 反对）",
            "要做等保测评的单位去掉这两项设置",
        )
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield Deviation(
            "one-machine", "数据只在这一台机器上", "把数据目录定时备份到另一台机器，或改用有备机的 PostgreSQL"
        )
    data = settings.MINGJING_DATA
    if data.exists() and data.stat().st_mode & 0o077:
        yield Deviation("data-open", f"数据目录 {data} 可被本机其他用户读取", f"运行 chmod 700 {data}")
    keys = data / "keys"
    if keys.exists() and keys.stat().st_mode & 0o077:
        yield Deviation("keys-open", f"密钥目录 {keys} 可被他人读取", "改为 chmod 700")


def outdated() -> str:
    """The first database whose structure is older than the program, "" when none is."""
    for alias in connections:
        executor = MigrationExecutor(connections[alias])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return alias
    return ""


def _database() -> Iterator[Deviation]:
    if alias := outdated():
        yield Deviation(f"migrations-{alias}", f"数据库 {alias} 的结构不是最新", first_to_run())
        return
    for role in ADMINISTRATORS:
        person = Person.objects.filter(appointments__role=role, is_active=True).first()
        if person is None or not person.has_usable_password():
            yield Deviation(f"no-{role}", f"{ROLES[role].name}还没有启用账号", "运行 mingjing setup 取启用码")


def deviations() -> list[Deviation]:
    """Everything found, in a fixed order."""
    found = [*_settings(), *_database()]
    for room in settings.ROOMS:
        name = f"mingjing.{room}.doctor"
        if room != "platform" and find_spec(name):
            found.extend(import_module(name).deviations())
    return found

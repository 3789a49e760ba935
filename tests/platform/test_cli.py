"""The command line: Chinese, exact, exit codes 0, 1 and 2."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.db import OperationalError, ProgrammingError

from mingjing.platform.cli import _with_django, build, main
from mingjing.platform.command import Unusable
from mingjing.platform.doctor import deviations
from mingjing.platform.serve import check_address
from tests.platform.test_settings import _run


def test_每条命令都有中文说明():
    actions = next(action for action in build()._actions if action.dest == "command")
    for choice in actions._choices_actions:
        assert any("\u4e00" <= character <= "\u9fff" for character in choice.help or ""), choice.dest
    assert {"setup", "serve", "doctor", "migrate"} <= set(actions.choices)


@pytest.mark.parametrize(
    "words, said",
    [
        (["没有这条"], "没有“没有这条”，可用：setup、migrate"),
        (["serve", "--port", "八千"], "参数 --port：值不对"),
        (["scenario", "run"], "缺少参数"),
        (["doctor", "--所有"], "不认识的参数：--所有"),
        (["serve", "--port"], "后面要有一个值"),
    ],
)
def test_用错了_说中文_退出码是2(words, said, capsys):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_不带命令_打印说明(capsys):
    assert main([]) == 2
    assert "用法：mingjing" in capsys.readouterr().out


def test_建好_再建_查看_全程(tmp_path):
    first = _run(tmp_path, "-m", "mingjing.platform.cli", "setup")
    assert first.returncode == 0 and first.stdout.count("启用码 ") == 4, first.stderr
    second = _run(tmp_path, "-m", "mingjing.platform.cli", "setup")
    assert second.returncode == 0 and "不再发" in second.stdout and "系统管理员　" not in second.stdout
    doctor = _run(tmp_path, "-m", "mingjing.platform.cli", "doctor", "--json")
    found = {deviation["id"] for deviation in json.loads(doctor.stdout)}
    assert doctor.returncode == 1
    assert {"no-tls", "totp-only", "one-machine", "password-rules", "no-audit_admin"} <= found


def test_数据库连不上_一行说清(tmp_path):
    run = _run(
        tmp_path,
        "-m",
        "mingjing.platform.cli",
        "doctor",
        MINGJING_DATABASE_URL="postgresql://u:hunter2@127.0.0.1:1/x",
    )
    assert run.returncode == 2 and run.stderr.startswith("mingjing：数据库不可用")
    assert run.stderr.count("\n") == 1 and "hunter2" not in run.stderr


@pytest.mark.django_db(databases=["default", "portal"])
@pytest.mark.parametrize(
    "error, said",
    [
        (OperationalError("no such table: casework_case"), "数据库中缺少应有的表，运行 mingjing doctor"),
        (ProgrammingError('relation "x" does not exist\nLINE 1'), "数据库中缺少应有的表"),
        (
            OperationalError("database or disk is full"),
            "数据库不可用，什么都没有改变（database or disk is full）",
        ),
    ],
)
def test_数据库出错_一行说该做什么(error, said, capsys):
    def run() -> int:
        raise error

    assert _with_django(run) == 2
    line = capsys.readouterr().err
    assert said in line and line.count("\n") == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "10.1.2.3", "zf.example.cn", "::"])
def test_没有HTTPS_不对外提供(host):
    with pytest.raises(Unusable, match="明文"):
        check_address(host, 0)


def test_端口被占_说出端口():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Unusable, match=str(port)):
            check_address("127.0.0.1", port)


@pytest.mark.django_db(databases=["default", "portal"])
@pytest.mark.parametrize(
    "setting, value, id",
    [
        ("MINGJING_DEMO", True, "demo"),
        ("MINGJING_SECOND_FACTOR", False, "no-second-factor"),
        ("MINGJING_TLS", False, "no-tls"),
        ("MINGJING_TLS", True, "no-proxy-named"),
        ("MINGJING_PASSWORD_DAYS", 30, "password-rules"),
    ],
)
def test_每种不一致都列得出(setting, value, id, settings):
    setattr(settings, setting, value)
    assert id in {deviation.id for deviation in deviations()}


def test_没有建好_不启动_说先运行什么(tmp_path):
    run = _run(tmp_path, "-m", "mingjing.platform.cli", "serve", "--port", "1")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "mingjing：数据库还没有建好，先运行 mingjing setup\n"
    run = _run(tmp_path, "-m", "mingjing.platform.cli", "rebuild")
    assert run.returncode == 2 and run.stderr.startswith(
        "mingjing：数据库还没有建好，先运行 mingjing setup（"
    )


def test_程序升级了_数据库还是旧的_说运行migrate_运行以后不再说(tmp_path):
    assert _run(tmp_path, "-m", "mingjing.platform.cli", "migrate").returncode == 0
    older = (
        "import os, django\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'mingjing.platform.settings'\n"
        "django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('migrate', 'casework', '0004', verbosity=0)"
    )
    assert _run(tmp_path, "-c", older).returncode == 0
    run = _run(tmp_path, "-m", "mingjing.platform.cli", "serve", "--port", "1")
    assert run.returncode == 2 and "setup" not in run.stderr
    assert re.search(r"数据库的结构比程序旧（缺 \d+ 项改动），备份以后运行 mingjing migrate", run.stderr)
    doctor = json.loads(_run(tmp_path, "-m", "mingjing.platform.cli", "doctor", "--json").stdout)
    [found] = [each for each in doctor if each["id"] == "migrations-default"]
    assert found["mend"].endswith("运行 mingjing migrate")
    assert _run(tmp_path, "-m", "mingjing.platform.cli", "migrate").returncode == 0
    doctor = _run(tmp_path, "-m", "mingjing.platform.cli", "doctor", "--json").stdout
    assert "migrations-default" not in doctor


def test_新建的数据目录只有本人可读_放开了就列出(tmp_path):
    folder = tmp_path / "上一层" / "数据"
    for mode, listed in ((None, False), (0o755, True)):
        if mode:
            folder.chmod(mode)
        doctor = _run(folder, "-m", "mingjing.platform.cli", "doctor", "--json")
        assert ("data-open" in {each["id"] for each in json.loads(doctor.stdout)}) is listed


def test_不用数据库的命令_不装载Django():
    code = (
        "import sys, mingjing.platform.cli as c\n"
        "c.build()\n"
        "print([name for name in sys.modules if name == 'django'])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert run.stdout.strip() == "[]", run.stdout + run.stderr

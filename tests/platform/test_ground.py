"""Clock, ids, keys, log lines, proxies."""

import json
import logging
import os
import threading
from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from mingjing.platform import clock
from mingjing.platform.keys import secret_text
from mingjing.platform.log import Lines, without_secrets
from mingjing.platform.proxies import Proxies
from mingjing.platform.ulid import new_ulid


def test_定住的时刻_只在里面有效_换算成北京时间():
    moment = datetime(2026, 3, 1, 17, 30, tzinfo=UTC)
    with clock.at(moment) as local:
        assert clock.now() == local == moment
        assert clock.now().isoformat() == "2026-03-02T01:30:00+08:00"
        with clock.at(datetime(2020, 1, 1, tzinfo=clock.SHANGHAI)):
            assert clock.now().year == 2020
        assert clock.now() == local
    assert clock.now() != local


def test_别的线程不受影响():
    seen = []
    with clock.at(datetime(2020, 1, 1, tzinfo=clock.SHANGHAI)):
        thread = threading.Thread(target=lambda: seen.append(clock.now().year))
        thread.start()
        thread.join()
    assert seen[0] > 2020


def test_没有时区的时刻不收():
    with pytest.raises(ValueError, match="时区"), clock.at(datetime(2026, 1, 1)):
        pass


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_编号二十六位_按时间先后排(moment):
    one = new_ulid(moment)
    assert len(one) == 26 and not set(one) - set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    later = moment.replace(year=moment.year + 1, day=1)
    assert one < new_ulid(later) and one != new_ulid(moment)


def test_同时启动_得到同一把密钥(tmp_path):
    got: list[str] = []
    threads = [
        threading.Thread(target=lambda: got.append(secret_text(tmp_path / "k", "s"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 8 and len(set(got)) == 1
    assert [path.name for path in (tmp_path / "k").iterdir()] == ["s"]


@pytest.mark.parametrize(
    "line",
    [
        "password=hunter2",
        "postgresql://u:hunter2@h/d",
        "csrfmiddlewaretoken: hunter2",
        "{'password1': 'hunter2'}",
        "/x?code=hunter2&a=1",
        "Authorization: hunter2",
    ],
)
def test_日志里没有密码(line):
    assert "hunter2" not in without_secrets(line)


def test_日志一行一个JSON():
    record = logging.LogRecord("mingjing.x", logging.WARNING, "f", 1, "第一行\n第二行 %s", ("值",), None)
    line = Lines().format(record)
    assert "\n" not in line and json.loads(line)["message"] == "第一行\n第二行 值"


def _seen(remote: str, named: list[str], **headers: str) -> tuple[str, bool]:
    found: dict[str, object] = {}

    def answer(request):  # type: ignore[no-untyped-def]
        found.update(
            ip=request.META["REMOTE_ADDR"],
            proto=request.META.get("HTTP_X_FORWARDED_PROTO", ""),
            rest=[n for n in ("HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED") if n in request.META],
        )
        return HttpResponse()

    from django.test import override_settings

    with override_settings(MINGJING_PROXIES=named):
        Proxies(answer)(RequestFactory().get("/", REMOTE_ADDR=remote, **headers))
    assert found["rest"] == []
    return str(found["ip"]), found["proto"] == "https"


def test_转来的来源地址_只信写明的代理():
    claimed = {
        "HTTP_X_FORWARDED_FOR": "6.6.6.6, 8.8.8.8",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_HOST": "evil",
        "HTTP_FORWARDED": "for=1.1.1.1",
    }
    assert _seen("9.9.9.9", ["10.0.0.0/24"], **claimed) == ("9.9.9.9", False)
    assert _seen("10.0.0.5", ["10.0.0.0/24"], **claimed) == ("8.8.8.8", True)
    assert _seen("10.0.0.5", ["10.0.0.0/24"], HTTP_X_FORWARDED_FOR="8.8.8.8, 10.0.0.7") == ("8.8.8.8", False)
    assert _seen("10.0.0.5", [], **claimed) == ("10.0.0.5", False)


def test_数据目录不在仓库里_测试各用各的(data_folder):
    assert str(data_folder) == os.environ["MINGJING_DATA"] and "mingjing-test-" in data_folder.name

"""A downloaded proof: whole it holds, and whatever is changed in it is found."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.test import Client

from mingjing.platform.cli import main
from mingjing.portal.proof import Bundle, Wrong, check, read, write
from mingjing.publicity.released import Item, Office
from tests.publicity.cases import 上架, 办案, 撤回

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture
def 证明(client: Client) -> Bundle:
    办案()
    上架()
    return read(client.get(f"/decisions/{Item.objects.get().id}/proof.json").content)


def 改(whole: Bundle, /, **changes: Any) -> Bundle:
    return msgspec.structs.replace(whole, **changes)


def 换一字(text: str, index: int) -> str:
    return text[:index] + ("甲" if text[index] != "甲" else "乙") + text[index + 1 :]


def test_原样的证明成立(证明: Bundle) -> None:
    item, office = Item.objects.get(), Office.objects.get()
    found = check(证明, office.key)
    assert (found.position, found.content["文号"]) == (item.position, item.number)
    assert check(证明).bond == found.bond
    assert read(write(证明)) == 证明


def test_内容改动任何一个字_都不成立(证明: Bundle) -> None:
    for index in range(len(证明.content)):
        with pytest.raises(Wrong):
            check(改(证明, content=换一字(证明.content, index)))


def test_日志记录改动任何一个字_都不成立(证明: Bundle) -> None:
    for index in range(len(证明.entry)):
        with pytest.raises(Wrong):
            check(改(证明, entry=换一字(证明.entry, index)))


@pytest.mark.parametrize(
    "change",
    [
        lambda p: {"salt": p.proof[0]},
        lambda p: {"salt": "不是"},
        lambda p: {"position": p.position + 1},
        lambda p: {"proof": p.proof[1:]},
        lambda p: {"proof": (*p.proof, p.proof[0])},
        lambda p: {"proof": ("不是",)},
        lambda p: {"id": "0" * 20},
        lambda p: {"agency": "qx-scjg"},
        lambda p: {"keys": ()},
        lambda p: {"checkpoint": p.checkpoint.replace("\n", "0\n", 1)},
        lambda p: {"checkpoint": ""},
        lambda p: {"format": "mingjing-proof/v0"},
    ],
)
def test_证明的其他部分改动_也不成立(证明: Bundle, change: Any) -> None:
    with pytest.raises(Wrong):
        check(read(write(改(证明, **change(证明)))))


def test_另一个日志的检查点和公钥_不成立(证明: Bundle, client: Client) -> None:
    办案()
    上架()
    other = Item.objects.exclude(id=证明.id).get()
    foreign = read(client.get(f"/decisions/{other.id}/proof.json").content)
    with pytest.raises(Wrong, match="另一个日志"):
        check(改(证明, checkpoint=foreign.checkpoint, keys=foreign.keys, proof=foreign.proof))
    with pytest.raises(Wrong, match="没有日志"):
        check(证明, "\n".join(foreign.keys))


def test_撤回后的证明只有公告(证明: Bundle, client: Client) -> None:
    result = 办案()
    上架()
    item = Item.objects.exclude(id=证明.id).get()
    撤回(result)
    上架("2026-04-15 09:00:30")
    notice = read(client.get(f"/decisions/{item.id}/proof.json").content)
    found = check(notice)
    assert (
        found.content["种类"] == "撤回公告"
        and "当事人" not in found.content
        and "违法行为" not in found.content
    )


def test_命令核对下载的证明(证明: Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole, broken, key = tmp_path / "a.json", tmp_path / "b.json", tmp_path / "key"
    whole.write_bytes(write(证明))
    broken.write_bytes(write(证明).replace("罚款".encode(), "警告".encode()))
    key.write_text(Office.objects.get().key)
    assert main(["proof", str(whole), "--key", str(key)]) == 0
    assert "还没有见证人" in capsys.readouterr().out
    assert main(["proof", str(broken)]) == 1
    assert "内容被改动过" in capsys.readouterr().err
    broken.write_text("{}")
    assert main(["proof", str(broken)]) == 1

"""docs/log-format.md: its example is what the program writes, and is recomputed without the program."""

import base64
import hashlib
import json
import re
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from mingjing.journal import merkle
from mingjing.journal.checkpoint import Checkpoint, sign_checkpoint
from mingjing.journal.entry import Entry, commitment, encode, leaf_hash
from mingjing.journal.note import SignerKey
from mingjing.journal.verify import verify
from mingjing.portal import proof
from mingjing.publicity.content import PenaltyDecision
from mingjing.publicity.content import encode as encode_content
from tests.documents import 块, 读


def 例() -> dict[str, str]:
    """The worked example: three entries under a key and salts that everyone can make again."""
    agency, case = "demo", "01K0000000000000000000CASE"
    log = SignerKey(f"mingjing.local/log/{agency}", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
    salts = [bytes([number]) * 16 for number in range(5)]
    private = '{"当事人":{"名称":"某食品有限公司","类别":"法人"}}'.encode()
    public = encode_content(
        PenaltyDecision(
            id="00112233445566778899",
            category="行政处罚",
            procedure="行政处罚·普通程序",
            agency="示例区市场监督管理局",
            number="示市监罚〔2026〕1号",
            decided="2026-04-21",
            party="某食品有限公司",
            matter="经营未标明生产日期的食品",
            basis="食品安全法第一百二十五条",
            outcome="警告。",
            until="",
            published="2026-04-22T09:00:00+08:00",
            limit=None,
            ground="《行政处罚法》第四十八条第一款",
            ground_checked=True,
            wording="具有一定社会影响的行政处罚决定应当依法公开。",
            collected=("稽查科",),
            reviewed=("办公室",),
        )
    )

    def entry(position: int, kind: str, at: str, **more: Any) -> Entry:
        fields: dict[str, Any] = {
            "case": "",
            "version": 1,
            "by": (),
            "capacity": "平台",
            "entrance": "task",
            "pack": "",
        }
        fields |= {
            "sealed": "",
            "previous": "",
            "salt": salts[position].hex(),
            "occurred": at,
            "recorded": at,
        }
        return Entry(agency=agency, position=position, kind=kind, **(fields | more))

    pack = hashlib.sha256(b"rules").hexdigest()
    act: dict[str, Any] = {"case": case, "by": ("P1",), "entrance": "page", "pack": pack}
    opening = {"程序": "行政处罚·普通程序", "方案": "qingpu", "领域": "", "承办机构": "U1"}
    first = encode(
        entry(
            0,
            "线索登记",
            "2026-03-02T09:30:00+08:00",
            **act,
            capacity="执法人员",
            body={"开案": opening, "事实": {"来源": "投诉举报"}, "编号": "示市监案〔2026〕1号"},
            sealed=commitment(salts[3], private).hex(),
        )
    )
    second = encode(
        entry(
            1,
            "立案",
            "2026-03-03T10:00:00+08:00",
            **(act | {"by": ("P2",)}),
            capacity="承办机构负责人",
            version=2,
            body={"事实": {"案由": "经营未标明生产日期的食品", "承办人": ["P1", "P3"]}},
            previous=leaf_hash(first).hex(),
        )
    )
    third = encode(
        entry(
            2,
            "公示发布",
            "2026-04-22T09:00:00+08:00",
            body={"公示编号": "00112233445566778899"},
            sealed=commitment(salts[4], public).hex(),
        )
    )
    leaves = [leaf_hash(data) for data in (first, second, third)]
    nodes = merkle.nodes_of(leaves)
    root = merkle.root(3, nodes)
    note = sign_checkpoint(Checkpoint(log.name, 3, root), log).encode()
    bundle = proof.bundle(
        agency=agency,
        id="00112233445566778899",
        content=public,
        salt=salts[4],
        entry=third,
        position=2,
        proof=b"".join(merkle.inclusion_proof(2, 3, nodes)),
        note=note,
        keys=log.verifier.text,
    )
    hashes = [f"leaf {number}  {leaf.hex()}" for number, leaf in enumerate(leaves)]
    hashes += [f"node    {nodes(1, 0).hex()}", f"root    {root.hex()}"]
    return {
        "key": log.verifier.text + "\n",
        "entry-0": first.decode() + "\n",
        "content-0": private.decode() + "\n",
        "salt-0": salts[3].hex() + "\n",
        "entry-1": second.decode() + "\n",
        "hashes": "\n".join(hashes) + "\n",
        "checkpoint": note.decode(),
        "proof.json": proof.write(bundle).decode() + "\n",
    }


def 文中的例() -> dict[str, str]:
    return {name: text for _, name, text in 块(读("docs/log-format.md")) if name}


def test_文中的例就是程序写出的字节() -> None:
    assert 文中的例() == 例()
    assert proof.check(proof.read(文中的例()["proof.json"].encode()), 文中的例()["key"]).position == 2


def test_只凭文中的字节和通用工具_全部算得出() -> None:
    def sha(*parts: bytes) -> bytes:
        return hashlib.sha256(b"".join(parts)).digest()

    文 = 文中的例()
    表 = dict(re.findall(r"^(\S+(?: \d)?) +([0-9a-f]{64})$", 文["hashes"], re.M))
    证 = json.loads(文["proof.json"])
    entries = [text.rstrip("\n").encode() for text in (文["entry-0"], 文["entry-1"])] + [
        证["日志记录"].encode()
    ]
    leaves = [sha(b"\x00", data) for data in entries]
    assert [leaf.hex() for leaf in leaves] == [表["leaf 0"], 表["leaf 1"], 表["leaf 2"]]
    said = [json.loads(data) for data in entries]
    assert said[0]["previous"] == "" and said[1]["previous"] == 表["leaf 0"]
    for entry, salt, content in (
        (said[0], bytes.fromhex(文["salt-0"]), 文["content-0"].rstrip("\n")),
        (said[2], base64.b64decode(证["盐"]), 证["内容"]),
    ):
        assert sha(b"mingjing/content/v1\x00", salt, content.encode()).hex() == entry["sealed"]
    assert said[2]["body"] == {"公示编号": 证["公示编号"]} == {"公示编号": json.loads(证["内容"])["公示编号"]}
    [step] = [base64.b64decode(each) for each in 证["包含证明"]]
    assert step == sha(b"\x01", leaves[0], leaves[1]) == bytes.fromhex(表["node"])
    root = sha(b"\x01", step, leaves[2])
    assert root.hex() == 表["root"]
    assert 文["checkpoint"] == 证["检查点"] and 文["key"].strip() == 证["日志公钥"][0]
    text, signed = 文["checkpoint"].split("\n\n")
    assert text.split("\n") == ["mingjing.local/log/demo", "3", base64.b64encode(root).decode()]
    name, key_id, encoded = 文["key"].strip().split("+", 2)
    material = base64.b64decode(encoded)
    assert sha(name.encode(), b"\n", material)[:4].hex() == key_id and material[0] == 1
    dash, signer, value = signed.rstrip("\n").split(" ")
    raw = base64.b64decode(value)
    assert (dash, signer, raw[:4].hex()) == ("—", name, key_id)
    Ed25519PublicKey.from_public_bytes(material[1:]).verify(raw[4:], (text + "\n").encode())


@pytest.mark.parametrize("name", ["日志记录", "内容", "盐", "检查点"])
def test_文中的证明改一个字_就不成立(name: str) -> None:
    证 = json.loads(文中的例()["proof.json"])
    旧, 新 = {
        "日志记录": ("公示发布", "公示撤回"),
        "内容": ("警告", "通报"),
        "盐": ("BAQ", "BAU"),
        "检查点": ("3", "4"),
    }[name]
    assert 旧 in 证[name]
    证[name] = 证[name].replace(旧, 新, 1)
    with pytest.raises(proof.Wrong):
        proof.check(proof.read(json.dumps(证).encode()))


def test_字段表就是记录的全部字段() -> None:
    节 = 读("docs/log-format.md").split("## Entry")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)`", 节, re.M) == list(Entry.__struct_fields__)


@pytest.mark.django_db(databases="__all__")
def test_核验的各项就是verify查的() -> None:
    节 = 读("docs/log-format.md").split("## What `verify` checks")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| (\w+) \|", 节, re.M)) - {"check"} == set(verify().checks)

import base64
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing.journal.note import (
    COSIGNATURE,
    BadNote,
    Note,
    Signature,
    SignerKey,
    VerifierKey,
    open_note,
    parse,
    parse_verifier,
    sign,
)


def 密钥(number: int, name: str = "mingjing.local/log/qx") -> SignerKey:
    return SignerKey(name, Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


甲, 乙 = 密钥(1), 密钥(2, "mingjing.local/other")


@pytest.mark.parametrize(
    ("secret", "public", "message", "signature"),
    [  # RFC 8032, 7.1, tests 1 and 2
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ],
)
def test_签名算法与标准数例一致(secret: str, public: str, message: str, signature: str) -> None:
    signer = SignerKey("x", Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret)))
    assert signer.verifier.public.hex() == public
    assert signer.private.sign(bytes.fromhex(message)).hex() == signature
    assert signer.verifier.holds(bytes.fromhex(message), bytes.fromhex(signature))
    assert not signer.verifier.holds(bytes.fromhex(message) + b"x", bytes.fromhex(signature))


def test_公钥一行_标识由名称类别与公钥算出() -> None:
    key = 甲.verifier
    key_id = sha256(b"mingjing.local/log/qx\n\x01" + key.public).hexdigest()[:8]
    name, told, material = key.text.split("+", 2)
    assert (name, told, base64.b64decode(material)) == ("mingjing.local/log/qx", key_id, b"\x01" + key.public)
    assert parse_verifier(key.text + "\n") == key
    witness = VerifierKey(key.name, key.public, COSIGNATURE)
    assert witness.key_id != key.key_id
    assert parse_verifier(witness.text) == witness


@pytest.mark.parametrize("change", ["name", "id", "key", "kind", "cut"])
def test_公钥一行被改动_不认(change: str) -> None:
    name, key_id, material = 甲.verifier.text.split("+", 2)
    raw = base64.b64decode(material)
    bad = {
        "name": f"{name}x+{key_id}+{material}",
        "id": f"{name}+{'00000000' if key_id != '00000000' else '00000001'}+{material}",
        "key": f"{name}+{key_id}+{base64.b64encode(raw[:-1] + bytes([raw[-1] ^ 1])).decode()}",
        "kind": f"{name}+{key_id}+{base64.b64encode(bytes([2]) + raw[1:]).decode()}",
        "cut": f"{name}+{key_id}",
    }[change]
    with pytest.raises(ValueError, match="公钥"):
        parse_verifier(bad)


@settings(max_examples=40)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.just("\n")))
def test_任何正文_签出再读回_不变(text: str) -> None:
    note = sign(text + "\n", 甲, 乙)
    assert parse(note.encode()) == note
    assert open_note(note.encode(), [甲.verifier]).signatures == note.signatures[:1]


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(0, 7))
def test_文书任一位被改_不再成立(place: int, bit: int) -> None:
    data = bytearray(sign("第一行\n\n第三行\n", 甲).encode())
    data[place % len(data)] ^= 1 << bit
    with pytest.raises(BadNote):
        open_note(bytes(data), [甲.verifier])


def test_未知密钥的签名放过_已知密钥的坏签名使全文作废() -> None:
    note = sign("正文\n", 甲, 乙)
    assert open_note(note.encode(), [乙.verifier]).signatures == note.signatures[1:]
    bad = Signature(甲.name, 甲.verifier.key_id, bytes(64))
    with pytest.raises(BadNote, match="不成立"):
        open_note(Note(note.text, (bad, note.signatures[1])).encode(), [甲.verifier, 乙.verifier])
    with pytest.raises(BadNote, match="没有可信"):
        open_note(note.encode(), [密钥(3).verifier])
    with pytest.raises(BadNote, match="没有可信"):
        open_note(note.encode(), [])


def test_同名同标识而类别不同的密钥_不作普通签名用() -> None:
    witness = SignerKey(甲.name, 甲.private, COSIGNATURE)
    with pytest.raises(BadNote, match="没有可信"):
        open_note(sign("正文\n", witness).encode(), [witness.verifier])


@pytest.mark.parametrize(
    "data",
    [
        b"", b"text\n", b"text\n\n", b"\xff\n\n\xe2\x80\x94 a AAAAAAAA\n",
        "正文\n\n— a Zm9v".encode(), "正文\n\n— a Zm9v\n".encode(), "正文\n\n- a AAAAAAAA\n".encode(),
        "正文\n\n— a+b AAAAAAAA\n".encode(), "正文\n\n—  AAAAAAAA\n".encode(),
        "正文\n\n— a AAAAAAA\n".encode(),
        "正文\n\n— a AAAAAAA=\n\n".encode(), "正\t文\n\n— a AAAAAAAA\n".encode(),
        "正文\n\n— a AAAAAAAB=\n".encode(), "正文\n\n— a b AAAAAAAA\n".encode(),
    ],
)  # fmt: skip
def test_不成文书的字节_不认(data: bytes) -> None:
    with pytest.raises(BadNote):
        parse(data)


@pytest.mark.parametrize("text", ["没有换行", "有\t制表\n", "有\r回车\n", ""])
def test_不能作正文的文字_不签(text: str) -> None:
    with pytest.raises(BadNote):
        sign(text, 甲)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u3000b", "a\nb"])
def test_不能作密钥名称的_不收(name: str) -> None:
    with pytest.raises(ValueError, match="名称"):
        VerifierKey(name, bytes(32))

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing.journal.checkpoint import Checkpoint, sign_checkpoint
from mingjing.journal.cosignature import Cosignature, cosign, cosignatures, message
from mingjing.journal.note import COSIGNATURE, BadNote, Note, Signature, SignerKey, open_note, parse

日志 = SignerKey("mingjing.local/log/qx", Ed25519PrivateKey.from_private_bytes(b"a" * 32))
见证 = SignerKey("sfj.local/witness", Ed25519PrivateKey.from_private_bytes(b"b" * 32), COSIGNATURE)
检查点 = sign_checkpoint(Checkpoint(日志.name, 9, bytes(32)), 日志)


def 加签(*signatures: Signature) -> Note:
    return Note(检查点.text, (*检查点.signatures, *signatures))


@settings(max_examples=30)
@given(st.integers(0, 2**63 - 1))
def test_见证签名_写出再读回_时间与见证人都在(time: int) -> None:
    note = parse(加签(cosign(检查点, 见证, time)).encode())
    assert cosignatures(note, [见证.verifier]) == [Cosignature(见证.name, time)]
    assert open_note(note.encode(), [日志.verifier, 见证.verifier]).signatures == 检查点.signatures


def test_所签之文_是两行抬头加检查点全文() -> None:
    assert message(检查点.text, 1_772_415_000) == b"cosignature/v1\ntime 1772415000\n" + 检查点.text.encode()
    signature = cosign(检查点, 见证, 5)
    assert signature.value[:8] == (5).to_bytes(8, "big")
    assert 见证.verifier.holds(message(检查点.text, 5), signature.value[8:])


def test_时间或检查点被改_见证签名不成立() -> None:
    signature = cosign(检查点, 见证, 5)
    moved = Signature(signature.name, signature.key_id, (6).to_bytes(8, "big") + signature.value[8:])
    with pytest.raises(BadNote, match="不成立"):
        cosignatures(加签(moved), [见证.verifier])
    other = sign_checkpoint(Checkpoint(日志.name, 10, bytes(32)), 日志)
    with pytest.raises(BadNote, match="不成立"):
        cosignatures(Note(other.text, (signature,)), [见证.verifier])
    short = Signature(signature.name, signature.key_id, signature.value[:-1])
    with pytest.raises(BadNote, match="长度"):
        cosignatures(加签(short), [见证.verifier])


def test_未知见证人放过_日志自己的密钥不算见证() -> None:
    assert cosignatures(加签(cosign(检查点, 见证, 5)), []) == []
    assert cosignatures(检查点, [日志.verifier, 见证.verifier]) == []
    with pytest.raises(ValueError, match="见证密钥"):
        cosign(检查点, 日志, 5)
    with pytest.raises(ValueError, match="范围"):
        cosign(检查点, 见证, 2**63)

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing.journal.checkpoint import Checkpoint, open_checkpoint, peek, read_text, sign_checkpoint
from mingjing.journal.note import BadNote, SignerKey, sign

ORIGIN = "mingjing.local/log/qx-scjg"
KEY = SignerKey(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"k" * 32))


@settings(max_examples=40)
@given(st.integers(0, 2**62), st.binary(min_size=32, max_size=32))
def test_检查点签出再读回_不变(size: int, root: bytes) -> None:
    made = Checkpoint(ORIGIN, size, root)
    data = sign_checkpoint(made, KEY).encode()
    assert open_checkpoint(data, ORIGIN, [KEY.verifier]) == made == peek(data)
    assert data.decode().split("\n")[:3] == [ORIGIN, str(size), base64.b64encode(root).decode()]


def test_扩展行保留() -> None:
    made = Checkpoint(ORIGIN, 3, bytes(32), ("一行", "二行"))
    assert read_text(made.text) == made


def test_别的日志的检查点_即使签名为真也不认() -> None:
    data = sign_checkpoint(Checkpoint("mingjing.local/log/other", 3, bytes(32)), KEY).encode()
    with pytest.raises(BadNote, match="属于"):
        open_checkpoint(data, ORIGIN, [KEY.verifier])


根 = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n3\n", f"{ORIGIN}\n03\n{根}\n", f"{ORIGIN}\n-3\n{根}\n", f"{ORIGIN}\n３\n{根}\n",
        f"{ORIGIN}\n3\n{根[:-4]}\n", f"{ORIGIN}\n3\n{根}x\n", f"\n3\n{根}\n", f"{ORIGIN}\n3\n{根}\n\n扩展\n",
        f"{ORIGIN}\n\n{根}\n", f"{ORIGIN}\n3\n{根[:-2]}B=\n", f"{ORIGIN}\n{'9' * 30}\n{根}\n",
    ],
)  # fmt: skip
def test_行不合规的_不是检查点(text: str) -> None:
    with pytest.raises(BadNote):
        open_checkpoint(sign(text, KEY).encode(), ORIGIN, [KEY.verifier])

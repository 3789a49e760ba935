"""Secrets that belong to one installation, made on first use and kept under the data folder."""

import os
import secrets
from pathlib import Path


def secret_text(folder: Path, name: str) -> str:
    """The secret `name`, 384 random bits as URL-safe text; made with mode 0600 when absent.

    Two processes that start at once get the same one: the file is linked into place, never replaced.
    Raises PermissionError when others than the owner may read the file.
    """
    for each in (folder.parent, folder):  # mkdir gives its mode to the last folder alone
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    if not path.exists():
        fresh = folder / f".{name}.{secrets.token_hex(8)}"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # the other process was first; its secret holds
        finally:
            fresh.unlink()
    if path.stat().st_mode & 0o077:
        raise PermissionError(f"密钥文件 {path} 可被他人读取，请改为仅本人可读（chmod 600）")
    return path.read_text(encoding="ascii")

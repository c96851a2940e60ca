"""The key with which this site signs what it must recognise again: forms, and names in addresses."""

import os
import secrets
from pathlib import Path

from data_access.settings import settings


def secret() -> str:
    """The key, the same for every process that shares the data folder. Raises OSError."""
    return settings().secret.get_secret_value() or _kept(settings().data_dir / "secret")


def _kept(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".secret.{secrets.token_hex(8)}.tmp")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        # Of several processes the first wins: a link never replaces.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text("ascii")

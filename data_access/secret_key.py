"""The key with which this site signs what it must recognise again: forms, and names in addresses."""

import os
import secrets
from pathlib import Path

from data_access.settings import SHORTEST_SECRET, settings


class BrokenKey(OSError):
    """The file of the key is empty or too short to be one: what it signed would be anybody's to sign."""


def secret() -> str:
    """The key, the same for every process that shares the data folder. Raises OSError (BrokenKey)."""
    return settings().secret.get_secret_value() or _whole(settings().data_dir / "secret")


def check() -> None:
    """Raises BrokenKey; a folder that cannot be written is nothing to stop for."""
    try:
        secret()
    except BrokenKey:
        raise
    except OSError:
        pass


def _whole(path: Path) -> str:
    try:
        key = _kept(path)
    except UnicodeDecodeError:
        key = ""
    if len(key) < SHORTEST_SECRET:
        raise BrokenKey(f"{path} is empty or too short. Restore it, or delete it: a new one ends open forms.")
    return key


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

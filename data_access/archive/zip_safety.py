"""Members of zip files that strangers made: read into memory within bounds, never unpacked by their names."""

import zipfile
import zlib
from pathlib import Path
from typing import IO

# The largest real member (a month of the Metropolitan Police) has about 30 MB and shrinks eightfold.
LARGEST_MEMBER = 128_000_000
HIGHEST_RATIO = 100
WORTH_A_RATIO = 32_000_000  # what unpacks a thousandfold to less than this does no harm
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED = 0x1
# What zipfile raises for a member that is not whole, or not what it says.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class Unreadable(Exception):
    """A file or member that we cannot, or will not, read; the text says why, for the operator."""


def open_zip(file: Path | IO[bytes], name: str = "") -> zipfile.ZipFile:
    """The zip at a path, or in an open file called `name`. Raises Unreadable when there is none."""
    name = name or Path(str(file)).name
    try:
        return zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise Unreadable(f"{name} is not a zip file, or not a whole one ({error}).") from error
    except (OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(f"{name} could not be opened ({error}).") from error


def check(member: zipfile.ZipInfo, limit: int) -> None:
    """Raises Unreadable for a locked or suspiciously large member, by what it says of itself.

    zipfile stops at the size a member declares, so a header that lies about it is cut short and then fails
    its checksum: declared sizes are enough to keep a bomb out.
    """
    if member.flag_bits & ENCRYPTED or member.compress_type not in METHODS:
        raise Unreadable("it is encrypted, or packed in a way that data.police.uk does not use.")
    if member.file_size > limit:
        raise Unreadable(f"it would unpack to {member.file_size:,} bytes, more than we take ({limit:,}).")
    if member.file_size > max(WORTH_A_RATIO, HIGHEST_RATIO * member.compress_size):
        raise Unreadable(f"it would unpack to {member.file_size:,} bytes from {member.compress_size:,}.")


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int = LARGEST_MEMBER) -> bytes:
    """The member's content. Raises Unreadable for one that is broken, locked or suspiciously large."""
    check(member, limit)
    try:
        return archive.read(member)
    except BROKEN as error:
        raise Unreadable(f"it is damaged ({str(error)[:200]}).") from error

"""Members of zip files that strangers made: read into memory within bounds, never unpacked by their names."""

import zipfile
import zlib
from pathlib import Path

# The largest real member (a month of the Metropolitan Police) has about 30 MB and shrinks eightfold.
LARGEST_MEMBER = 256_000_000
HIGHEST_RATIO = 100
WORTH_A_RATIO = 1_000_000  # a small member that unpacks a thousandfold does no harm
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED = 0x1


class Unreadable(Exception):
    """A file or member that we cannot, or will not, read; the text says why, for the operator."""


def open_zip(path: Path) -> zipfile.ZipFile:
    """The zip at `path`. Raises Unreadable when there is none, or it is no zip."""
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise Unreadable(f"{path.name} is not a zip file, or not a whole one ({error}).") from error
    except (OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(f"{path.name} could not be opened ({error}).") from error


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int = LARGEST_MEMBER) -> bytes:
    """The member's content. Raises Unreadable for a broken, locked or suspiciously large one.

    zipfile stops at the size a member declares, so a header that lies about it is cut short and then fails
    its checksum: declared sizes are enough to keep a bomb out of memory.
    """
    if member.flag_bits & ENCRYPTED or member.compress_type not in METHODS:
        raise Unreadable("it is encrypted, or packed in a way that data.police.uk does not use.")
    if member.file_size > limit:
        raise Unreadable(f"it would unpack to {member.file_size:,} bytes, more than we take ({limit:,}).")
    if member.file_size > max(WORTH_A_RATIO, HIGHEST_RATIO * member.compress_size):
        raise Unreadable(f"it would unpack to {member.file_size:,} bytes from {member.compress_size:,}.")
    try:
        return archive.read(member)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(f"it is damaged ({str(error)[:200]}).") from error

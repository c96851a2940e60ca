"""A force's own facts beyond police.uk: `local/<force>.toml`, checked against this schema at start.

Every item carries its source and the day it was checked, so that a reader can judge it and an operator
sees what is due. What is absent is not shown. `local/README.md` tells a force how to write its file.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from data_access.curated.categories import CATEGORIES
from data_access.curated.forces import KNOWN
from data_access.settings import HOUSE

FOLDER = HOUSE / "local"
LARGEST_BYTES = 100_000
LONGEST_TEXT = 400


class WrongLocalFile(Exception):
    """A file of `local/` is not as this schema wants it; the message names file and field, a line each."""


def _plain(text: str) -> str:
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise ValueError(f"must be 1 to {LONGEST_TEXT} characters long")
    if any(unicodedata.category(character).startswith("C") for character in text) or re.search("[<>]", text):
        raise ValueError("must be plain text on one line, without < or >")
    return text.strip()


def _link(url: str) -> str:
    address = urlsplit(url)
    fits = {
        "https": re.fullmatch(r"([\w-]+\.)+[\w-]+(:\d+)?", address.netloc),
        "mailto": re.fullmatch(r"[^@\s?]+@([\w-]+\.)+[\w-]+", address.path) and not address.query,
        "tel": re.fullmatch(r"\+?[\d-]+", address.path),
    }
    if re.search(r"\s", url) or not fits.get(address.scheme):
        raise ValueError("must be a link that begins with https://, mailto: or tel:")
    return url


Text = Annotated[str, AfterValidator(_plain)]
WebLink = Annotated[Text, AfterValidator(_link)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Dated(_Strict):
    """Where something was read, and when; `to_be_checked`: at second hand, not on the page itself."""

    source: Text
    checked: date
    to_be_checked: bool = False


class Item(Dated):
    """One thing to show: a title with a link, a text, or both. All plain text."""

    title: Text
    url: WebLink | None = None
    text: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Item":
        if self.url is None and self.text is None:
            raise ValueError("needs a url or a text")
        return self


def _kind(slug: str) -> str:
    if slug not in CATEGORIES:
        raise ValueError("must be police.uk's name of a kind of crime, such as bicycle-theft")
    return slug


class Advice(Item):
    """A page with advice; `kinds`: of the crimes that it is about, where it is not about all."""

    kinds: Annotated[tuple[Annotated[str, AfterValidator(_kind)], ...], Field(strict=False)] = ()


class Group(Dated):
    """Neighbourhoods that are spoken of together (a community board, a district), by their ids."""

    # TOML knows lists only, hence strict=False on the outside; what is inside stays strict.
    neighbourhoods: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]


Items = Annotated[tuple[Item, ...], Field(strict=False)]


class Local(_Strict):
    """One force's own facts; all may be absent. `partners` is "who to tell" besides the police."""

    messaging: Item | None = None
    online_report: Item | None = None
    street_safe: Item | None = None
    plan: Item | None = None
    contract: Item | None = None
    control_strategy: Item | None = None
    advice: Annotated[tuple[Advice, ...], Field(strict=False)] = ()
    social: Items = ()
    partners: Items = ()
    groups: dict[Text, Group] = {}

    def advice_on(self, kind: str) -> list[Advice]:
        """The advice on a kind of crime: what is about it, and what is about all."""
        return [advice for advice in self.advice if not advice.kinds or kind in advice.kinds]

    def groups_of(self, neighbourhood_id: str) -> dict[str, str]:
        """The groups that a neighbourhood belongs to: their names by what stands for them in an address."""
        return {
            slug(name): name
            for name, group in self.groups.items()
            if neighbourhood_id in group.neighbourhoods
        }


def slug(name: str) -> str:
    """A name as a part of an address or of a file's name: `the-durnleys-and-hollow-down`."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")


NOTHING = Local()


def local(force_id: str) -> Local:
    """The force's own facts; empty when it has no file. Raises WrongLocalFile as the start does."""
    return check_all().get(force_id, NOTHING)


# Read once: a changed file counts from the next start, when it is checked.
@lru_cache(maxsize=1)
def check_all(folder: Path = FOLDER) -> dict[str, Local]:
    """Every file of the folder by force id. Raises one WrongLocalFile with a line for each fault."""
    found: dict[str, Local] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            found[path.stem] = _read(path)
        except WrongLocalFile as fault:
            faults.append(str(fault))
    if faults:
        raise WrongLocalFile("\n".join(faults))
    return found


def _read(path: Path) -> Local:
    name = f"local/{path.name}"
    if path.stem not in KNOWN:
        raise WrongLocalFile(f"{name}: no force of police.uk is called {path.stem!r}.")
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise WrongLocalFile(f"{name}: is larger than {LARGEST_BYTES} bytes.")
        return Local.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as wrong:
        raise WrongLocalFile("\n".join(_sentences(name, wrong.errors()))) from wrong
    # Brackets within brackets exhaust the parser's stack.
    except (OSError, ValueError, RecursionError) as wrong:
        raise WrongLocalFile(f"{name}: cannot be read: {wrong}.") from wrong


def _sentences(name: str, errors: list[ErrorDetails]) -> Iterator[str]:
    meanings = {"missing": "is missing", "extra_forbidden": "is not a field of this schema"}
    for error in errors:
        field = ".".join(str(part) for part in error["loc"])
        told = meanings.get(error["type"], error["msg"].removeprefix("Value error, "))
        yield f"{name}: {field}: {told}."

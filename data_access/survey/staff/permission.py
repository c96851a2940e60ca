"""Every change by staff passes here: the role is asked again, and what was done is written down.

The log says who did what to which row and when, never what the row said.
"""

import unicodedata
from typing import Literal

from sqlalchemy import Connection, insert

from data_access.models import NeighbourhoodRef
from data_access.settings import STAFF_ROLES, now, settings
from data_access.survey.database.tables import moderation_log
from data_access.translation import N_

Role = Literal["reader", "editor", "moderator"]

NO_SUCH = N_("That is no longer there. Somebody else may have dealt with it.")


class NotAllowed(Exception):
    """The person may not do this; `sentence` (N_) says so."""

    sentence = N_("Your role does not allow that.")


class NotAccepted(Exception):
    """What staff typed cannot be kept; `sentence` (N_) says why, `values` fill its gaps."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values


def require(email: str, role: Role) -> str:
    """The e-mail as it is kept. Raises NotAllowed for somebody without the role."""
    if not may(email, role):
        raise NotAllowed
    return email.strip().lower()


def note_down(
    connection: Connection, email: str, act: str, about: str, about_id: str, place: NeighbourhoodRef
) -> None:
    """Add a line to the moderation log, in the transaction of the change itself."""
    connection.execute(
        insert(moderation_log).values(
            at=now(), who=email, what=act, about=about, about_id=about_id,
            force=place.force_id, neighbourhood=place.neighbourhood_id,
        )
    )  # fmt: skip


def plain(text: str, longest: int) -> str:
    """Plain text without control characters. Raises NotAccepted when nothing is left or it is too long."""
    spaced = text.replace("\t", " ")
    kept = "".join(c for c in spaced if c == "\n" or not unicodedata.category(c).startswith("C")).strip()
    if not kept:
        raise NotAccepted(N_("Write something first."))
    if len(kept) > longest:
        raise NotAccepted(N_("Please use {n} characters at most."), n=longest)
    return kept


def role_of(email: str) -> str:
    """The role of a signed-in person; "" for somebody who is not on the list."""
    return dict(settings().staff).get(email.strip().lower(), "")


def may(email: str, role: Role) -> bool:
    """Whether the person has the role, or one that includes it."""
    own = role_of(email)
    return bool(own) and STAFF_ROLES.index(own) >= STAFF_ROLES.index(role)

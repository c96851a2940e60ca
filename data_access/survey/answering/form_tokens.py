"""Form tokens: signed, for one place and quarter, to be used once. They say nothing of who holds them.

How old a token is goes by the machine's clock, in seconds; its quarter goes by `settings.now`.
"""

import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer

from data_access.models import NeighbourhoodRef
from data_access.secret_key import secret
from data_access.survey.quarters import Quarter
from data_access.survey.questions import MODES

# Reading the questions and answering one takes a practised person five seconds or more; a script, none.
MINIMUM_S = 3
# A form may lie open over night. What comes later is asked to be sent again, with the answers kept.
LIFETIME_S = 24 * 3600
HANDED_S = 8 * 3600
LONGEST = 1000  # characters; ours have some 250

Mode = Literal["web", "tablet", "paper"]
Fault = Literal["bad_token", "wrong_place", "expired", "new_quarter", "too_fast"]


@dataclass(frozen=True)
class Token:
    """What a genuine token says."""

    place: NeighbourhoodRef
    quarter: Quarter
    mode: Mode
    nonce: str
    issued: int  # seconds since 1970

    @property
    def nonce_hash(self) -> str:
        """What is kept of it once it is spent."""
        return hashlib.sha256(self.nonce.encode()).hexdigest()

    def fault(self, place: NeighbourhoodRef) -> Fault | None:
        """What keeps it from being used for this place now."""
        if self.place != place:
            return "wrong_place"
        if self.quarter != Quarter.current():
            return "new_quarter"
        age = time.time() - self.issued
        if age > LIFETIME_S:
            return "expired"
        return "too_fast" if age < MINIMUM_S else None


def issue(
    place: NeighbourhoodRef, mode: Mode = "web", *, issued: float | None = None, nonce: str = ""
) -> str:
    """A token for a form that is opened now (or was at `issued`, seconds since 1970), for this quarter.

    `tablet` and `paper` go round the limits of `guard`: only routes for signed-in staff may ask for them.
    With the `nonce` of an earlier token, only one of the two can be spent.
    """
    moment = int(time.time() if issued is None else issued)
    where = [place.force_id, place.neighbourhood_id, Quarter.current().key]
    return str(_signer().dumps([*where, mode, nonce or secrets.token_urlsafe(16), moment]))


def read(text: str) -> Token | None:
    """The token, when we signed it."""
    try:
        force, neighbourhood, quarter, mode, nonce, issued = _signer().loads(text[:LONGEST])
        token = Token(NeighbourhoodRef(force, neighbourhood), Quarter.parse(quarter), mode, nonce, issued)
    except (BadData, ValueError, TypeError):
        return None
    return token if token.mode in MODES else None


def renewable(token: Token) -> bool:
    """Whether another may still be issued under its nonce: for a day after it expired."""
    return time.time() - token.issued < 2 * LIFETIME_S


def forgotten(token: Token) -> datetime:
    """From when on we need not know that it was spent: none with its nonce can be spent or renewed any more.

    Those were issued before it was spent, so a day after it at most, and are renewable for two.
    """
    return datetime.fromtimestamp(token.issued + 3 * LIFETIME_S, UTC)


def ripe(place: NeighbourhoodRef, mode: Mode, *, nonce: str = "") -> str:
    """A token for somebody who had the form open all along and need not wait once more."""
    return issue(place, mode, issued=time.time() - MINIMUM_S - 1, nonce=nonce)


def hand_over(place: NeighbourhoodRef) -> str:
    """A pass that opens forms as from a handed tablet, for a day's work; for signed-in staff to ask for."""
    return str(_passes().dumps([place.force_id, place.neighbourhood_id]))


def handed(text: str, place: NeighbourhoodRef) -> bool:
    """Whether the pass is ours, for this place and not too old."""
    try:
        named = _passes().loads(text[:LONGEST], max_age=HANDED_S)
    except BadData:
        return False
    return bool(named == [place.force_id, place.neighbourhood_id])


def _passes() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        secret(), salt="handed tablet 1", signer_kwargs={"digest_method": hashlib.sha256}
    )


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(secret(), salt="survey form 1", signer_kwargs={"digest_method": hashlib.sha256})

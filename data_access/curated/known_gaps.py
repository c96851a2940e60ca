"""Which known gaps of police.uk concern a force, and whether an empty month can mean "no crime"."""

from datetime import date

from data_access.curated.forces import INVENTED
from data_access.curated.known_gaps_table import EVERY_FORCE, GAPS, SENT_IN_PART, Gap, What


def known_gaps(force_id: str) -> tuple[Gap, ...]:
    """The gaps of this force, then those of every force (which an invented one does not share)."""
    shared = () if force_id in INVENTED else (EVERY_FORCE,)
    return tuple(gap for wanted in (force_id, *shared) for gap in GAPS if gap.force_id == wanted)


def publishes_crime(force_id: str, month: date) -> bool:
    """Whether the force is not known to have published no crime at all for `month` (its first day)."""
    return not _lacks("crime", force_id, month)


def gives_outcomes(force_id: str, month: date) -> bool:
    """Whether the force is not known to have published no outcomes at all for `month` (its first day)."""
    return not _lacks("outcomes", force_id, month)


def sent_in_part(force_id: str, month: date) -> str:
    """What is known of a month of which the force sent only part of its records; "" where nothing is."""
    known = (part for part in SENT_IN_PART if part.force_id == force_id)
    return next((part.found for part in known if part.since <= month <= part.until), "")


def _lacks(what: What, force_id: str, month: date) -> bool:
    sure = (gap for gap in known_gaps(force_id) if not gap.partly and not gap.to_be_checked)
    return any(gap.what == what and gap.covers(month) for gap in sure)

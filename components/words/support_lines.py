"""Who helps somebody in danger: said at once when a comment tells of it, whether or not anybody reads it."""

from components.words.language import _
from data_access.curated.support_lines import lines_of
from data_access.translation import N_

SUPPORT_TITLE = N_("If you or somebody else needs help")
NOT_READ_NOW = N_("Nobody reads this form straight away.")


def support(force_id: str) -> list[str]:
    """Who helps there, at once: Markdown sentences."""
    return [*who_helps(force_id), _(NOT_READ_NOW)]


def who_helps(force_id: str, kind: str = "") -> list[str]:
    """Who helps in a force's country (in every country for ""), whatever happened or after one `kind`."""
    return [_(line.sentence) for line in lines_of(force_id, kind)]

"""Kinds of crime in words, and all crime."""

from collections.abc import Sequence

from components.words.language import _
from data_access.curated.categories import ASB, CATEGORY_NAMES, category_name
from data_access.statistics.counts_table import CRIME

# Kinds whose names are plural in English.
PLURALS = {"drugs", "violent-crime", "criminal-damage-arson"}


def kind(slug: str) -> str:
    """A category's name in the reader's language, or that of all crime."""
    return (
        _("All crime (anti-social behaviour counted separately)") if slug == CRIME else _(category_name(slug))
    )


def name_of(slug: str) -> str:
    """Likewise, where anti-social behaviour has to say that it is incidents."""
    return _("Anti-social behaviour (incidents)") if slug == ASB else kind(slug)


def known_kinds(slugs: Sequence[str]) -> list[str]:
    """Categories in police.uk's order, without anti-social behaviour; new ones at the end."""
    known = [slug for slug in CATEGORY_NAMES if slug in slugs and slug != ASB]
    return known + sorted(slug for slug in slugs if slug not in CATEGORY_NAMES)

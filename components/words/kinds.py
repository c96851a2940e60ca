"""Kinds of crime in words, and all crime."""

from collections.abc import Sequence

from components.words import kinds
from components.words.language import _
from data_access.curated.categories import ASB, CATEGORY_NAMES, category_name
from data_access.usual.judged_place import CRIME


def kind(slug: str) -> str:
    """The category's name in the reader's language."""
    return _(category_name(slug))


def known_kinds(slugs: Sequence[str]) -> list[str]:
    """Categories in police.uk's order, without anti-social behaviour; new ones at the end."""
    known = [slug for slug in CATEGORY_NAMES if slug in slugs and slug != ASB]
    return known + sorted(slug for slug in slugs if slug not in CATEGORY_NAMES)


# Kinds whose names are plural in English.
PLURALS = {"drugs", "violent-crime", "criminal-damage-arson"}


def name_of(kind: str) -> str:
    """A kind by name; all crime and anti-social behaviour say what they are."""
    if kind == CRIME:
        return _("All crime but anti-social behaviour")
    return _("Anti-social behaviour (incidents)") if kind == ASB else kind_name(kind)


def what(kind: str) -> str:
    """A kind in words: all crime, or a category."""
    return _("All crime but anti-social behaviour") if kind == CRIME else kinds.kind(kind)

"""Kinds of crime as police.uk lists them (police_uk categories have not changed since May 2013)."""

from data_access.translation import N_

ASB = "anti-social-behaviour"
ALL_CRIME = "all-crime"

# In police.uk's order. Anti-social behaviour stands among them, but is not a crime and never summed into it.
CATEGORY_NAMES = {
    ASB: N_("Anti-social behaviour"),
    "bicycle-theft": N_("Bicycle theft"),
    "burglary": N_("Burglary"),
    "criminal-damage-arson": N_("Criminal damage and arson"),
    "drugs": N_("Drugs"),
    "other-theft": N_("Other theft"),
    "possession-of-weapons": N_("Possession of weapons"),
    "public-order": N_("Public order"),
    "robbery": N_("Robbery"),
    "shoplifting": N_("Shoplifting"),
    "theft-from-the-person": N_("Theft from the person"),
    "vehicle-crime": N_("Vehicle crime"),
    "violent-crime": N_("Violence and sexual offences"),
    "other-crime": N_("Other crime"),
}
CATEGORIES = tuple(CATEGORY_NAMES)


def category_name(slug: str) -> str:
    """police.uk's own name of the category; a slug that is new to us is made readable."""
    return CATEGORY_NAMES.get(slug, slug.replace("-", " ").capitalize())

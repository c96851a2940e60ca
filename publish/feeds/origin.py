"""Where a feed's figures come from and on what terms: machines are told as people are."""

from data_access.settings import settings

INVENTED = "invented for the demonstration"
LICENCE = "Open Government Licence v3.0"
LICENCE_ADDRESS = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def source() -> str:
    """Whose figures these are."""
    return INVENTED if settings().demonstration else "data.police.uk"


def licence() -> str:
    """On what terms they may be used."""
    return INVENTED if settings().demonstration else LICENCE

"""Who is behind the site and where its figures come from: said on every view. Markdown sentences."""

from components.words.language import _
from components.words.markdown import literal
from data_access.settings import settings


def demonstration() -> str:
    """That the figures are invented, where they are; empty where they are real."""
    if not settings().demonstration:
        return ""
    return _("**Demonstration:** Exampleshire is invented. No figure here is real.")


def emergency() -> str:
    """Not an emergency service: the numbers."""
    return _(
        "In an emergency call **[999](tel:999)**. Otherwise call **[101](tel:101)**. "
        "If you are deaf or cannot speak, use [18001 101](tel:18001101) by Relay UK."
    )


def operator() -> str:
    """Who runs this site, and that it is not the police's unless it is."""
    choices = settings()
    if not choices.operator_name:
        return _("Test copy. Nobody runs this as a public service. Not a police website.")
    by = _("Run by {name}.").format(name=literal(choices.operator_name))
    if choices.operator_contact:
        by += " " + _("Contact: {contact}.").format(contact=literal(choices.operator_contact))
    return " ".join(filter(None, (by, not_police())))


def not_police() -> str:
    """That this is not the police's; empty where it is."""
    by_force = settings().operator_name and settings().operator_role == "force"
    return "" if by_force else _("Not a police website.")


def only_on_this_machine() -> str:
    """That an address of ours is no use to others yet; empty where the public can reach us."""
    if settings().has_public_address:
        return ""
    return _(
        "Addresses of this site work on this machine only, until whoever runs it sets YOURPATCH_PUBLIC_URL."
    )


def sources() -> str:
    """Whose figures and postcodes these are, with the licence."""
    return _(
        "Crime and team data: data.police.uk (Home Office and police forces), "
        "[Open Government Licence v3.0]"
        "(https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/). "
        "Postcodes: contains OS data © Crown copyright and database right 2026; "
        "contains Royal Mail data © Royal Mail copyright and database right 2026; "
        "source: Office for National Statistics licensed under the Open Government Licence v3.0."
    )


def figures() -> str:
    """Whose figures these are, with the licence; invented ones never pass for police.uk's."""
    if settings().demonstration:
        return _("Invented for the demonstration.")
    return _(
        "Source: data.police.uk (Home Office and police forces), [Open Government Licence v3.0]"
        "(https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/)."
    )


def source() -> str:
    """Whose figures they are; invented ones never pass for police.uk's."""
    if settings().demonstration:
        return _("Invented for the demonstration.")
    return _("Source: data.police.uk, Open Government Licence v3.0.")


INVENTED = "invented for the demonstration"


LICENCE = "Open Government Licence v3.0"


LICENCE_ADDRESS = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def source_name() -> str:
    """Whose figures these are."""
    return INVENTED if settings().demonstration else "data.police.uk"


def licence_name() -> str:
    """On what terms they may be used."""
    return INVENTED if settings().demonstration else LICENCE

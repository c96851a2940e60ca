"""What a force tells of itself in `local/`, as Markdown. Pure."""

from collections.abc import Sequence

from components.words.language import _, day_words
from components.words.markdown import link, literal
from data_access.curated.local_facts import Item


def line(item: Item) -> str:
    """One thing in a line: its title, as a link where it has one, and its text."""
    words = link(item.title, item.url) if item.url else literal(item.title)
    return f"{words}: {literal(item.text)}" if item.text else words


def checked(items: Sequence[Item]) -> str:
    """When they were last looked at, and that somebody at the force should do so."""
    day = day_words(min(item.checked for item in items))
    if any(item.to_be_checked for item in items):
        return _("Found on {day}, and still to be checked with the force.").format(day=day)
    return _("Checked on {day}.").format(day=day)

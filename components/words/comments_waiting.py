"""How many comments wait for a moderator, in sentences for the staff's page and for mail. Pure."""

from components.words.language import ngettext


def waiting_words(comments: int, of_danger: int) -> str:
    """So many comments wait, and so many of them may tell of danger; plain text."""
    said = ngettext("{n} comment waits to be read.", "{n} comments wait to be read.", comments)
    if not of_danger:
        return said
    danger = ngettext(
        "{n} may tell of somebody in danger: read it first.",
        "{n} may tell of somebody in danger: read those first.",
        of_danger,
    )
    return f"{said} {danger}"

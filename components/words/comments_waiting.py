"""How many comments wait for a moderator, in sentences for the staff's page and for mail. Pure."""

from components.words.language import _, ngettext


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


def mail_words(comments: int, of_danger: int, staff_page: str) -> tuple[str, str]:
    """The subject and the text of a mail that says so and leads to the page; plain text."""
    subject = ngettext(
        "Your Patch: {n} comment waits to be read", "Your Patch: {n} comments wait to be read", comments
    )
    lead = _("Sign in here to read and decide: {address}").format(address=staff_page)
    why = _("You get this mail once a day at most, while comments wait. It never holds a comment.")
    return subject, f"{waiting_words(comments, of_danger)}\n\n{lead}\n\n{why}\n"

"""Who helps somebody in danger: said at once when a comment tells of it, whether or not anybody reads it."""

from components.words.language import _
from data_access.curated.forces import FORCES
from data_access.translation import N_

SUPPORT_TITLE = N_("If you or somebody else needs help")
DANGER = (
    N_("In danger now: call **999**. If you cannot speak, listen, then press 55 on a mobile phone."),
    N_("Deaf, or cannot speak on the phone: 18001 999 by Relay UK, or text 999 if you are registered."),
    N_("Samaritans, day and night, free: **116 123**."),
)


# By the country of a police force area: the first letter of its code.
AT_HOME = {
    "E": N_("National Domestic Abuse Helpline (England), day and night, free: **0808 2000 247**."),
    "W": N_("Live Fear Free helpline (Wales), day and night, free: **0808 80 10 800**."),
    "N": N_("Domestic and Sexual Abuse Helpline (Northern Ireland), day and night, free: **0808 802 1414**."),
}


NOT_READ_NOW = N_("Nobody reads this form straight away.")


def support(force_id: str) -> list[str]:
    """Who helps there, at once: Markdown sentences."""
    force = FORCES.get(force_id)
    return [*map(_, DANGER), _(AT_HOME[force.pfa[0] if force else "E"]), _(NOT_READ_NOW)]

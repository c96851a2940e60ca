"""That what somebody looked for is not the neighbourhood it lies in. Pure."""

from components.words.language import _
from components.words.markdown import literal


def lies_in(looked_for: str, neighbourhood: str) -> str:
    """`Box lies in the police neighbourhood Corsham, which may be larger.`; empty without a name."""
    if not looked_for:
        return ""
    return _("{place} lies in the police neighbourhood {name}, which may be larger.").format(
        place=literal(looked_for), name=literal(neighbourhood)
    )

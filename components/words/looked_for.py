"""That what somebody looked for is not the neighbourhood it lies in. Pure."""

import re

from components.words.language import _
from components.words.markdown import literal

# It stands in the address, where anybody may write anything: only what can be a place's name is said.
NAME = re.compile(r"[^\W\d_]+(?:(?:[ '’-]|\. )[^\W\d_]+| & [^\W\d_]+){0,8}")
LONGEST = 60


def lies_in(looked_for: str, neighbourhood: str) -> str:
    """`Box lies in the police neighbourhood Corsham, which may be larger.`; empty without a name, for what
    can be none, and where it is the neighbourhood's own.
    """
    name = " ".join(looked_for.split())
    if len(name) > LONGEST or not NAME.fullmatch(name) or name.casefold() == neighbourhood.casefold():
        return ""
    return _("{place} lies in the police neighbourhood {name}, which may be larger.").format(
        place=literal(name), name=literal(neighbourhood)
    )

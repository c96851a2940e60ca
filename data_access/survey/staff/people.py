"""Who of the staff may do what; the list is the operator's (YOURPATCH_STAFF)."""

from typing import Literal

from data_access.settings import STAFF_ROLES, settings

Role = Literal["reader", "editor", "moderator"]


def role_of(email: str) -> str:
    """The role of a signed-in person; "" for somebody who is not on the list."""
    return dict(settings().staff).get(email.strip().lower(), "")


def may(email: str, role: Role) -> bool:
    """Whether the person has the role, or one that includes it."""
    own = role_of(email)
    return bool(own) and STAFF_ROLES.index(own) >= STAFF_ROLES.index(role)

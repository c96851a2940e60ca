"""How many comments wait for a moderator: counts only, so that anybody may be told."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import case, func, select

from data_access.survey.database import engine
from data_access.survey.database.tables import comments

SETTLED = ("released", "deleted")


@dataclass(frozen=True)
class Waiting:
    """So many comments wait, and so many of them have words of risk."""

    comments: int = 0
    of_danger: int = 0


def by_force() -> Mapping[str, Waiting]:
    """The forces of which any wait. No database is made to answer. Raises SQLAlchemyError."""
    if not engine.is_there():
        return {}
    of_danger = func.sum(case((comments.c.risk.is_(True), 1), else_=0))
    asked = (
        select(comments.c.force, func.count(), of_danger)
        .where(comments.c.state.not_in(SETTLED))
        .group_by(comments.c.force)
    )
    with engine.reading() as connection:
        return {force: Waiting(n, danger) for force, n, danger in connection.execute(asked)}


def everywhere() -> Waiting:
    """All forces together. Raises SQLAlchemyError."""
    found = by_force().values()
    return Waiting(sum(one.comments for one in found), sum(one.of_danger for one in found))

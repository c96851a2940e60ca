"""A database without tables where results of earlier answers are published: answers have been lost, or the
address leads elsewhere. It is not begun anew unasked.
"""

from sqlalchemy.exc import SQLAlchemyError

from data_access.settings import settings
from data_access.store.folders import facts_folder

# Of published results, of a force and of a neighbourhood (results.publish writes them).
FILE = "survey"


class Emptied(SQLAlchemyError):
    """There are no tables, and there must have been."""

    def __init__(self) -> None:
        super().__init__(
            "The survey's database is empty, but results of earlier answers are published."
            " No answer is taken."
            " Put a backup back; or, if you mean to begin anew, run: manage.py survey-migrate --begin-anew"
        )


def refuse_if_published() -> None:
    """Raises Emptied where results are published; invented ones are no loss."""
    if not settings().demonstration and any(facts_folder().glob(f"*/{FILE}*.json")):
        raise Emptied

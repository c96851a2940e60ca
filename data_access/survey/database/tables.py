"""The tables, as the migrations leave them (a test compares). SQLAlchemy Core: `select(answers.c.fair)`.

Nothing here holds a name, an address, an IP or a browser of somebody who answered, nor a time finer than
the week. Answers, comments and spent tokens have random keys and no reference to one another; on SQLite
they are kept in the order of those keys, so that the order of arrival joins nothing either.
"""

from datetime import UTC, datetime

from sqlalchemy import Boolean, Column, Date, DateTime, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from data_access.survey.questions import QUESTIONS

metadata = MetaData()


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, on SQLite too, which forgets time zones. Of what staff did, never of an answer."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """To UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """As UTC."""
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC) if value else None


def _where() -> tuple[Column[str], Column[str]]:
    return Column("force", String(100), nullable=False), Column("neighbourhood", String(100), nullable=False)


def _id() -> Column[str]:
    return Column("id", String(32), primary_key=True)


answers = Table(
    "answers",
    metadata,
    _id(),
    *_where(),
    Column("quarter", String(7), nullable=False),  # 2026-Q3
    Column("week", String(8), nullable=False),  # 2026-W31
    Column("version", String(20), nullable=False),
    Column("mode", String(10), nullable=False),
    Column("held", Boolean, nullable=False),  # more than is plausible came at once: left out, and counted
    *(Column(question.name, String(30)) for question in QUESTIONS),  # null: skipped
    Index("answers_by_place", "force", "neighbourhood", "quarter", "week"),
    sqlite_with_rowid=False,
)
spent_tokens = Table(
    "spent_tokens",
    metadata,
    Column("nonce_hash", String(64), primary_key=True),
    Column("expires_week", String(8), nullable=False),  # of no use once this week is over
    sqlite_with_rowid=False,
)
comments = Table(
    "comments",
    metadata,
    _id(),
    *_where(),
    Column("quarter", String(7), nullable=False),
    Column("month", Date, nullable=False),  # first day of the month it came in: when it is to be purged
    Column("text", Text, nullable=False),  # redacted before it is stored; "" when deleted
    # new: nobody looked yet; held: words of risk, to be read first; redacted: something was taken out, by us
    # or by a moderator, and it waits; released: public; deleted: its text is gone.
    Column("state", String(10), nullable=False),
    Column("risk", Boolean, nullable=False),
    Index("comments_by_place", "force", "neighbourhood", "quarter"),
    sqlite_with_rowid=False,
)
# From here on: what staff did and wrote. `who` is the e-mail they signed in with, never shown in public.
moderation_log = Table(
    "moderation_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", String(254), nullable=False),
    Column("what", String(40), nullable=False),  # released, deleted, let_in, exported, ...
    Column("about", String(20), nullable=False),  # comment, reply, note, hidden, burst, export
    Column("about_id", String(200), nullable=False),  # of a row that may be gone since; "" where none
    *_where(),
)
replies = Table(
    "replies",  # "you said, we did"
    metadata,
    _id(),
    *_where(),
    Column("quarter", String(7), nullable=False),
    Column("said", Text, nullable=False),
    Column("did", Text, nullable=False),
    Column("who", String(254), nullable=False),
    Column("changed_at", Moment, nullable=False),
    Index("replies_by_place", "force", "neighbourhood", "quarter"),
)
notes = Table(
    "notes",  # "from your team"
    metadata,
    _id(),
    *_where(),
    Column("text", Text, nullable=False),
    Column("signed", String(60), nullable=False),  # the rank
    Column("month", Date),  # the flagged month it speaks of, by its first day
    Column("written_on", Date, nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("who", String(254), nullable=False),
    Index("notes_by_place", "force", "neighbourhood"),
)
hidden = Table(
    "hidden",  # a wrong name, event or priority, everywhere at once
    metadata,
    _id(),
    *_where(),
    Column("kind", String(10), nullable=False),  # officer, event, priority
    Column("key", String(200), nullable=False),  # which one, by a key that survives a new reading
    Column("reason", String(300), nullable=False),
    Column("who", String(254), nullable=False),
    Column("hidden_at", Moment, nullable=False),
    Index("hidden_once", "force", "neighbourhood", "kind", "key", unique=True),
)
bursts = Table(
    "bursts",  # what staff decided on answers held back; how many there are is counted from `answers`
    metadata,
    *(Column(column.name, column.type, primary_key=True) for column in _where()),
    Column("quarter", String(7), primary_key=True),
    Column("week", String(8), primary_key=True),
    Column("decision", String(10), nullable=False),  # kept_out, let_in
    Column("who", String(254), nullable=False),
    Column("decided_at", Moment, nullable=False),
)

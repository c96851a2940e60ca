"""What staff do and write: the log, "you said, we did", notes, hidden items, decisions on bursts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)


def _row(*, key: bool = True) -> "list[sa.Column[str]]":
    where = [sa.Column(name, sa.String(100), nullable=False) for name in ("force", "neighbourhood")]
    return [sa.Column("id", sa.String(32), primary_key=True), *where] if key else where


def upgrade() -> None:
    """Adds tables only."""
    op.create_table(
        "moderation_log",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.String(254), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("about", sa.String(20), nullable=False),
        sa.Column("about_id", sa.String(200), nullable=False),
        *_row(key=False),
    )
    op.create_table(
        "replies",
        *_row(),
        sa.Column("quarter", sa.String(7), nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("did", sa.Text, nullable=False),
        sa.Column("who", sa.String(254), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_index("replies_by_place", "replies", ["force", "neighbourhood", "quarter"])
    _notes_and_hidden()
    op.create_table(
        "bursts",
        sa.Column("force", sa.String(100), primary_key=True),
        sa.Column("neighbourhood", sa.String(100), primary_key=True),
        sa.Column("quarter", sa.String(7), primary_key=True),
        sa.Column("week", sa.String(8), primary_key=True),
        sa.Column("decision", sa.String(10), nullable=False),
        sa.Column("who", sa.String(254), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
    )


def _notes_and_hidden() -> None:
    op.create_table(
        "notes",
        *_row(),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("signed", sa.String(60), nullable=False),
        sa.Column("month", sa.Date),
        sa.Column("written_on", sa.Date, nullable=False),
        sa.Column("expires_on", sa.Date, nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        sa.Column("who", sa.String(254), nullable=False),
    )
    op.create_index("notes_by_place", "notes", ["force", "neighbourhood"])
    op.create_table(
        "hidden",
        *_row(),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("who", sa.String(254), nullable=False),
        sa.Column("hidden_at", MOMENT, nullable=False),
    )
    op.create_index("hidden_once", "hidden", ["force", "neighbourhood", "kind", "key"], unique=True)

"""Answers, spent tokens and comments. A migration is history: it imports nothing that may change."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

QUESTIONS = ("good_job", "matters", "fair", "contact", "foot", "confidence")


def upgrade() -> None:
    """From nothing."""
    op.create_table(
        "answers",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("force", sa.String(100), nullable=False),
        sa.Column("neighbourhood", sa.String(100), nullable=False),
        sa.Column("quarter", sa.String(7), nullable=False),
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("mode", sa.String(10), nullable=False),
        sa.Column("held", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.String(30)) for name in QUESTIONS),
        # Kept in the order of the random id, not of arrival.
        sqlite_with_rowid=False,
    )
    op.create_index("answers_by_place", "answers", ["force", "neighbourhood", "quarter", "week"])
    op.create_table(
        "spent_tokens",
        sa.Column("nonce_hash", sa.String(64), primary_key=True),
        sa.Column("expires_week", sa.String(8), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "comments",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("force", sa.String(100), nullable=False),
        sa.Column("neighbourhood", sa.String(100), nullable=False),
        sa.Column("quarter", sa.String(7), nullable=False),
        sa.Column("month", sa.Date, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("risk", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("comments_by_place", "comments", ["force", "neighbourhood", "quarter"])

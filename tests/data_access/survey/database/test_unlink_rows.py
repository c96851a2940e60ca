"""Nothing in the database leads from an answer to its comment, once the night has passed."""

from sqlalchemy import text

from data_access.survey.answering.accept import accept
from data_access.survey.answering.refusals import Accepted
from data_access.survey.answering.submission import Draft
from data_access.survey.database import engine
from data_access.survey.database.unlink_rows import unlink
from tests.support.survey_forms import PLACE, ripe

SENT = 12
WORDS = [f"Lights {n}" for n in range(SENT)]


def rows(sql: str) -> list[object]:
    with engine.reading() as connection:
        return list(connection.execute(text(sql)).scalars())


def test_an_answer_leads_to_no_comment_and_to_no_form(empty: str):
    for words in WORDS:
        assert isinstance(accept(Draft(PLACE, {"fair": "neither"}, words, ripe())), Accepted)
    # A form is spent under a savepoint, whose number stands next to its transaction's.
    joined = [
        "SELECT count(*) FROM answers a JOIN comments c ON c.xmin = a.xmin",
        "SELECT count(*) FROM answers a JOIN spent_tokens s ON s.xmin::text::int - a.xmin::text::int = 1",
    ]
    if empty == "postgresql":
        assert [rows(sql) for sql in joined] == [[SENT], [SENT]]  # until then they can be joined
    unlink()
    assert sorted(rows("SELECT text FROM comments")) == sorted(WORDS)
    assert rows("SELECT count(*) FROM spent_tokens") == [SENT]
    if empty == "postgresql":
        assert [rows(sql) for sql in joined] == [[0], [0]]
        # Nor does the order in which they lie.
        assert rows("SELECT id FROM comments ORDER BY ctid") == sorted(rows("SELECT id FROM comments"))
        hashes = rows("SELECT nonce_hash FROM spent_tokens ORDER BY ctid")
        assert hashes == sorted(hashes)

"""A thousand posts by a script, and honest people beside it: none counts more than its due."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select

from components.addresses import path_of
from data_access.models import NeighbourhoodRef
from data_access.survey.answering import form_tokens
from data_access.survey.answering.sending_limits import A_PLACE, A_SOURCE_AND_PLACE, guard
from data_access.survey.database import engine, tables
from tests.support import survey_forms
from tests.support.client import HTML, Client
from tests.support.exampleshire import TOWN
from tests.support.plain_site import demonstration

pytestmark = pytest.mark.slow
AT = f"/survey-form/{path_of(TOWN)}"
OTHER = NeighbourhoodRef(TOWN.force_id, "EX02")


@contextmanager
def running(stand_in_process, folder: Path, **settings: str) -> Iterator[Client]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(f"YOURPATCH_{name}", value)
        with demonstration(stand_in_process, folder, TOWN) as client:
            guard.__init__()  # type: ignore[misc]
            yield client
        engine.close()


ripe = partial(survey_forms.ripe, TOWN)


def sent(client: Client, token: str, address: str = "", **more: str) -> int:
    headers = HTML | ({"X_Forwarded_For": address} if address else {})
    form = {"good_job": "very_poor", "token": token, "go": "send", **more}
    answer = client.ask("POST", AT, headers, form)
    assert "captcha" not in answer.text.lower()
    return answer.status_code


def counted() -> tuple[int, int]:
    """Answers that count, and those held back."""
    with engine.reading() as connection:
        kept = dict(
            connection.execute(
                select(tables.answers.c.held, func.count()).group_by(tables.answers.c.held)
            ).all()
        )
    return kept.get(False, 0), kept.get(True, 0)


def all_at_once(post: Callable[[int], int], number: int) -> Counter[int]:
    with ThreadPoolExecutor(8) as hands:
        return Counter(hands.map(post, range(number)))


def test_of_a_thousand_posts_from_one_address_five_count(stand_in_process, tmp_path):
    with running(stand_in_process, tmp_path) as client:
        # Two honest people in one household come first.
        assert [sent(client, ripe()) for _ in range(2)] == [200, 200]
        replayed = ripe()
        kinds: list[Callable[[int], str]] = [
            lambda _n: ripe(),
            lambda _n: replayed,
            lambda _n: ripe(age=form_tokens.LIFETIME_S + 60),
            lambda _n: survey_forms.ripe(OTHER),
            lambda n: ripe()[:-1] + "Aa"[n % 2] + "x",
            lambda _n: form_tokens.issue(TOWN),  # a second old: nobody has read the questions
            lambda _n: "",
        ]
        # Each claims to be forwarded for somebody else; nobody trusts whoever says so.
        codes = all_at_once(lambda n: sent(client, kinds[n % 7](n), f"198.51.100.{n % 250}"), 1000)
        assert counted() == (A_SOURCE_AND_PLACE, 0)
        assert codes[429] > 100
        assert set(codes) == {200, 400, 429}
        assert all_at_once(lambda _n: sent(client, ripe(), website="x"), 20) == {400: 20}
        # The next person at that address is told when to come back, with everything kept.
        late = client.post(AT, good_job="good", token=ripe(), go="send")
        assert (late.status_code, 'value="good"' in late.text) == (429, True)
        assert counted() == (A_SOURCE_AND_PLACE, 0)


def test_of_many_addresses_what_is_more_than_plausible_is_held_back(stand_in_process, tmp_path):
    with running(stand_in_process, tmp_path, TRUSTED_PROXIES="127.0.0.1") as client:
        codes = all_at_once(lambda n: sent(client, ripe(), f"198.51.100.{n % 100}"), 200)
        assert codes == {200: 200}
        assert counted() == (A_PLACE, 200 - A_PLACE)
        with engine.writing() as connection:
            connection.execute(delete(tables.answers))
        # Somebody of a household whose line has sent two is still heard.
        assert sent(client, ripe(), "198.51.100.7") == 200
        # Behind a proxy that is trusted, what stands before the address it added is the sender's own tale.
        tales = all_at_once(lambda n: sent(client, ripe(), f"192.0.2.{n}, 203.0.113.9"), 20)
        assert tales == {200: A_SOURCE_AND_PLACE, 429: 20 - A_SOURCE_AND_PLACE}

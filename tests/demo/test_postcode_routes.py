"""The postcode service's answers, in the shapes of postcodes.io."""

from typing import Any

import pytest


def test_a_postcode_lies_in_the_neighbourhood_it_was_made_for(ask: Any, world: Any) -> None:
    for number, (force, neighbourhood) in {
        1: ("exampleshire", "EX01"), 3: ("exampleshire", "AB12"), 4: ("exampleshire", "ab12"),
        11: ("eastwold", "Wold End"), 14: ("fenmarsh", "FM01"),
    }.items():  # fmt: skip
        found = ask(f"/postcodes/XX{number} 1AA").json()["result"]
        place = world.locate(found["latitude"], found["longitude"])
        assert (place.force_id, place.id) == (force, neighbourhood)


def test_spaces_and_case_do_not_matter(ask: Any) -> None:
    answers = [ask(f"/postcodes/{text}").json() for text in ("XX1 1AA", "xx11aa", "Xx1%201aA", " xx1 1 aa")]
    assert answers[0]["result"]["postcode"] == "XX1 1AA"
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [
        ("/postcodes/nonsense", 404, "Invalid postcode"),
        ("/postcodes/XX1 9XX", 404, "Postcode not found"),
        ("/outcodes/XX99", 404, "Outcode not found"),
        ("/postcodes?lon=here&lat=51", 400, "Invalid longitude/latitude submitted"),
        ("/places", 400, "No valid query submitted. Remember to include every parameter"),
        ("/nothing/here", 404, "Resource not found"),
    ],
)
def test_failures_are_json_with_the_status(ask: Any, path: str, status: int, error: str) -> None:
    answer = ask(path)
    assert answer.status_code == status
    assert answer.json() == {"status": status, "error": error}


def test_a_retired_postcode_tells_when_and_where_it_was(ask: Any) -> None:
    answer = ask("/postcodes/XX9 9ZZ")
    assert (answer.status_code, answer.json()["error"]) == (404, "Postcode not found")
    assert answer.json()["terminated"]["year_terminated"] == 1996


def test_some_postcodes_lead_elsewhere(ask: Any, world: Any) -> None:
    def found(postcode: str) -> dict[str, Any]:
        result: dict[str, Any] = ask(f"/postcodes/{postcode}").json()["result"]
        return result

    assert found("XX20 1AA")["codes"]["pfa"] == "S23000009"
    assert found("XX21 1AA")["latitude"] is None
    assert found("XX22 1AA")["country"] == "Isle of Man"
    outside = found("XX23 1AA")
    assert world.locate(outside["latitude"], outside["longitude"]) is None


def test_an_outward_code_has_a_middle_and_lists(ask: Any, world: Any) -> None:
    found = ask("/outcodes/xx6").json()["result"]
    assert world.locate(found["latitude"], found["longitude"]).id == "55.EX3001"
    assert found["parish"] == ["Thornbourne", "Thornbourne St Mary", "Wether Hatch"]


def test_places_are_found_by_part_of_their_name(ask: Any) -> None:
    def names(q: str) -> list[str]:
        return [place["name_1"] for place in ask("/places", q=q).json()["result"]]

    assert names("sarn") == ["Sarn Episcopi", "Nether Sarn"]
    assert set(names("ASHBY")) == {"Ashby Mead", "Lower Ashby", "Market Ashby"}
    assert names(" ") == names("Chippenham") == []
    assert len(ask("/places", q="a", limit="3").json()["result"]) == 3


def test_the_nearest_postcodes_come_with_their_distance(ask: Any) -> None:
    here = ask("/postcodes/XX2 1AA").json()["result"]
    spot = {"lon": here["longitude"], "lat": here["latitude"]}
    found = ask("/postcodes", radius=2_000, **spot).json()["result"]
    assert (found[0]["postcode"], found[0]["distance"]) == ("XX2 1AA", 0)
    assert [p["distance"] for p in found] == sorted(p["distance"] for p in found)
    assert ask("/postcodes", lon=0, lat=0).json() == {"status": 200, "result": None}


def test_it_answers_a_ping(ask: Any) -> None:
    assert ask("/ping").json() == {"status": 200, "result": "pong"}

"""Every null, blank, absence and oddity that police.uk is known to publish is read; none is shown raw."""

import json
from datetime import date, datetime

import pytest

from components.words import team_cards
from data_access.errors import BadAnswer
from data_access.models import Event, Link, Named, NeighbourhoodRef, Officer, Point, Priority, Station
from data_access.police_api import availability, neighbourhoods
from tests.support.crooked_answers import crooked


def test_availability_is_sorted_and_survives_a_missing_list():
    found = availability.parse_published(
        [{"date": "2026-08", "stop-and-search": ["btp", "kent"]}, {"date": "2026-07"}, {"date": "soon"}]
    )
    assert list(found) == [date(2026, 7, 1), date(2026, 8, 1)]
    assert found == {date(2026, 8, 1): {"btp", "kent"}, date(2026, 7, 1): frozenset()}


def test_names_are_plain_and_never_blank():
    listed = [
        {"id": "NX07", "name": "Banks &amp; <b>Example</b>"},
        {"id": 12, "name": None},
        {"name": "no id"},
    ]
    assert availability.parse_named(listed) == [Named("NX07", "Banks & Example"), Named("12", "12")]


def test_a_neighbourhood_with_nothing_but_an_id():
    bare = neighbourhoods.parse_neighbourhood({"id": "NC04"})
    assert (bare.name, bare.description, bare.url, bare.centre) == ("", "", None, None)
    assert (bare.contact, bare.links, bare.stations) == ((), (), ())


def test_a_neighbourhood_with_everything_wrong():
    found = neighbourhoods.parse_neighbourhood(
        {
            "id": "NC04",
            "name": "Leake &amp; Keyworth",
            "url_force": "",
            "description": '<p onclick="x()">Hello &amp; welcome</p><script>alert(1)</script>',
            "population": "many",
            "centre": {"latitude": "A", "longitude": "B"},
            "contact_details": {
                "email": "team@example.police.uk",
                "telephone": "Office: 101",
                "facebook": "javascript:alert(1)",
                "twitter": "@ourteam",
                "web": "https://force.example/team",
                "fax": None,
                "address": "",
            },
            "links": [
                {"title": None, "url": "https://www.example.gov.uk/", "description": None},
                {"title": "Evil", "url": "javascript:alert(1)"},
                {"title": "Blank", "url": ""},
                None,
            ],
            "locations": [
                {"name": "Example House", "address": "1 Example Gate\n, Town", "latitude": None, "type": None}
            ],
        }
    )
    assert (found.name, found.url, found.centre) == ("Leake & Keyworth", None, None)
    assert found.description == "<p>Hello &amp; welcome</p>"
    assert dict(found.contact) == {
        "email": "team@example.police.uk",
        "telephone": "Office: 101",
        "twitter": "@ourteam",
        "web": "https://force.example/team",
    }
    assert found.links == (Link("https://www.example.gov.uk/", "https://www.example.gov.uk/"),)
    assert found.stations == (Station("Example House", "1 Example Gate, Town"),)


def test_contact_details_of_no_kind():
    assert (
        neighbourhoods.parse_neighbourhood(
            {"id": "x", "contact_details": None, "links": {}, "locations": "none"}
        ).contact
        == ()
    )


def test_a_force_without_an_address_for_its_telephone():
    found = neighbourhoods.parse_force(
        {
            "id": "kent",
            "name": "Kent Police",
            "description": None,
            "url": "https://www.kent.police.uk/",
            "telephone": "101",
            "engagement_methods": [
                {"url": "", "type": "telephone", "title": "telephone", "description": None},
                {"url": "https://social.example/kent", "title": None, "type": "facebook"},
            ],
        }
    )
    assert found.engagement == (Link("facebook", "https://social.example/kent"),)
    assert (found.url, found.telephone) == ("https://www.kent.police.uk/", "101")


def test_officers_without_a_rank():
    people = [
        {"bio": None, "contact_details": {}, "name": "Jo Example", "rank": "PC 0000"},
        {"bio": "<p>x</p>", "name": "Kim &amp; Sample", "rank": None},
        {"name": None, "rank": "PC"},
    ]
    assert neighbourhoods.parse_team(people) == [Officer("Jo Example", "PC 0000"), Officer("Kim & Sample")]


def test_priorities_newest_word_first_and_dates_that_are_not_there_last():
    found = neighbourhoods.parse_priorities(
        [
            {"issue": "<p>Undated</p>", "issue-date": None, "action": None, "action-date": None},
            {
                "issue": "<p>June</p>",
                "issue-date": "2026-06-01T00:00:00",
                "action-date": "2026-09-20T00:00:00",
            },
            {"issue": "<p>September</p>", "issue-date": "2026-09-14T00:00:00", "action": "<p>Patrols</p>"},
            {"issue": None, "issue-date": "2026-09-14T00:00:00"},
        ]
    )
    assert [priority.issue for priority in found] == ["<p>June</p>", "<p>September</p>", "<p>Undated</p>"]
    assert found[1] == Priority("<p>September</p>", date(2026, 9, 14), "<p>Patrols</p>", None)


def test_what_only_fills_a_field_is_nothing():
    speeding, *rest = neighbourhoods.parse_priorities(crooked("priorities"))
    assert speeding == Priority("<p>Speeding in Mill Lane.</p>", date(2026, 9, 14))
    lamps, fires = rest
    # What begins like a filler and goes on is told, and dates of other centuries are none.
    assert lamps.issue == "None of the lamps in Park Road work."
    assert (lamps.issue_date, lamps.action_date) == (date(2026, 9, 14), None)
    assert lamps.action == "<p>See the website for dates of patrols.</p>"
    assert fires == Priority("<p>Fires on the common.</p>")
    assert "months ago" not in team_cards.priority_dates(fires, date(2026, 11, 29))
    titles = {event.title: event for event in neighbourhoods.parse_events(crooked("events"))}
    assert not {"N/A", "See website"} & set(titles)
    assert (titles[""].description, titles[""].address) == ("<p>Tea and talk.</p>", "")
    assert neighbourhoods.parse_team(crooked("people")) == [
        Officer("Jo Example"),
        Officer("Nan Sample", "Sergeant"),
    ]


def test_ways_to_reach_a_team_that_lead_nowhere_are_none():
    found = neighbourhoods.parse_neighbourhood(crooked("neighbourhood"))
    assert found.description == "<p>Hello from Crookham.</p>"
    assert found.contact == (("address", "1 Crook Lane"),)
    assert found.links == (Link("https://crookham.example/", "https://crookham.example/"),)
    assert found.stations == (Station("Crookham station", "", "", "101"),)


def test_events_next_first():
    found = neighbourhoods.parse_events(
        [
            {"title": "Undated", "start_date": None, "contact_details": {}},
            {"title": "Later", "start_date": "2026-12-10T18:00:00", "description": None},
            {
                "title": "Drop-in &amp; tea",
                "type": "meeting",
                "address": "Hall\n, Street",
                "start_date": "2026-12-03T18:00:00",
                "end_date": "2026-12-03T19:00:00",
            },
            {"title": None, "description": ""},
        ]
    )
    assert [event.title for event in found] == ["Drop-in & tea", "Later", "Undated"]
    times = datetime(2026, 12, 3, 18), datetime(2026, 12, 3, 19)
    assert found[0] == Event("Drop-in & tea", *times, "Hall, Street", "", "meeting")


def test_a_boundary_is_closed_and_whole():
    corners = [{"latitude": "52.1", "longitude": "-1.1"}, {"latitude": "52.2", "longitude": "-1.1"}]
    corners.append({"latitude": "52.2", "longitude": "-1.2"})
    ring = neighbourhoods.parse_boundary(corners)
    assert ring[0] == ring[-1] == Point(52.1, -1.1)
    assert neighbourhoods.parse_boundary([*corners, corners[0]]) == ring
    with pytest.raises(BadAnswer):
        neighbourhoods.parse_boundary({"corners": corners})


def corners(*pairs: tuple[object, object]) -> list[dict[str, object]]:
    return [{"latitude": north, "longitude": east} for north, east in pairs]


SQUARE = corners((52.1, -1.1), (52.2, -1.1), (52.2, -1.2), (52.1, -1.2))
ABSURD = [
    {},
    *corners(("A", "B"), (0, 0), (-1.1, 52.1), (None, None)),
    *corners((49.9, -6.3), (60.1, -1.2), ("52.1", 1e9)),
]


@pytest.mark.parametrize("at", [0, 2, 4])
@pytest.mark.parametrize("odd", ABSURD)
def test_one_absurd_corner_of_many_is_left_out_and_noted(
    odd: dict[str, object], at: int, caplog: pytest.LogCaptureFixture
) -> None:
    ring = neighbourhoods.parse_boundary([*SQUARE[:at], odd, *SQUARE[at:]])
    assert ring == neighbourhoods.parse_boundary(SQUARE)
    assert "1 of a boundary's 5 corners are absurd" in caplog.text


@pytest.mark.parametrize(
    "useless",
    [
        [],
        SQUARE[:1],
        SQUARE[:2],
        [*SQUARE[:2], SQUARE[0], SQUARE[1]],
        corners((52.1, -1.1), (52.2, -1.1), (52.3, -1.1)),
        [*SQUARE, {}, {}],
        [{}] * 4,
        corners((0, 0), (0, 0), (0, 0), (0, 0)),
    ],
)
def test_a_boundary_that_encloses_nothing_is_an_empty_one(useless: list[dict[str, object]]) -> None:
    assert neighbourhoods.parse_boundary(useless) == []


def test_a_boundary_that_crosses_itself_is_used_as_it_is() -> None:
    assert len(neighbourhoods.parse_boundary([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]])) == 5


@pytest.mark.parametrize(
    "read",
    [
        neighbourhoods.parse_team,
        neighbourhoods.parse_priorities,
        neighbourhoods.parse_events,
        availability.parse_named,
    ],
)
def test_an_empty_list_is_an_answer_and_another_shape_is_none(read):
    assert read([]) == []
    for shape in ({}, None, "text", 7, ["text"], [None]):
        with pytest.raises(BadAnswer):
            read(shape)


@pytest.mark.parametrize("answer", [{}, [], {"force": "kent"}, {"force": "", "neighbourhood": "x"}, None])
def test_a_place_is_whole_or_none(answer):
    with pytest.raises(BadAnswer):
        neighbourhoods.parse_place(answer)
    assert neighbourhoods.parse_place({"force": "kent", "neighbourhood": "x y"}) == NeighbourhoodRef(
        "kent", "x y"
    )


def test_the_documented_examples_with_their_deliberate_defects(shared_data):
    def example(name: str) -> dict:
        return json.loads((shared_data / "api_json" / "documented-examples" / f"{name}.json").read_text())

    assert (
        neighbourhoods.parse_neighbourhood(example("neighbourhood-html-in-name")).name == "Leake & Keyworth"
    )
    for name in ("neighbourhood", "neighbourhood-invalid-population"):
        found = neighbourhoods.parse_neighbourhood(example(name))
        assert found.centre == Point(52.6389, -1.13619)
        assert [station.address for station in found.stations] == ["74 Belgrave Gate, Leicester"]
    assert neighbourhoods.parse_neighbourhood(example("neighbourhood-empty-force-url")).url is None
    assert neighbourhoods.parse_team([example("police-officer-nulls")])[0].rank is None
    assert neighbourhoods.parse_priorities([example("neighbourhood-priority-no-action")])[0].action == ""


def test_recorded_months(shared_data):
    recorded = shared_data / "api_json" / "recorded" / "history_test_police_api__available_dates.json"
    assert len(availability.parse_published(json.loads(recorded.read_text()))) == 36

"""Forces, neighbourhoods and their teams, with every awkward value a client has to survive."""

from typing import Any

import pytest

ABOUT = "/api/exampleshire"


def test_the_list_of_forces_has_an_ampersand(ask: Any) -> None:
    names = {force["id"]: force["name"] for force in ask("/api/forces").json()}
    assert names["exampleshire"] == "Exampleshire Police (invented)"
    assert "&" in names["fenmarsh"]


def test_a_force_has_an_empty_address_and_a_method_without_type(ask: Any) -> None:
    methods = ask("/api/forces/exampleshire").json()["engagement_methods"]
    assert any(method["url"] == "" for method in methods)
    assert any("type" not in method for method in methods)
    assert ask("/api/forces/fenmarsh").json()["description"] is None
    assert ask("/api/forces/fenmarsh/people").json() == []


def test_neighbourhood_ids_are_of_every_awkward_kind(ask: Any) -> None:
    listed = {entry["id"]: entry["name"] for entry in ask("/api/exampleshire/neighbourhoods").json()}
    assert {"AB12", "ab12", "E05013802N", "55.EX3001", "XD_NORTH", "Fallow Cross"} <= set(listed)
    assert "&amp;" in listed["EX02"]
    assert "<em>" in listed["EX10"]
    assert ask(f"{ABOUT}/AB12").json()["name"] != ask(f"{ABOUT}/ab12").json()["name"]


def test_every_way_to_reach_a_team_is_met(ask: Any) -> None:
    def reach(id_: str) -> tuple[bool, bool, bool]:
        profile = ask(f"{ABOUT}/{id_}").json()
        contact = profile["contact_details"]
        return "email" in contact, "telephone" in contact, bool(profile["url_force"])

    assert reach("EX01") == (True, True, True)
    assert reach("EX02") == (False, True, True)
    assert reach("AB12") == (False, False, True)
    assert reach("ab12") == (False, False, False)


def test_profiles_lack_what_profiles_lack(ask: Any) -> None:
    assert "description" not in ask(f"{ABOUT}/E05013802N").json()
    bare = ask(f"{ABOUT}/NS-07").json()
    assert (bare["description"], bare["url_force"], bare["contact_details"]) == (None, None, {})
    assert (bare["links"], bare["locations"], bare["population"]) == ([], [], "not known")
    assert ask(f"{ABOUT}/ab12").json()["population"] == "0"
    [point] = ask(f"{ABOUT}/E05013802N").json()["locations"]
    assert (point["type"], point["latitude"], point["longitude"]) == (None, None, None)
    assert [link["url"] for link in ask(f"{ABOUT}/ab12").json()["links"]] == [""]


@pytest.mark.parametrize(
    ("path", "empty"),
    [("people", "E05013802N"), ("priorities", "NS-07"), ("priorities", "ab12"), ("events", "Fallow Cross")],
)
def test_somewhere_there_is_nothing(ask: Any, path: str, empty: str) -> None:
    assert ask(f"{ABOUT}/{empty}/{path}").json() == []
    assert ask(f"{ABOUT}/EX01/{path}").json() != []


def test_priorities_are_old_and_new_with_and_without_action_and_once_without_a_date(ask: Any) -> None:
    town = ask(f"{ABOUT}/EX01/priorities").json()
    assert all(set(entry) == {"issue", "issue-date", "action", "action-date"} for entry in town)
    assert {entry["action"] is None for entry in town} == {True, False}
    assert min(entry["issue-date"] for entry in town) < "2026-06" < max(e["issue-date"] for e in town)
    assert None in [entry["issue-date"] for entry in ask(f"{ABOUT}/XD_NORTH/priorities").json()]


def test_an_officer_may_have_no_rank(ask: Any) -> None:
    assert None in [officer["rank"] for officer in ask(f"{ABOUT}/Fallow Cross/people").json()]


def test_events_lie_ahead_in_order_and_may_have_no_end(ask: Any) -> None:
    starts = [event["start_date"] for event in ask(f"{ABOUT}/EX01/events").json()]
    assert starts == sorted(starts)
    assert starts[0] == "2026-12-03T18:00:00"
    assert [event["end_date"] for event in ask(f"{ABOUT}/AB12/events").json()] == [None]


def test_one_neighbourhood_is_hostile(ask: Any) -> None:
    profile = ask(f"{ABOUT}/EX10").json()
    issue, action = (ask(f"{ABOUT}/EX10/priorities").json()[0][key] for key in ("issue", "action"))
    event = ask(f"{ABOUT}/EX10/events").json()[0]["description"]
    assert profile["url_force"].startswith("javascript:")
    assert "<script>" in profile["description"]
    assert "onerror=" in issue
    assert "<form" in action
    assert "java&#115;cript:" in event

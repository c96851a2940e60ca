"""From what people type to a neighbourhood, against the stand-in for police.uk and the postcode service."""

from collections.abc import Iterator

import pytest
import shapely

from components.words.looked_for import lies_in
from data_access import postcodes
from data_access.find_neighbourhood import (
    NEAR_THE_LINE,
    OTHER_FORCE,
    Choice,
    chosen,
    look_up,
)
from data_access.geometry import circle, shape_of
from data_access.models import NeighbourhoodRef, Point
from data_access.named_places import streets_named
from data_access.police_api import neighbourhoods
from data_access.refresh import on_demand
from demo import gazetteer
from demo.world import World

TOWN = NeighbourhoodRef("exampleshire", "EX01")


def postcodes_of_demonstration() -> Iterator[tuple[str, Point]]:
    """Every tenth of the invented ones, and one that lies near the line between two neighbourhoods."""
    known = gazetteer.postcodes(World())
    for postcode in ("XX2 1EB", *list(known)[::10]):
        if (entry := known[postcode])["parish"]:
            yield postcode, Point(entry["latitude"], entry["longitude"])


@pytest.fixture(autouse=True)
def anew(stand_in):
    postcodes.forget()


@pytest.mark.parametrize("text", ["XX1 1AA", "xx1 iaa", "XXI 1AA", "I live at 3 Abbey Lane, XX1 1AA, thanks"])
def test_a_postcode_is_found_with_letters_for_digits_and_inside_other_words(text):
    looked = look_up(text)
    assert (looked.place, looked.trouble) == (TOWN, "")


@pytest.mark.parametrize("text", ["XX1", "xx1 1", "XX1 1A"])
def test_half_a_postcode_gets_its_own_sentence(text):
    assert "only the first part of a postcode" in look_up(text).trouble


def test_a_word_of_letters_that_look_like_digits_is_no_postcode():
    assert postcodes.meant("Poole") == []
    assert postcodes.meant("Box 1") == []


@pytest.mark.parametrize(
    ("text", "first"),
    [("0X1 1AA", "OX1 1AA"), ("W1O 1AA", "W1O 1AA"), ("SWIA 1AA", "SW1A 1AA"), ("BS1 4ST", "BS1 4ST")],
)
def test_what_was_typed_comes_before_what_may_have_been_meant(text, first):
    assert postcodes.meant(text)[0] == first


def test_both_ways_are_tried():
    assert postcodes.meant("W1O 1AA")[:2] == ["W1O 1AA", "W10 1AA"]


def test_what_was_looked_for_is_told_where_the_neighbourhood_has_another_name():
    assert look_up("XX1 1AA").within == "Market Ashby"
    assert look_up("market ashby") == look_up("XX1 1AA")


def test_a_neighbourhood_is_found_by_its_own_name():
    on_demand.reference()
    on_demand.reference("exampleshire")
    looked = look_up("market ashby town")
    assert (looked.place, looked.within) == (TOWN, "")


def test_a_single_hit_that_is_not_what_was_typed_is_offered():
    looked = look_up("market ash")
    assert looked.place is None
    assert [choice.name for choice in looked.choices] == ["Market Ashby, Exampleshire"]
    assert chosen(looked.choices[0]).place == TOWN


def test_streets_of_held_places_are_offered():
    assert on_demand.refresh_place(TOWN).failed == 0
    street = streets_named("Canal")[0].name
    looked = look_up(street.partition(",")[0])
    assert Choice(street, TOWN) in looked.choices
    assert chosen(Choice(street, TOWN)).place == TOWN


def test_near_a_boundary_both_sides_are_offered_and_elsewhere_the_one():
    offered = 0
    for postcode, point in postcodes_of_demonstration():
        here = neighbourhoods.locate(point)
        area = shape_of(neighbourhoods.boundary(here))
        near = not all(area.contains(shapely.Point(p.longitude, p.latitude)) for p in circle(point, 100))
        looked = look_up(postcode)
        if not near:
            assert looked.place == here, postcode
        elif looked.choices:
            offered += 1
            assert looked.question == NEAR_THE_LINE
            assert looked.choices[0].place == here
            assert looked.choices[1].place not in (None, here)
    assert offered


def test_where_the_postcodes_force_is_another_both_are_offered():
    looked = look_up("XX24 1AA")
    assert looked.question == OTHER_FORCE
    assert looked.choices[0].place == TOWN
    assert chosen(looked.choices[1]).force_id == "eastwold"


@pytest.mark.parametrize(
    ("looked_for", "told"),
    [
        ("Box", "Box lies in the police neighbourhood Corsham, which may be larger."),
        (
            "St. Mary's & Upton-on-Sea",
            r"St\. Mary's & Upton\-on\-Sea lies in",
        ),
        ("corsham", ""),
        ("", ""),
        ("<b>Box</b>", ""),
        ("Box. Nobody answers calls here: see evil.example", ""),
        ("x" * 61, ""),
    ],
)
def test_only_what_can_be_a_name_is_told_from_the_address(looked_for, told):
    said = lies_in(looked_for, "Corsham")
    assert said.startswith(told) if told else said == ""

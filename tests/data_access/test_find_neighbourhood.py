"""From what people type to a neighbourhood, against the stand-in for police.uk and the postcode service."""

from collections.abc import Iterator
from math import cos, radians, sin

import pytest

from data_access import postcodes
from data_access.find_neighbourhood import (
    NEAR_THE_LINE,
    OTHER_FORCE,
    Choice,
    chosen,
    look_up,
    signed,
    signed_name,
)
from data_access.models import NeighbourhoodRef, Point
from data_access.named_places import streets_named
from data_access.refresh import on_demand
from demo import gazetteer
from demo.world import World
from tests.support.even_odd import inside

TOWN = NeighbourhoodRef("exampleshire", "EX01")
HOLLOW_DOWN = "E05013802N"


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


def test_a_village_in_the_neighbourhood_of_its_name_is_no_choice():
    on_demand.reference()
    on_demand.reference("exampleshire")
    looked = look_up("hollow down")
    assert (looked.place, looked.choices) == (NeighbourhoodRef("exampleshire", HOLLOW_DOWN), ())
    assert looked.within == ""


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


@pytest.mark.slow
def test_near_a_boundary_both_sides_are_offered_and_elsewhere_the_one():
    """By the slow rule and metres of its own; no invented postcode is near a gap between areas."""
    rings = {
        NeighbourhoodRef(place.force_id, place.id): [(east, north) for north, east in place.ring]
        for place in World().places()
    }
    offered = 0
    for postcode, point in postcodes_of_demonstration():
        looked = look_up(postcode)
        within = {
            ref
            for n in range(60)
            for ref, ring in rings.items()
            if inside(*_off(point, 100 * (n % 10 + 1) / 10, n * 6), [ring])
        }
        if len(within) == 1:
            assert {looked.place} == within, postcode
        else:
            offered += 1
            assert looked.question == NEAR_THE_LINE, postcode
            assert {choice.place for choice in looked.choices} <= within
            assert len(looked.choices) == 2
    assert offered


def _off(point: Point, metres: float, degrees: float) -> tuple[float, float]:
    angle, north = radians(degrees), radians(point.latitude)
    east = point.longitude + metres * sin(angle) / (111_320 * cos(north))
    return east, point.latitude + metres * cos(angle) / 111_320


def test_where_the_postcodes_force_is_another_both_are_offered():
    looked = look_up("XX24 1AA")
    assert looked.question == OTHER_FORCE
    assert looked.choices[0].place == TOWN
    assert chosen(looked.choices[1]).force_id == "eastwold"


def test_only_what_we_found_is_told_from_the_address():
    for name in ("Box", "St. Mary's & Upton-on-Sea", "Ynys Môn"):
        assert signed_name(signed(name)) == name
    assert signed("") == signed_name("") == ""
    for forged in ("Box", "Box.", signed("Box") + "x", "Boxes" + signed("Box")[3:], "\x00", "x" * 10_000):
        assert signed_name(forged) == ""

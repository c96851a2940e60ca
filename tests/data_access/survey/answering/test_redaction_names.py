"""No half of a name or a postcode stays, however it is written; and the words around it do."""

import pytest

from data_access.survey.answering.redaction import points_out, redacted

# What somebody wrote, and what may not be left of it.
HALVED = {
    "Mr J. Smith": "Smith",
    "Mr J.R. Smith": "Smith",
    "Dr. M. A. Khan": "Khan",
    "Mrs van der Berg": "Berg",
    "Mr de Souza": "Souza",
    "Mr Jan van Dyke": "Dyke",
    "Mr.Smith": "Smith",
    "PC5512 Jones": "Jones",
    "P.C. Jones": "Jones",
    "W.P.C. Jane Jones": "Jones",
    "DCI Hunt": "Hunt",
    "SN15-3QQ": "3QQ",
    "mr john smith": "smith",
    "mrs jones": "jones",
    "sgt merrick": "merrick",
    "pcso o’brien": "brien",
    "01225/123456": "123456",
    "0117 / 496 0123": "0123",
}
WHOLE = [
    "The PC 5 minutes away never came.",
    "The A4-B4528 junction",
    "Grade A. Well done",
    "The sergeant never answers, and our PCSO is new.",
]


@pytest.mark.parametrize("written", HALVED)
def test_no_half_is_left(written: str):
    left = redacted(f"Ask {written} about the lights. Then mend them.")
    assert HALVED[written] not in left
    assert left.startswith("Ask [")
    assert left.endswith(" about the lights. Then mend them.")
    assert len(points_out(f"Ask {written} twice: {written}.")) == 1


def test_after_a_name_in_small_letters_the_sentence_keeps_its_sense():
    assert redacted("mr smith never answers") == "[name removed] never answers"


@pytest.mark.parametrize("text", WHOLE)
def test_what_names_nobody_stays(text: str):
    assert redacted(text) == text


def test_a_sentence_is_said_once_for_two_kinds_of_names():
    assert len(points_out("Ask Mr J. Smith and Mr Jones.")) == 1

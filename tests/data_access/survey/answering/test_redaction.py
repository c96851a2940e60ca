"""What may point at a person is found; what does not is left alone."""

import pytest

from data_access.survey.answering.redaction import at_risk, points_out, redacted

PERSONAL = [
    "07700 900123", "+44 7700 900123", "(01225) 123456", "01225-123-456", "0 7 7 0 0 9 0 0 1 2 3",
    "07700.900.123",
    "joe.bloggs@example.com", "joe (at) example (dot) com", "@joebloggs", "SN13 9AA", "sn139aa", "EC1A 1BB",
    "AB12 CDE", "ab12cde", "P123 ABC", "ABC 123D", "AIZ 1234", "QQ 12 34 56 C", "https://example.com/joe",
    "example.co.uk/me", "Mr Smith", "mrs o'neill", "Dr. Patel", "PC 1234", "PCSO Jane Doe", "Sgt Jones",
    "PC SMITH", "14 Market Street", "12a, High Road", "flat 4", "０７７００ ９００１２３",
    "07700\u200b900123",
]  # fmt: skip
HARMLESS = [
    "Speeding on the A36 and the B4528 at 10 pm.", "Call 999 or 101, or 18001 101.",
    "In 2026 there were 1,200.",
    "The PC broke. I miss seeing officers on foot.", "More lights by the park, please.", "M4 junction 17",
    "Between 10 and 12 people", "£100,000 a year", "24/7 cover on 01/02/2026", "Doctors and parking",
]  # fmt: skip


@pytest.mark.parametrize("detail", PERSONAL)
def test_a_detail_is_pointed_out_and_taken_out(detail: str):
    text = f"Please note {detail} is near us."
    assert points_out(text)
    assert "removed]" in redacted(text)
    assert detail not in redacted(text)
    assert redacted(redacted(text)) == redacted(text)


# What of a detail tells who it is, were only the rest taken out.
TELLING = [
    ("PC 1234 Smith", "Smith"), ("PC Smith 1234", "1234"), ("Sgt Anna Maria Jones", "Jones"),
    ("Mr Tom Drake", "Drake"), ("Dr Anna van der Berg", "Berg"), ("Mrs O’Neill", "Neill"),
    ("My name is Jo Bloggs", "Bloggs"), ("jo.bloggs @ example.org", "bloggs"),
    ("jo.bloggs (at) example.org", "bloggs"), ("https://example.com/@joe.bloggs", "bloggs"),
]  # fmt: skip


@pytest.mark.parametrize(("detail", "telling"), TELLING)
def test_no_part_of_a_detail_stays(detail: str, telling: str):
    left = redacted(f"It was dark. {detail} near us.")
    assert telling not in left
    assert left.endswith("removed] near us.")


def test_a_name_ends_with_its_line():
    assert (
        redacted("I saw Mr Smith\nPlease mend the lights") == "I saw [name removed]\nPlease mend the lights"
    )


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_words_stay(text: str):
    assert points_out(text) == []
    assert redacted(text) == text


@pytest.mark.parametrize(
    "text",
    ["I am afraid of my partner", "he hits me", "thoughts of suicide", "I want to die", "she was raped"],
)
def test_words_of_risk(text: str):
    assert at_risk(text)


@pytest.mark.parametrize("text", ["Parking threatens my roses", "cars are a danger", "drapes", "scrape"])
def test_words_without_risk(text: str):
    assert not at_risk(text)

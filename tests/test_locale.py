"""Every fixed sentence passes through translation, and the template of all of them is up to date."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from components.words import attribution
from data_access.curated.support_lines import LINES, OTHER_NUMBERS
from data_access.settings import HOUSE

TEMPLATE = HOUSE / "locale" / "yourpatch.pot"
SPEAKING = ("ui", "pages", "publish", "components", "data_access")


def _extracted(house: Path, pot: Path) -> Catalog:
    command = ["-q", "extract", "-F", str(HOUSE / "locale" / "babel.cfg"), "-o", str(pot), *SPEAKING]
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", *command], cwd=house, check=True)
    return _read(pot)


def _read(pot: Path) -> Catalog:
    with pot.open("rb") as file:
        return read_po(file)


def _sentences(catalogue: Catalog) -> set[str | tuple[str, ...]]:
    return {tuple(m.id) if isinstance(m.id, list | tuple) else m.id for m in catalogue if m.id}


def test_the_template_holds_every_sentence_and_no_other(tmp_path: Path):
    said = _sentences(_extracted(HOUSE, tmp_path / "now.pot"))
    held = _sentences(_read(TEMPLATE))
    assert sorted(map(str, said - held)) == [], "new sentences: run `make locale`"
    assert sorted(map(str, held - said)) == [], "sentences that are gone: run `make locale`"


def test_every_way_of_marking_a_sentence_is_found(tmp_path: Path):
    house = tmp_path / "house"
    for folder in SPEAKING:
        (house / folder).mkdir(parents=True)
    (house / "pages" / "a.py").write_text(
        '_("at once")\nN_("later")\nngettext("{n} crime", "{n} crimes", 2)\n'
    )
    (house / "publish" / "templates").mkdir()
    (house / "publish" / "templates" / "b.html").write_text(
        "<p>{{ _('in a template') }}</p>{% trans %}\n  a block\n{% endtrans %}"
    )
    assert _sentences(_extracted(house, tmp_path / "now.pot")) == {
        "at once",
        "later",
        ("{n} crime", "{n} crimes"),
        "in a template",
        "a block",
    }


def test_sentences_are_short_enough_to_be_read_once():
    texts = [text for id_ in _sentences(_read(TEMPLATE)) for text in ([id_] if isinstance(id_, str) else id_)]
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.?!:”]) ", text)]
    assert [sentence for sentence in sentences if len(sentence.split()) >= 25] == []


# A month is told with its year, one phrase for last year, everyday words: docs/translating.md.
MONTHS = "|".join(["{month}", *(date(2026, n, 1).strftime("%B") for n in range(1, 13))])
BANNED = re.compile(
    rf"\blast ({MONTHS})\b|({MONTHS}) last year|\ba year before\b|\bnoughts?\b|\b(told|counted) apart\b"
    r"|\bstill moving\b|\bbeside\b|\bso this( month)? is\b|\bgiven? (others? )?away\b",
    re.I,
)


def test_no_sentence_takes_a_turn_that_people_stumble_over():
    found = [text for id_ in _sentences(_read(TEMPLATE)) for text in ([id_] if isinstance(id_, str) else id_)]
    assert sorted(text for text in found if BANNED.search(text)) == []


# Digits in groups that are no date, postcode, decimal or share; years and round numbers are none either.
DIGITS = re.compile(r"(?<![\w.,/-])\d[\d ]+\d(?![\w,/%-]|\.\d)")
TELEPHONE_LINK = re.compile(r"\[([\d ]+)\]\(tel:(\d+)\)")
NO_TELEPHONE = re.compile(r"(19|20)\d\d|[1-9]\d0|\d\d?")

# What of a template is no text.
MARKS = re.compile(
    r"<(style|script|svg)\b.*?</\1>|{% block style %}.*?{% endblock %}|<[^>]*>|{[{%#].*?[}%#]}", re.DOTALL
)


def telephone_numbers(text: str) -> list[str]:
    """What looks like a telephone number, but for the addresses behind numbers."""
    shown = TELEPHONE_LINK.sub(r"\1", text)
    return [digits for digits in DIGITS.findall(shown) if not NO_TELEPHONE.fullmatch(digits)]


def test_every_telephone_number_stands_in_the_table():
    known = {number for line in LINES for number in line.numbers} | set(OTHER_NUMBERS)
    texts = [text for id_ in _sentences(_read(TEMPLATE)) for text in ([id_] if isinstance(id_, str) else id_)]
    assert {number for text in texts for number in telephone_numbers(text)} == known
    written = [path.read_text() for path in (HOUSE / "publish" / "templates").glob("*.html")]
    assert [text for text in written if set(telephone_numbers(MARKS.sub("", text))) - known] == []


def test_a_telephone_number_is_known_by_its_look():
    assert telephone_numbers("Call **0808 16 89 111**, or 105.") == ["0808 16 89 111", "105"]
    assert telephone_numbers("111 crimes in September 2026: 2,000; 400%.") == ["111"]


def test_a_number_calls_itself():
    links = TELEPHONE_LINK.findall(" ".join([attribution.emergency(), *(line.sentence for line in LINES)]))
    assert len(links) > 7
    assert [address for shown, address in links if shown.replace(" ", "") != address] == []


def test_each_line_of_support_names_its_numbers_and_says_from_where():
    for line in LINES:
        assert set(telephone_numbers(line.sentence)) == set(line.numbers)
        assert line.source

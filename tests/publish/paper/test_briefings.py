"""The briefing as it leaves the house: its forms, its options, what stands inside the files."""

import io
import re
import socket
from datetime import date, datetime

import docx
import pikepdf
import pytest
import zxingcpp
from docx.oxml.ns import qn
from PIL import Image

from components import addresses
from components.content import briefing
from components.content.briefing import MOST_PLACES
from data_access.models import Event, Named, Note, Priority, Reply, Said, State
from data_access.overviews.place import view_of
from data_access.settings import settings
from data_access.store import small_facts
from data_access.store.places import Names
from data_access.usual import force_judgements
from publish.paper.pdf import one_page
from publish.serving import markdown_html, place_endpoint
from publish.serving.place_endpoint import GLANCE_S
from publish.serving.request_options import PlaceQuery
from tests.support import exampleshire, facts, reading, word_pages
from tests.support.plain_site import demonstration
from tests.support.soak import sample

RATES = {"violent-crime": 9, "shoplifting": 14, "burglary": 4, facts.ASB: 11}
LONG = "<p>" + "Cars parked across the pavement outside the school and the surgery " * 4 + "</p>"
FORMS = {
    "html": reading.of_html,
    "pdf": reading.of_pdf,
    "docx": reading.of_docx,
    "txt": lambda body: reading.tidy(body.decode()),
}


def priorities(how_many: int, where: str = "") -> list[Priority]:
    return [
        Priority(f"<p>{where} {LONG.removeprefix('<p>')}", date(2026, 10, 1 + n), LONG, date(2026, 11, 1 + n))
        for n in range(how_many)
    ]


def events(how_many: int, where: str = "") -> list[Event]:
    start = datetime(2026, 12, 3, 18)
    return [
        Event(f"{where} Drop-in surgery {n} " + "and tea " * 6, start, address="Village Hall, " * 3)
        for n in range(how_many)
    ]


@pytest.fixture
def village(held_facts):
    months = facts.random_months(11, RATES)
    return facts.hold(
        "EX01", "Market Ashby", months, contact={"email": "ashby@example.org"}, events=events(1)
    )


def get(client, path: str):
    return client.get(f"/briefing/exampleshire/{path}")


def pages_of(body: bytes) -> int:
    return len(pikepdf.open(io.BytesIO(body)).pages)


@pytest.mark.slow
def test_the_pdf_is_tagged_titled_in_english_on_one_page_of_a4_with_its_fonts(village, public_routes):
    answer = get(public_routes, "EX01.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert 'filename="market-ashby-briefing-september-2026.pdf"' in answer.headers["content-disposition"]
    assert len(answer.content) < 1_000_000
    pdf = pikepdf.open(io.BytesIO(answer.content))
    assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("en-GB", True)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert str(pdf.docinfo["/Title"]) == "Market Ashby, September 2026 · Your Patch"
    assert pdf.open_metadata()["pdfuaid:part"] == "1"
    [page] = pdf.pages
    assert [round(float(side)) for side in page.mediabox] == [0, 0, 595, 842]
    for font in page.resources.Font.values():
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
    kinds = list(tags(pdf.Root.StructTreeRoot))
    assert {"/H1", "/H2", "/LI", "/Figure", "/Link"} <= {str(kind.S) for kind in kinds}
    code, chart = [str(kind.Alt) for kind in kinds if str(kind.S) == "/Figure"]
    assert code == f"QR code. It opens {public_routes.address}/neighbourhood/exampleshire/EX01"
    assert "All crime (anti-social behaviour counted separately), Market Ashby" in chart


@pytest.mark.slow
def test_the_table_of_several_neighbourhoods_is_tagged_as_one(village, public_routes):
    facts.hold("EX02", "Castle Green", facts.random_months(13, RATES))
    pdf = pikepdf.open(io.BytesIO(get(public_routes, "EX01.pdf?also=EX02").content))
    assert {"/Table", "/TH", "/TD"} <= {str(kind.S) for kind in tags(pdf.Root.StructTreeRoot)}


def tags(element):
    """Every element of the structure, from the top."""
    below = element.get("/K", [])
    for child in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from tags(child)


@pytest.mark.slow
@pytest.mark.parametrize("how_many", [0, 1, 30])
def test_a_team_with_any_number_of_priorities_fits_one_page(how_many, held_facts, public_routes):
    months = facts.random_months(12, RATES)
    told = {"priorities": priorities(min(how_many, 25)), "events": events(how_many)}
    facts.hold(
        "EX01",
        "St Mary-le-" + "Bourne and " * 9,
        months,
        **told,
        contact={"email": "x" * 90 + "@example.org"},
    )
    assert pages_of(get(public_routes, "EX01.pdf").content) == 1
    text = reading.of_html(get(public_routes, "EX01.html").content)
    assert ("more are on the page" in text) == (how_many > 5)


@pytest.mark.slow
def test_as_many_neighbourhoods_as_there_may_be_fit_one_page(held_facts, public_routes):
    for n in range(MOST_PLACES):
        told = {"priorities": priorities(5, f"Hamlet {n}:"), "events": events(3, f"Hamlet {n}:")}
        name, reach = (
            f"The Parishes of Upper and Great Hamlet {n}",
            {"email": f"a.long.address.{n}@example.org"},
        )
        facts.hold(f"EX{n}", name, facts.random_months(n, RATES), **told, contact=reach)
    # One more is listed, so that the force is not held whole and nothing is judged beside.
    names = [Named(f"EX{n}", f"Hamlet {n}") for n in range(MOST_PLACES + 1)]
    small_facts.write("neighbourhoods", tuple(names), Names, facts.FORCE)
    also = "&".join(f"also=EX{n}" for n in range(1, MOST_PLACES))
    answer = get(public_routes, f"EX0.pdf?months=3&{also}")
    assert pages_of(answer.content) == 1
    text = reading.of_pdf(answer.content)
    assert all(f"Hamlet {n}" in text for n in range(MOST_PLACES))


@pytest.mark.slow
def test_the_word_file_has_headings_a_header_row_alt_text_and_a_language(village, public_routes):
    facts.hold("EX02", "Castle Green", facts.random_months(13, RATES))
    answer = get(public_routes, "EX01.docx")
    document = docx.Document(io.BytesIO(answer.content))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == ("Heading 1", "Market Ashby")
    assert ("Heading 2", "How to reach the team") in headings
    assert document.tables == []
    several = docx.Document(io.BytesIO(get(public_routes, "EX01.docx?also=EX02").content))
    [table] = several.tables
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    [picture] = document.inline_shapes
    assert "Market Ashby, October 2024 to September 2026" in picture._inline.docPr.get("descr")
    spoken = {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))}
    assert spoken == {"en-GB"}
    assert (document.core_properties.title, document.core_properties.language) == (
        "Market Ashby, September 2026",
        "en-GB",
    )
    links = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert "mailto:ashby@example.org" in links


@pytest.mark.slow
def test_its_code_opens_the_page_in_every_form(village, public_routes):
    address = f"{public_routes.address}/neighbourhood/exampleshire/EX01"
    document = docx.Document(io.BytesIO(get(public_routes, "EX01.docx").content))
    [anchored] = list(document.element.body.iter(qn("wp:anchor")))
    code = document.part.related_parts[next(anchored.iter(qn("a:blip"))).get(qn("r:embed"))]
    for picture in (
        reading.drawn(get(public_routes, "EX01.pdf").content, 200),
        Image.open(io.BytesIO(code.blob)),
    ):
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [address]
    page = get(public_routes, "EX01.html").text
    assert f'alt="QR code. It opens {address}"' in page
    assert "img-src 'self' data:" in get(public_routes, "EX01.html").headers["content-security-policy"]


def test_an_address_of_this_machine_alone_is_said_to_be_no_use_on_paper(village, public_routes, monkeypatch):
    said = "Addresses of this site work on this machine only"
    assert said in reading.of_html(get(public_routes, "EX01.html").content)
    monkeypatch.setenv("YOURPATCH_PUBLIC_URL", "https://patch.example")
    settings.cache_clear()
    place_endpoint.forget()
    assert said not in reading.of_html(get(public_routes, "EX01.html").content)


@pytest.mark.slow
def test_it_keeps_its_chart_and_is_one_page_where_most_is_told(held_facts, public_routes):
    """Long words of the team, 25 priorities, 30 events; three places in Word are one page too."""
    told = {
        "priorities": priorities(25),
        "events": events(30),
        "contact": {"email": "x" * 90 + "@example.org"},
    }
    facts.hold("EX01", "St Mary-le-" + "Bourne and " * 9, facts.random_months(12, RATES), **told)
    note = Note("A long word each " * 30, "Inspector", date(2026, 11, 2), date(2027, 2, 2), date(2026, 9, 1))
    reply = Reply("2026-Q3", "a word " * 85, "a word " * 85)
    small_facts.write("said", Said((note,) * 4, (reply,)), Said, facts.FORCE, "EX01")
    body = get(public_routes, "EX01.docx").content
    assert len(docx.Document(io.BytesIO(body)).inline_shapes) == 1
    assert word_pages.pages_of(body) == 1
    paper = get(public_routes, "EX01.pdf").content
    assert pages_of(paper) == 1
    assert "may still be corrected" in reading.of_pdf(paper)
    assert "A note of 2 November 2026 is on the neighbourhood's page." in reading.of_pdf(paper)
    for id_, name in (("EX02", "Castle Green"), ("EX03", "Thorn")):
        facts.hold(id_, name, facts.random_months(13, RATES), **told)
    assert word_pages.pages_of(get(public_routes, "EX01.docx?also=EX02&also=EX03").content) == 1


@pytest.mark.soak
@pytest.mark.slow
def test_every_place_of_the_demonstration_has_its_chart_on_one_page_in_forms_that_agree(
    stand_in, data_dir, public_routes
):
    with demonstration(stand_in, data_dir, *exampleshire.everywhere(stand_in)) as site:
        # Else it is judged beside, and a later form has more to say than an earlier one.
        assert force_judgements.make(facts.FORCE)
        # All of them in `make soak`.
        for place in sample(list(exampleshire.everywhere(stand_in)), 1):
            for months in (1, 12):
                path = addresses.briefing_path(place, "{}", months, None, "", ())
                html, paper, word = (
                    site.get(path.replace("%7B%7D", form).format(form)).content
                    for form in ("html", "pdf", "docx")
                )
                assert (pages_of(paper), word_pages.pages_of(word)) == (1, 1), path
                page = PlaceQuery(place, site.address).page_to_print
                model = briefing.briefing([view_of(place)], months, page)
                assert model.picture
                sentences = [*model.said, *model.notes, *model.small_print]
                sentences += [
                    text for topic in model.topics for part in topic.parts for text in part.said + part.items
                ]
                for name, text in (
                    ("html", reading.of_html(html)),
                    ("pdf", reading.of_pdf(paper)),
                    ("docx", reading.of_docx(word)),
                ):
                    close = text.replace(" ", "")
                    for sentence in sentences:
                        for line in linkless(sentence):
                            assert line.replace(" ", "") in close, (path, name, sentence)


def linkless(sentence: str) -> list[str]:
    """Its words as each form has them, link by link and line by line: paper shows addresses behind them."""
    plain = [token.content for token in markdown_html.pieces(sentence)]
    return [text for text in plain if text]


@pytest.mark.slow
def test_every_form_says_whose_figures_they_are_how_old_and_how_to_reach_the_team(
    village, public_routes, monkeypatch
):
    monkeypatch.setenv("YOURPATCH_PUBLIC_URL", "https://patch.example")
    settings.cache_clear()
    for ending, read in FORMS.items():
        text = read(get(public_routes, f"EX01.{ending}").content)
        for said in (
            *("Demonstration: Exampleshire is invented.", "3 November 2026", "ashby@example.org"),
            *(
                "Invented for the demonstration.",
                "Nobody runs this as a public service",
                "Not a police website.",
            ),
            "/neighbourhood/exampleshire/EX01",
        ):
            # A long address is broken over two lines.
            assert said.replace(" ", "") in text.replace(" ", ""), (ending, said)


def test_several_neighbourhoods_have_a_row_each_and_no_total(village, public_routes):
    other = facts.random_months(13, RATES)
    facts.hold("EX02", "Castle Green", other)
    html = get(public_routes, "EX01.html?also=EX02&also=EX01&months=3").text
    assert len(re.findall(r"<tr[ >]", html)) == 3
    text = reading.of_html(html.encode())
    crimes = sum(n for m in sorted(other)[-3:] for kind, n in other[m].items() if kind != facts.ASB)
    assert f"Castle Green {crimes} " in text
    assert "Usual ranges cannot be added up, so the table has no total." in text
    assert "Market Ashby and 1 more" in text


def test_a_group_of_the_force_is_called_by_its_name(held_facts, public_routes):
    for id_, name in (("AB12", "Great Durnley"), ("ab12", "Little Durnley"), ("E05013802N", "Hollow Down")):
        facts.hold(id_, name, facts.random_months(14, RATES, months=14))
    text = reading.of_html(get(public_routes, "AB12.html?group=the-durnleys-and-hollow-down").content)
    assert text.count("The Durnleys and Hollow Down") == 1
    assert "Little Durnley" in text
    assert "Area boards and constituencies have other boundaries" in text


def test_a_group_leaves_out_what_police_uk_no_longer_lists(held_facts, public_routes):
    facts.hold("AB12", "Great Durnley", facts.random_months(14, RATES, months=2))
    text = reading.of_html(get(public_routes, "AB12.html?group=the-durnleys-and-hollow-down").content)
    assert "Great Durnley" in text
    assert "not read yet" not in text


@pytest.mark.slow
def test_a_neighbourhood_that_police_uk_has_dropped_is_said_to_be(held_facts, public_routes):
    facts.hold("EX01", "Market Ashby", facts.random_months(14, RATES, months=2))
    small_facts.write("neighbourhoods", (Named("EX02", "Castle Green"),), Names, facts.FORCE)
    said = "police.uk no longer lists Market Ashby. These are the last figures we hold."
    for ending, read in FORMS.items():
        assert said in read(get(public_routes, f"EX01.{ending}").content), ending
    assert said in reading.of_pdf(public_routes.get("/poster/exampleshire/EX01.pdf").content)


def test_a_neighbourhood_that_is_not_held_yet_has_a_row_that_says_so(village, public_routes):
    small_facts.write(
        "neighbourhoods", (Named("EX01", "Market Ashby"), Named("EX09", "Thorn")), Names, facts.FORCE
    )
    assert "Thorn – – not read yet" in reading.of_html(get(public_routes, "EX01.html?also=EX09").content)


REFUSED = {
    400: ["months=4", "months=-1", "group=nosuch", "to=2026-13", "lang=cy",
          "&".join(f"also=E{n}" for n in range(30))],
    404: ["also=nosuch", "also=..", "also=%00", f"also={'x' * 5000}", "also=<script>alert(1)</script>"],
}  # fmt: skip


@pytest.mark.slow
def test_nonsense_is_refused_with_a_sentence(held_facts, public_routes):
    facts.hold("EX01", "Market Ashby", facts.random_months(1, RATES, months=1))
    for ending in FORMS:
        for status, asked in REFUSED.items():
            for options in asked:
                answer = get(public_routes, f"EX01.{ending}?{options}")
                assert answer.status_code == status, options
                assert len(answer.text) > 10
                assert "<script>alert" not in answer.text


def test_a_month_that_was_not_read_is_left_out_and_named(held_facts, public_routes):
    months = facts.random_months(15, RATES)
    august = date(2026, 8, 1)
    read = {m: kinds for m, kinds in months.items() if m != august}
    facts.hold("EX01", "Market Ashby", read | {august: {}}, states={august: State.FAILED})
    text = reading.of_html(get(public_routes, "EX01.html?months=3").content)
    crimes = sum(
        n for m in (date(2026, 7, 1), date(2026, 9, 1)) for k, n in months[m].items() if k != facts.ASB
    )
    assert f"{crimes} crimes were recorded here." in text
    assert "The counts leave out August 2026" in text
    assert "cannot say what is usual for them, because figures of some of these months are missing" in text


@pytest.mark.slow
def test_the_same_briefing_is_made_once(village, public_routes):
    first, second = (get(public_routes, "EX01.pdf") for _ in range(2))
    assert first.headers["etag"] == second.headers["etag"]
    known = public_routes.get("/briefing/exampleshire/EX01.pdf", **{"If-None-Match": first.headers["etag"]})
    assert known.status_code == 304


@pytest.mark.slow
def test_new_facts_of_any_of_its_neighbourhoods_make_it_anew(village, public_routes):
    facts.hold("EX02", "Castle Green", facts.random_months(13, RATES, months=3))
    before = get(public_routes, "EX01.html?also=EX02").text
    facts.put_months(facts.place("EX02"), facts.random_months(99, RATES, months=3))
    place_endpoint._recent.expire(place_endpoint._recent.timer() + GLANCE_S)
    assert get(public_routes, "EX01.html?also=EX02").text != before


@pytest.mark.slow
def test_a_pdf_fetches_nothing_from_the_network_or_the_disk(tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="9">secret</text></svg>')
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.5)
        elsewhere = f"http://127.0.0.1:{listening.getsockname()[1]}/picture.png"
        pictures = "".join(f'<img alt="x" src="{url}">' for url in (elsewhere, secret.as_uri()))
        body = one_page(lambda _size: f'<html lang="en"><title>T</title>{pictures}<p>Words</p>', (10,))
        with pytest.raises(TimeoutError):
            listening.accept()
    assert "secret" not in reading.of_pdf(body)


@pytest.mark.slow
def test_pages_keep_their_pictures_after_a_pdf_was_made(village, public_routes):
    get(public_routes, "EX01.pdf")
    page = public_routes.get("/neighbourhood/exampleshire/EX01").text
    assert re.search(r'<svg [^>]*xmlns="http://www.w3.org/2000/svg"', page)
    assert "ns0:" not in page

"""Embeds say everything by themselves, weigh little, ask nobody and set no cookie; pictures say it in ink."""

import re
import struct
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from defusedxml.ElementTree import fromstring
from PIL import Image

from components.content import summary
from components.content.embed_views import VIEWS
from components.words import attribution, kinds
from data_access.curated.categories import CATEGORIES
from data_access.overviews.place import view_of
from data_access.settings import settings
from data_access.statistics.counts_table import CRIME
from publish.serving import markdown_html
from tests.support.client import HTML, Client
from tests.support.cloudflare import obfuscated
from tests.support.exampleshire import TOWN
from tests.support.plain_site import demonstration

PLACE = "/embed/v1/exampleshire/EX01"
MOST_BYTES = 60_000
SVG = "{http://www.w3.org/2000/svg}"
# Whatever would make a browser ask for something.
LOADS = re.compile(r'<(?:img|link rel="(?:stylesheet|icon|preload)|script src|iframe|object|embed|video)\b')


@pytest.fixture(scope="module")
def client(stand_in_process, tmp_path_factory) -> Iterator[Client]:
    with demonstration(stand_in_process, tmp_path_factory.mktemp("embeds"), TOWN) as running:
        yield running


@pytest.mark.parametrize("what", VIEWS)
def test_a_view_describes_itself(what, client):
    answer = client.get(f"{PLACE}/{what}", **HTML)
    assert answer.status_code == 200
    text = answer.text
    title = VIEWS[what].heading.format(place="Market Ashby Town")
    assert f"<title>{title}</title>" in text
    assert f"<h2>{title}</h2>" in text
    assert '<html lang="en-GB">' in text
    assert "Exampleshire Police" in text
    assert re.search(r"(saved|listed it on) (3|18) November 2026", text)
    assert "is a police neighbourhood: an area that may hold several parishes." in text
    assert "Invented for the demonstration." in text
    assert "Not a police website." in text
    full_page = f"{client.address}/?force=exampleshire&amp;neighbourhood=EX01"
    assert f'<a href="{full_page}">Market Ashby Town on Your Patch (opens in a new tab)</a>' in text
    assert f'<link rel="canonical" href="{client.address}/neighbourhood/exampleshire/EX01">' in text
    assert "Exit this page" not in text


@pytest.mark.parametrize("what", VIEWS)
def test_a_view_is_small_asks_for_nothing_and_sets_no_cookie(what, client):
    # The longest of each.
    for options in ("", "?category=violent-crime&months=36&heading=4"):
        answer = client.get(f"{PLACE}/{what}{options}", Accept="text/html", Accept_Encoding="identity")
        assert answer.status_code == 200
        assert len(answer.content) < MOST_BYTES
        assert not LOADS.search(answer.text)
        assert "set-cookie" not in answer.headers
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert policy.endswith("frame-ancestors 'self' *")
        assert "max-age=300" in answer.headers["cache-control"]
        again = client.get(f"{PLACE}/{what}{options}", If_None_Match=answer.headers["etag"], **HTML)
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", [f"{PLACE}/team", "/neighbourhood/exampleshire/EX01"])
def test_e_mail_addresses_survive_cloudflare(path, client):
    text = client.get(path, **HTML).text
    assert "mailto:" in text
    assert obfuscated(text) == text
    assert "email-protection" in obfuscated(text.replace("email_off", "x"))


def test_real_figures_carry_their_source_and_a_link_to_the_licence(data_dir):
    said = markdown_html.html(attribution.figures())
    assert "data.police.uk" in said
    assert 'href="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"' in said


@pytest.mark.parametrize("option", ["heading=3", "lang=en", "to=2026-03", "months="])
def test_what_may_be_asked_for_is_answered(option, client):
    assert client.get(f"{PLACE}/trend?{option}", **HTML).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("category", [CRIME, *CATEGORIES])
def test_every_kind_of_crime_has_its_trend(category, client):
    answer = client.get(f"{PLACE}/trend?category={category}", **HTML)
    assert answer.status_code == 200
    assert kinds.kind(category) in answer.text


def test_options_do_what_they_say(client):
    assert "<h4>Recorded crime in" in client.get(f"{PLACE}/trend?heading=4", **HTML).text
    year = client.get(f"{PLACE}/trend?months=12&to=2026-03", **HTML).text
    assert "April 2025 to March 2026" in year
    assert "as of March 2026" in year
    assert year.count('<th scope="row">') == 12
    assert "Burglary" in client.get(f"{PLACE}/trend?category=burglary", **HTML).text


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("heading=1", "The first heading may be 2, 3 or 4."),
        ("months=-1", "There are no figures for that many months."),
        ("months=999999999999", "There are no figures for that many months."),
        ("category=%3Cscript%3E", "There is no such kind of crime."),
        ("to=2026-13", "A month is written like 2026-09."),
        ("lang=xx", "This is in English only. Use lang=en."),
    ],
)
def test_what_may_not_is_400_with_a_sentence_and_may_be_framed(option, sentence, client):
    answer = client.get(f"{PLACE}/trend?{option}", **HTML)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert "<script>alert" not in answer.text
    assert "frame-ancestors 'self' *" in answer.headers["content-security-policy"]
    # Inside another site's frame, links open a tab of their own and nothing offers to exit the page.
    assert '<base target="_blank">' in answer.text
    assert "Exit this page" not in answer.text


@pytest.mark.parametrize(
    "path", ["exampleshire/EX01/nosuch", "exampleshire/nosuch/trend", "exampleshire/EX01/trend.gif"]
)
def test_what_is_not_there_is_404(path, client):
    assert client.get(f"/embed/v1/{path}", **HTML).status_code == 404


def test_the_survey_leads_to_the_form_where_one_runs(client):
    text = client.get(f"{PLACE}/survey", **HTML).text
    assert f'href="{client.address}/survey-form/exampleshire/EX01"' in text
    assert "six questions, two minutes" in text
    assert "<form" not in text


def test_an_svg_is_named_described_and_dated(client):
    answer = client.get(f"{PLACE}/trend.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    root = fromstring(answer.content)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    ids = {element.get("id") for element in root.iter()}
    assert set(root.get("aria-labelledby").split()) <= ids
    assert title.text.startswith("Market Ashby Town: ")
    assert (
        "All crime (anti-social behaviour counted separately), Market Ashby Town, October 2024"
        in description.text
    )
    written = " ".join("".join(element.itertext()) for element in root.iter(f"{SVG}text"))
    for words in ("Market Ashby Town", "Invented for the demonstration."):
        assert words in written
    assert re.search(r"saved (3|18) November 2026", written)
    shown = summary.trend(view_of(TOWN), CRIME, 24)
    assert str(int(shown.series.iloc[-1])) in written
    assert not [name for element in root.iter() for name in element.attrib if name == "style"]


def test_a_png_is_as_large_as_a_link_preview_wants_it(client):
    path = f"{PLACE}/trend.png?category=shoplifting&months=12"
    answer = client.get(path)
    assert answer.headers["content-type"] == "image/png"
    assert struct.unpack(">II", answer.content[16:24]) == (1200, 630)
    assert len(answer.content) < 300_000
    assert "content-encoding" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    again = client.get(
        f"{PLACE}/trend.png?category=shoplifting&months=12", If_None_Match=answer.headers["etag"]
    )
    assert again.status_code == 304


def test_a_picture_of_no_figures_says_so(client):
    answer = client.get(f"{PLACE}/trend.svg?to=2010-01")
    assert answer.status_code == 200
    assert "There are no figures to draw." in answer.text
    assert client.get(f"{PLACE}/trend.png?to=2010-01").status_code == 200


def test_a_qr_code_leads_back_to_the_light_page(client, tmp_path):
    file = tmp_path / "qr.png"
    file.write_bytes(client.get(f"{PLACE}/qr.png").content)
    [code] = zxingcpp.read_barcodes(Image.open(file))
    assert code.text == f"{client.address}/neighbourhood/exampleshire/EX01"
    assert code.ec_level == "Q"
    assert client.get(urlsplit(code.text).path, **HTML).status_code == 200
    assert client.get(f"{PLACE}/qr.svg").text.startswith("<svg ")


def test_the_discovery_link_carries_the_options(client):
    text = client.get(f"{PLACE}/trend?category=burglary&heading=3", **HTML).text
    [link] = re.findall(r'type="application/json\+oembed" href="([^"]+)"', text)
    [url] = parse_qs(urlsplit(link.replace("&amp;", "&")).query)["url"]
    assert url == f"{client.address}{PLACE}/trend?category=burglary&heading=3"


def test_only_those_named_may_frame_and_nothing_but_embeds(client, monkeypatch):
    monkeypatch.setenv("YOURPATCH_FRAME_ANCESTORS", "https://parish.example")
    settings.cache_clear()
    policy = client.get(f"{PLACE}/team?heading=4", **HTML).headers["content-security-policy"]
    light = client.get("/neighbourhood/exampleshire/EX01?lang=en&to=2026-08", **HTML)
    monkeypatch.undo()
    settings.cache_clear()
    assert policy.endswith("frame-ancestors 'self' https://parish.example")
    assert light.headers["content-security-policy"].endswith("frame-ancestors 'self'")


def test_the_script_for_frames_is_a_kilobyte_and_kept_a_day(client):
    answer = client.get("/embed/v1/height.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert len(client.get("/embed/v1/height.js", Accept_Encoding="gzip").raw.data or answer.content) < 1500
    assert answer.headers["cache-control"] == "public, max-age=86400"

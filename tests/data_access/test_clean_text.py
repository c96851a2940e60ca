"""Foreign markup never gets further than the edge."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from data_access import clean_text

HOSTILE = (
    '<p onclick="x()">One <b>two</b></p><script>alert(1)</script><style>p{}</style>'
    '<form action="https://evil.example"><input name="password"></form><img src=x onerror=alert(1)>'
    '<a href="javascript:alert(1)">a</a><a href="/admin">b</a><iframe src="https://evil.example"></iframe>'
    '<a href="https://force.example/?a=1&b=2" style="x" target="_top">c</a><svg><script>1</script></svg>'
)
PIECES = [
    *("<", ">", "&", "&amp;", "&lt;", "lt;", "<p>", "</p>", "<br/>", "<script>", "</script>", "<!--", "-->"),
    *(
        "<a href='javascript:x'>",
        "&#60;",
        "&nbsp;",
        "\u202e",
        "\ud800",
        "\uffff",
        "&#xFFFE;",
        "&#x1;",
        "word",
        " ",
        "\n",
        "é",
        "<b",
        "'",
        '"',
    ),
]
markup = st.lists(st.sampled_from(PIECES)).map("".join)


def test_html_keeps_text_emphasis_lists_and_safe_links():
    text = "<p>Extra <strong>patrols</strong></p><ul><li>One</li></ul><br>"
    assert clean_text.html(text) == "<p>Extra <strong>patrols</strong></p><ul><li>One</li></ul><br>"
    link = clean_text.html('<a href="https://force.example/?a=1&b=2">c</a>')
    assert link == '<a href="https://force.example/?a=1&amp;b=2" rel="noopener noreferrer nofollow">c</a>'


def test_html_drops_everything_that_acts():
    text = clean_text.html(HOSTILE)
    assert set(re.findall(r"</?(\w+)", text)) == {"p", "b", "a"}
    assert not re.search(r"(?i)script|onclick|onerror|style|target|form|input|img|/admin", text)
    assert text.count("href") == 1


def test_a_heading_does_not_run_into_the_next_block():
    assert clean_text.plain("<h2>Speeding</h2><div>In Main Street</div>") == "Speeding In Main Street"
    assert clean_text.html("<h2>Speeding</h2><div>In Main Street</div>").split() == [
        "Speeding",
        "In",
        "Main",
        "Street",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Leake &amp; Keyworth", "Leake & Keyworth"),
        ("Stanwick &amp;amp; District", "Stanwick & District"),
        ("<b>C</b>ity <i>Centre</i>", "City Centre"),
        ("<p>One</p><p>Two</p>", "One Two"),
        ("5 < 6 & 7 > 3", "5 < 6 & 7 > 3"),
        ("1 Example Gate\n, Leicester", "1 Example Gate , Leicester"),
        ("On or near ", "On or near"),
        ("\u202egnp.exe\u202c \u200bhid\u00adden\ufeff", "gnp.exe hidden"),
        ("half a pair \ud83d", "half a pair"),
        ("no letter \ufffe\uffff&#xFFFF;", "no letter"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;PC Example", "PC Example"),
        ("", ""),
        (None, ""),
        (12, ""),
    ],
)
def test_plain_text(text, shown):
    assert clean_text.plain(text) == shown


@settings(deadline=None)
@given(markup)
def test_plain_text_is_plain_however_often_it_is_cleaned(text):
    once = clean_text.plain(text)
    assert clean_text.plain(once) == once
    assert not re.search(r"<[a-zA-Z/!]", once)
    etree.Element("p").text = once


@settings(deadline=None)
@given(markup)
def test_clean_html_stays_clean(text):
    once = clean_text.html(text)
    assert set(re.findall(r"<\s*/?\s*(\w+)", once)) <= clean_text.ALLOWED_TAGS
    assert "javascript:" not in re.findall(r'href="([^"]*)"', once)
    assert clean_text.html(once) == once
    etree.Element("p").text = once


@pytest.mark.parametrize(
    "address",
    [
        "https://www.wiltshire.police.uk/area?x=1&y=2#team",
        "http://force.example/",
        "mailto:team@force.example",
        "tel:101",
        "HTTPS://FORCE.EXAMPLE/",
    ],
)
def test_addresses_a_reader_may_be_sent_to(address):
    assert clean_text.safe_url(f" {address}\n") == address


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:alert(1)", "\u200bjavascript:alert(1)"),
        *(
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "//evil.example",
            "/admin",
            "www.force.example",
        ),
        *("https://police.uk@evil.example/", "https:///nohost", "https:\\\\evil.example", "http://[::1"),
        *("mailto:", "tel:", "mailto://x", "", None, 7),
    ],
)
def test_addresses_nobody_is_sent_to(address):
    assert clean_text.safe_url(address) is None


def test_an_address_cannot_leave_its_attribute():
    assert (
        clean_text.safe_url('https://force.example/a b"><script>')
        == "https://force.example/a%20b%22%3E%3Cscript%3E"
    )


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("<p></p><p>Speeding near St. Mary's school. More to come.</p>", "Speeding near St. Mary's school."),
        ("<p>Fly-tipping</p><p>In the park</p>", "Fly-tipping"),
        ("", ""),
        (None, ""),
        ("x" * 100, "x" * 79 + "…"),
        ("word " * 30, "word " * 14 + "word…"),
    ],
)
def test_first_sentence(text, beginning):
    assert clean_text.first_sentence(text) == beginning


@pytest.mark.parametrize(
    "text",
    [
        *(
            "N/A",
            "n.a.",
            "TBC",
            "t.b.c",
            "<p>None</p>",
            "None.",
            "-",
            "–",
            "...",
            "<p>&nbsp;</p>",
            "nil",
            "NULL",
        ),
        *("See website", "Please see our website.", "To be confirmed", "Not applicable", "Vacant"),
        "None at present",
    ],
)
def test_what_only_fills_a_field_says_nothing(text):
    assert clean_text.unless_filler(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Nan",
        "None of it works",
        "See website for dates",
        "Post Office raid",
        "Town hall (TBC)",
        "Nathan",
        "101",
        "1",
    ],
)
def test_what_says_more_is_kept_as_it_is(text):
    assert clean_text.unless_filler(text) == text

"""What others have written, made fit to show: police.uk hands on what forces typed, markup and all.

The tags allowed are those of a plain text; everything else is stripped before
anything is stored. Links are http, https, mailto or tel, and nothing else.
"""

import re
import unicodedata
from html import unescape
from urllib.parse import quote, urlsplit

import nh3

ALLOWED_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "a"}
LINK_SCHEMES = {"http", "https", "mailto", "tel"}
# Their content is not text either.
DROPPED_WHOLE = {"script", "style", "iframe", "object", "svg", "math", "template", "title", "textarea"}

# A block ends a line: with its tag gone, "<h2>One</h2><div>Two</div>" must not read "OneTwo".
STRIPPED_BLOCK = re.compile(
    r"(?i)<(?=/?(?:div|h[1-6]|tr|td|th|table|hr|blockquote|section|article|dl|dt|dd)\b)"
)
KEPT_BLOCK = re.compile(r"(?i)<(?=/?(?:p|br|ul|ol|li)\b)")
# A full stop ends a sentence after a word, not after "St." or "No.".
SENTENCE_END = re.compile(r"(?<=\w{4}[.!?])\s")
# All that is said, without signs; no word at all says nothing either.
FILLER = re.compile(
    r"|n a|na|none|nil|null|undefined|nothing|unknown|vacant|(?:vacant )?post|vacancy|t ?b ?[acd]"
    r"|to be (?:advised|announced|confirmed|decided|determined)"
    r"|(?:none|nil|not|nothing) (?:yet|set|known|available|applicable|recorded|to report|currently)"
    r"|(?:none|nil|nothing) at (?:present|the moment|this time)"
    r"|(?:please )?(?:see|visit|refer to|check) (?:(?:our|the|force|police|s) )*web ?(?:site|page)"
)
# Drawn as nothing, though Unicode counts them as letters or marks; the last two no XML can hold.
BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffe\uffff")
# Format characters (direction marks, zero-width spaces), controls, halves of surrogate pairs.
UNSEEN_KINDS = frozenset({"Cf", "Cc", "Cs"})


def html(text: object) -> str:
    """HTML with nothing in it but paragraphs, lists, emphasis and safe links; "" for what is no text."""
    if not isinstance(text, str):
        return ""
    cleaned = nh3.clean(
        STRIPPED_BLOCK.sub(" <", _seen(text)),
        tags=ALLOWED_TAGS,
        clean_content_tags=DROPPED_WHOLE,
        attributes={"a": {"href"}},
        # `rel` passes through here too.
        attribute_filter=lambda _tag, name, value: safe_url(value) if name == "href" else value,
        url_schemes=LINK_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    # Once more: nh3 decodes "&#xFFFF;".
    return _seen(cleaned).strip()


def plain(text: object) -> str:
    """Text alone, in one line: tags off, entities decoded (twice encoded ones too), invisible marks off."""
    if not isinstance(text, str):
        return ""
    before, after = None, _seen(text)
    while after != before:
        before, after = after, _seen(_decoded(after))
    return " ".join(after.split())


def unless_filler(text: str) -> str:
    """The cleaned text; "" where its words only fill a field that may not be empty: "N/A", "TBC", a dash."""
    words = " ".join(re.findall(r"\w+", plain(text).casefold()))
    return "" if FILLER.fullmatch(words) else text


def safe_url(text: object) -> str | None:
    """The address, when a reader may be sent there: http, https, mailto or tel, without a login in it."""
    if not isinstance(text, str):
        return None
    # Browsers ignore line breaks and tabs inside an address, so "java\nscript:" is no stranger to them.
    address = re.sub(r"[\x00-\x1f]", "", _seen(text)).strip()
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in LINK_SCHEMES:
        return None
    if parts.scheme in {"http", "https"} and (not host or "@" in parts.netloc):
        return None
    if parts.scheme in {"mailto", "tel"} and (not parts.path or parts.netloc):
        return None
    return quote(address, safe="%/:?#[]@!$&'()*+,;=-._~")


def first_sentence(text: object, limit: int = 80) -> str:
    """What a text begins with, as plain text of at most `limit` characters: for titles and lists."""
    if not isinstance(text, str):
        return ""
    lines = _parted(text, "\n").split("\n")
    line = next((found for found in map(plain, lines) if found), "")
    sentence = SENTENCE_END.split(line, maxsplit=1)[0]
    if len(sentence) <= limit:
        return sentence
    cut = sentence[: limit - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:-") + "…"


def _decoded(text: str) -> str:
    """One layer of markup and entities off."""
    if "<" not in text and "&" not in text:
        return text
    return unescape(nh3.clean(_parted(text, " "), tags=set(), clean_content_tags=DROPPED_WHOLE))


def _parted(text: str, by: str) -> str:
    """With `by` before every tag that begins or ends a block."""
    return STRIPPED_BLOCK.sub(by + "<", KEPT_BLOCK.sub(by + "<", text))


def _seen(text: str) -> str:
    """Without what a reader cannot see and a writer may hide behind."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter for letter in text if letter in "\n\r\t" or _shown(letter))


def _shown(letter: str) -> bool:
    return unicodedata.category(letter) not in UNSEEN_KINDS and letter not in BLANK_LETTERS


# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
FORMULA = re.compile(r"^[=+\-@\t\r\n]")


def cell(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would reckon with it."""
    return f"'{text}" if FORMULA.match(text) else text


# What a spreadsheet takes for a number or date, and so writes anew: 007, 1E5, 1-2, 3/4, DEC1, 12:30, and
# more digits than it keeps.
REWRITTEN = re.compile(
    r"0\d[\d.,]*|\d*\.?\d+e[+-]?\d+|\d{16,}|\d[\d.,]*%|true|false|\d{1,4}(?:[-/. ]\d{1,4}){1,2}|\d+(?::\d+)+"
    r"|(?:\d{1,4}[-/ ]?)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/ ]?\d{1,4}"
    r"|\d{1,4}[-/ ]?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*",
    re.IGNORECASE,
)


def exact_cell(text: str) -> str:
    """The same, and where a spreadsheet would write the text anew: no zero is lost, no id becomes a date."""
    return f"'{text}" if REWRITTEN.fullmatch(text) else cell(text)

"""Other people's text inside our Markdown."""

import re
from urllib.parse import quote

# Reserved characters of an address, less those that mean something in Markdown.
SAFE_IN_LINK = "/:?#@!&=+,;%~"
SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=]|&(?=#?\w+;))")


def literal(text: str) -> str:
    """Plain text that Markdown (Streamlit's, with its colours, maths and icons) leaves as it is."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def telephone_link(number: str) -> str:
    """A published number as a link that a phone can call; what holds more than digits and spaces as it is."""
    digits = number.replace(" ", "")
    return link(number, f"tel:{digits}") if digits.isascii() and digits.isdigit() else literal(number)


def link(text: str, url: str) -> str:
    """A Markdown link to an address that passed `clean.safe_url`; nothing in it ends the link early."""
    return f"[{literal(text)}]({quote(url, safe=SAFE_IN_LINK)})"

"""Our HTML as it may lie in a folder: nothing in it leads, or loads, from outside that folder.

What we render is well formed, attributes in double quotes and no link inside another, so that patterns
suffice where a parser would write our pictures (SVG) anew and otherwise.
"""

import re
from collections.abc import Mapping
from html import escape, unescape
from urllib.parse import urlsplit

from components.addresses import home

LINK = re.compile(r'<a\b([^>]*)\bhref="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
# Icons, addresses for search engines, previews and feeds: all of them are elsewhere.
ELSEWHERE = re.compile(r'<link\b[^>]*>\n?|<meta\b[^>]*\bproperty="og:[^>]*>\n?|<base\b[^>]*>\n?')
EMPTY = re.compile(r"<(li|p)\b[^>]*>\s*</\1>\n?")
MAIN = re.compile(r"<body[^>]*>")


def saved(document: bytes, files: Mapping[str, str], notice: str) -> bytes:
    """The document, its links led to the `files` of our addresses (paths, without options); other links of
    ours are left out, and links to other sites keep their words. `notice` stands above it, where not empty.
    """
    html = ELSEWHERE.sub("", document.decode())
    html = EMPTY.sub("", LINK.sub(lambda found: _link(found, files), html))
    if notice:
        banner = f'<div class="invented" role="note"><p><strong>{escape(notice)}</strong></p></div>'
        html = MAIN.sub(lambda found: found[0] + "\n" + banner, html, count=1)
    return html.encode()


def _link(match: re.Match[str], files: Mapping[str, str]) -> str:
    before, address, after, words = match.groups()
    target = urlsplit(unescape(address))
    if address.startswith("#"):
        return match[0]
    if not target.scheme and target.path in files and (target.path != home() or not target.query):
        return f'<a{before}href="{escape(files[target.path])}"{after}>{words}</a>'
    if not target.scheme or 'class="screen"' in before + after:
        return ""
    return words

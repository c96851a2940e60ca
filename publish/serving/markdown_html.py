"""Our Markdown sentences as HTML and as plain text."""

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

# No HTML inside; links other than http, https, mailto and tel never get into a sentence (clean.safe_url).
_markdown = MarkdownIt("commonmark", {"html": False})


def html(sentence: str) -> Markup:
    """The sentence as HTML without a paragraph round it."""
    return Markup(_markdown.renderInline(sentence))  # noqa: S704 - the renderer escapes what it is given


def plain(sentence: str) -> str:
    """The sentence as text: a link as its words, with the address behind them where they differ."""
    return "".join(_words(pieces(sentence)))


def pieces(sentence: str) -> list[Token]:
    """The sentence as Markdown's inline tokens: text, emphasis, links and line breaks, in order."""
    return [token for block in _markdown.parseInline(sentence) for token in block.children or []]


def _words(tokens: list[Token]) -> list[str]:
    words: list[str] = []
    address, start = "", 0
    for token in tokens:
        if token.type == "link_open":
            address, start = str(token.attrs["href"]), len(words)
        elif token.type == "link_close":
            shown = "".join(words[start:])
            if shown not in address and not address.startswith("tel:"):
                words.append(f" ({address})")
        elif token.type in {"softbreak", "hardbreak"}:
            words.append("\n")
        else:
            words.append(token.content)
    return words

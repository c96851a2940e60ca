"""Documents as they go out: bytes with their headers, and the house's HTML out of its templates."""

import gzip
import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import brotli
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response

from components import addresses
from components.figures.trend import Trend
from components.words import attribution, language
from components.words.language import _
from data_access.settings import HOUSE, settings
from publish.serving import markdown_html

# The smaller first. Browsers offer brotli over https and on localhost only, so gzip is needed too.
SUFFIX = {"br": ".br", "gzip": ".gz"}


def encodings(accept_encoding: str) -> list[str]:
    """Those of SUFFIX that an Accept-Encoding header takes, the smaller first (`br;q=0` refuses it)."""
    offers = [offer.replace(" ", "").lower() for offer in accept_encoding.split(",")]
    taken = {name for name, _, quality in (o.partition(";q=") for o in offers) if quality not in {"0", "0.0"}}
    return [name for name in SUFFIX if name in taken]


TEMPLATES = HOUSE / "publish" / "templates"
# Kept five minutes; a day longer while a newer one is fetched, a week while we are down.
CACHE = "max-age=300, stale-while-revalidate=86400, stale-if-error=604800"
_NONE = "'none'"
INLINE = re.compile(r"<(style|script)>(.*?)</\1>", re.DOTALL)
TEXT = ("text/", "image/svg", "application/json", "application/rss")


@dataclass(frozen=True)
class Document:
    """What is sent: body, media type, status, headers. Packed and marked once, however often it is sent."""

    body: bytes
    media_type: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def etag(self) -> str:
        """A mark of the content."""
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:16]}"'

    @property
    def packable(self) -> bool:
        """Whether it is not packed already."""
        return self.media_type.startswith(TEXT)

    @cached_property
    def packed(self) -> dict[str, bytes]:
        """The body in each encoding that a browser may take."""
        if not self.packable:
            return {}
        return {"br": brotli.compress(self.body, quality=5), "gzip": gzip.compress(self.body, mtime=0)}

    def answer(self, request: Request) -> Response:
        """The response: 304 when the reader has it, else in the smallest form that it takes."""
        # Without a public address, what is written may hold the name that this reader asked by.
        shared = "public" if settings().public_url else "private"
        headers = MutableHeaders({"Cache-Control": f"{shared}, {CACHE}", "ETag": self.etag, **self.headers})
        if self.packable:
            headers.add_vary_header("Accept-Encoding")
        if self.status == 200 and self.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        body = self.body
        for encoding in encodings(request.headers.get("accept-encoding", "")):
            if encoding in self.packed:
                body, headers["Content-Encoding"] = self.packed[encoding], encoding
                break
        return Response(body, self.status, headers, self.media_type)


def page(
    template: str,
    *,
    status: int = 200,
    framed: bool = False,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> Document:
    """A template as an HTML document that may load nothing but its own pictures; `framed`: by other sites."""
    body = render(template, framed=framed, **context)
    policy = {"Content-Security-Policy": content_security_policy(body, framed)}
    return Document(body.encode(), "text/html; charset=utf-8", status, policy | dict(headers or {}))


def message(status: int, title: str, *paragraphs: str, again: int = 0, **options: Any) -> Document:
    """A page of a title and `paragraphs` (Markdown), which looks again by itself after `again` seconds."""
    return page("message.html", status=status, title=title, paragraphs=paragraphs, again=again, **options)


def render(template: str, **context: Any) -> str:
    """A template filled in. Everything put into it is escaped, but sentences (`md`) and cleaned HTML."""
    return _environment().get_template(template).render(**context)


def content_security_policy(body: str, framed: bool) -> str:
    """What a plain document may do: show its own pictures and post to us. Its own styles go by their hash."""
    allowed: dict[str, list[str]] = {"style": [], "script": []}
    for tag, text in INLINE.findall(body):
        mark = b64encode(hashlib.sha256(text.encode()).digest()).decode()
        allowed[tag].append(f"'sha256-{mark}'")
    ancestors = f"'self' {settings().frame_ancestors}" if framed else "'self'"
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {' '.join(allowed['style']) or _NONE}",
            f"script-src {' '.join(allowed['script']) or _NONE}",
            "img-src 'self' data:",
            "base-uri 'none'",
            "form-action 'self'",
            f"frame-ancestors {ancestors}",
        )
    )


def picture(trend: Trend, width: str) -> Markup:
    """The trend as an SVG to stand in a page: `width` is "wide", "narrow" or "flat"."""
    # matplotlib takes half a second to import.
    from components.figures import trend_picture

    size = {"wide": trend_picture.WIDE, "narrow": trend_picture.NARROW, "flat": trend_picture.FLAT}[width]
    title = trend.headline or _("Recorded, month by month")
    drawn = trend_picture.trend_svg(trend, size, title, markdown_html.plain(trend.caption))
    return Markup(drawn)  # noqa: S704 - drawn by ourselves, its words escaped


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "md": markdown_html.html,
        # Foreign HTML passed data_access.clean_text when it was read.
        "cleaned": Markup,
    }
    environment.globals |= {
        "_": _,
        "picture": picture,
        "ngettext": language.ngettext,
        "words": language,
        "addresses": addresses,
        "imprint": attribution,
    }
    return environment


def closed(response: Response) -> Response:
    """The answer, not to be kept, nor shown in a frame of anybody's."""
    policy = response.headers.get("Content-Security-Policy", "frame-ancestors 'self'")
    response.headers["Content-Security-Policy"] = policy.replace(
        "frame-ancestors 'self'", "frame-ancestors 'none'"
    )
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response

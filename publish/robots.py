"""robots.txt: crawlers may read the pages, and leave Streamlit's inside alone."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

RULES = """User-agent: *
Disallow: /_stcore/
Disallow: /media/
"""


async def robots(_request: Request) -> Response:
    """The rules, the same for every crawler."""
    return PlainTextResponse(RULES, headers={"Cache-Control": "public, max-age=86400"})

"""Public addresses are put together in components/addresses.py alone; routes say where they are answered."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from components.menu import PAGES
from data_access.settings import HOUSE
from publish.routes import ROUTES

MAY_SPELL_THEM = {"components/addresses.py", "components/menu.py", "publish/routes.py"}
ROOMS = ("app.py", "ui", "pages", "publish", "components", "data_access")
# What a visitor may ask for: the first part of each route's path, and the pages.
FIRST_PARTS = {route.path.split("/")[1].split(".")[0] for route in ROUTES} | {page.url_path for page in PAGES}
ANY_OF_THEM = "|".join(re.escape(part) for part in sorted(FIRST_PARTS) if part)
AN_ADDRESS = re.compile(rf"(?:^|[\"'])/(?:{ANY_OF_THEM})(?:[/?.]|$)")
PUT_TOGETHER = re.compile(r"[\"']/[^\"']*{{[^\"']*[\"']")


def spelled(source: str) -> Iterator[str]:
    """Each text with an address of ours that something is put into."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            text = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
            if AN_ADDRESS.search(text):
                yield text


def files(ending: str) -> list[Path]:
    """The product's files but those that may, as paths from the house."""
    found = [path for room in ROOMS for path in [HOUSE / room, *(HOUSE / room).rglob(f"*{ending}")]]
    paths = sorted(path.relative_to(HOUSE) for path in found if path.suffix == ending)
    return [path for path in paths if path.as_posix() not in MAY_SPELL_THEM]


def test_no_other_file_puts_an_address_together():
    found = {path: list(spelled((HOUSE / path).read_text())) for path in files(".py")}
    assert {path: texts for path, texts in found.items() if texts} == {}


def test_no_template_puts_an_address_together():
    found = {path: PUT_TOGETHER.findall((HOUSE / path).read_text()) for path in files(".html")}
    assert {path: texts for path, texts in found.items() if texts} == {}


def test_an_address_put_together_elsewhere_is_found():
    assert list(spelled('f"/feeds/{place}/crimes.csv"')) == ["/feeds/{}/crimes.csv"]
    assert list(spelled("f'<a href=\"/survey?force={force}\">'")) != []
    assert list(spelled('f"/{name}"')) == list(spelled('"/feeds/x"')) == []

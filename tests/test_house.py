"""The house stands as it is drawn: the import contracts really guard, and every page is in the table.

A contract with a misspelt name passes in silence. So every import that must not be is planted in a copy of
the tree, and the contract that forbids it has to name it.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from components.menu import PAGES
from data_access.settings import HOUSE

TOOLS = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["tool"]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
# `X.planted` is a new file; every other source is a room that stands, with one more line.
PLANTED = {
    "Arrows point down": [
        "data_access.freshness -> components.words.language",
        "data_access.freshness -> pages.find",
        "components.menu -> pages.find",
        "components.menu -> publish.robots",
        "components.menu -> ui.planted",
        "pages.planted -> publish.robots",
        "pages.planted -> ui.planted",
        "publish.robots -> pages.find",
    ],
    "data_access is built in floors": [
        "data_access.store.cache -> data_access.counts.crimes",
        "data_access.background.task_queue -> data_access.store.folders",
        "data_access.usual.force_counts -> data_access.archive.load",
        "data_access.clean_text -> data_access.errors",
    ],
    "The survey is built in floors": [
        "data_access.survey.questions -> data_access.survey.database.tables",
        "data_access.survey.answering.accept -> data_access.survey.staff.notes",
    ],
    "components is built in floors": [
        "components.words.crime -> components.figures.colours",
        "components.content.summary -> components.panels.team",
        "components.menu -> components.addresses",
    ],
    "publish is built in floors": [
        "publish.serving.document -> publish.paper.pdf",
        "publish.light.light_page -> publish.embeds.embeds",
    ],
    "data_access knows of no screen": [
        f"data_access.freshness -> {screen}" for screen in ("streamlit", "plotly", "pydeck", "starlette")
    ],
    "publish does without Streamlit": ["publish.robots -> streamlit"],
    "Statistics are pure": [
        f"data_access.statistics.expected -> {reader}"
        for reader in (
            "data_access.settings",
            "data_access.store.cache",
            "data_access.background.task_queue",
            "data_access.http.request",
            "sqlalchemy",
            "requests",
            "filelock",
        )
    ],
    "Words and figures are pure": [
        *(f"components.{room} -> streamlit" for room in ("words.crime", "figures.trend_chart")),
        *(
            f"components.words.crime -> {reader}"
            for reader in (
                "sqlalchemy",
                "requests",
                "data_access.store.cache",
                "data_access.http.request",
                "data_access.refresh.due",
                "data_access.survey.database.tables",
            )
        ),
    ],
    "What a page says does not draw": [
        f"components.{room} -> streamlit" for room in ("content.summary", "addresses", "menu")
    ],
    "Screens ask the store and the refresher": [
        "pages.planted -> data_access.police_api.availability",
        "publish.robots -> data_access.http.request",
        "components.frame -> data_access.postcodes",
    ],
    "Only data_access.http speaks HTTP": [
        "pages.planted -> requests",
        "publish.robots -> requests",
        "components.menu -> urllib3",
        "data_access.freshness -> requests",
        "ui.planted -> requests",
        "data_access.freshness -> requests_ratelimiter",
    ],
    "Only data_access.mail sends mail": ["ui.planted -> smtplib", "data_access.freshness -> smtplib"],
    "Only police_api and postcodes reach the wire": ["data_access.freshness -> data_access.http.request"],
    "Only police_api asks police.uk": ["components.menu -> data_access.police_api.ask"],
    "Nobody imports the stand-in": [
        f"{room} -> demo.world"
        for room in (
            "ui.planted",
            "pages.planted",
            "publish.robots",
            "components.menu",
            "data_access.freshness",
        )
    ],
    "Pages do not import each other": ["pages.planted -> pages.find"],
}
# Folders in which every room has a floor.
CONTAINERS = ["data_access", "data_access.survey", "components", "publish"]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages and their contracts once more, to be spoilt."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(HOUSE / "pyproject.toml", folder)
    for package in TOOLS["importlinter"]["root_packages"]:
        shutil.copytree(HOUSE / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    for package in ("ui", "pages"):
        (folder / package / "planted.py").touch()
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(("contract", "plant"), [(c, p) for c, plants in PLANTED.items() for p in plants])
def test_an_import_that_must_not_be_is_caught(contract: str, plant: str, copy: Path):
    source, target = plant.split(" -> ")
    file = (copy / source.replace(".", "/")).with_suffix(".py")
    before = file.read_text("utf-8")
    file.write_text(f"{before}\nimport {target}\n", "utf-8")
    told = _complaints(copy)
    file.write_text(before, "utf-8")
    # A contract's complaints stand under its underlined name, up to the next one.
    own = re.search(rf"^{contract}.*\n-+\n([\s\S]*?)(?=^\S.*\n---|\Z)", told, re.M)
    assert own, told
    assert f"{plant} (l." in own[1]


@pytest.mark.slow
@pytest.mark.parametrize("container", CONTAINERS)
def test_a_new_room_has_to_say_on_which_floor_it_stands(container: str, copy: Path):
    room = copy / container.replace(".", "/") / "planted.py"
    room.touch()
    told = _complaints(copy)
    room.unlink()
    assert f"{container}.planted" in told


def _complaints(house: Path) -> str:
    wide = os.environ | {"COLUMNS": "300"}  # else long names are broken over lines
    return subprocess.run([LINT_IMPORTS], cwd=house, capture_output=True, text=True, env=wide).stdout


def test_every_contract_and_every_module_it_forbids_was_broken_once():
    for contract in TOOLS["importlinter"]["contracts"]:
        [plants] = [plants for start, plants in PLANTED.items() if contract["name"].startswith(start)]
        targets = [plant.split(" -> ")[1] for plant in plants]
        for module in contract.get("forbidden_modules", ()):
            assert any(f"{target}.".startswith(f"{module}.") for target in targets), module


@pytest.mark.parametrize("module", ["app", "manage"])
@pytest.mark.parametrize("package", ["ui", "pages", "components", "data_access"])
def test_nobody_may_import_what_stands_on_top(module: str, package: str):
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--stdin-filename",
        f"{package}/planted.py",
        "-",
    ]
    done = subprocess.run(command, cwd=HOUSE, input=f"import {module}\n", capture_output=True, text=True)
    assert f"{module} stands on top" in done.stdout


def test_every_page_is_in_the_table_and_the_table_leads_to_no_other():
    files = sorted(path.stem for path in (HOUSE / "pages").glob("[!_]*.py"))
    assert sorted(entry.file for entry in PAGES) == files
    assert len({entry.url_path for entry in PAGES}) == len(PAGES)

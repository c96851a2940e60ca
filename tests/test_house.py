"""The house stands as it is drawn: the import contracts really guard, and every page is in the table.

A contract with a misspelt name passes in silence. So every import that must not be is planted in a copy of
the tree, and the contract that forbids it has to name it.
"""

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
PURE = "Figures, maps, cards and sentences are pure"
# A source called `planted` is a new file; the others get one more line.
PLANTED = {
    "Arrows point down": [
        "data_access.planted -> components.words.language",
        "data_access.planted -> pages.find",
        "components.planted -> pages.find",
        "components.planted -> publish.planted",
        "components.planted -> ui.planted",
        "pages.planted -> publish.planted",
        "pages.planted -> ui.planted",
        "publish.planted -> pages.find",
    ],
    "data_access knows of no screen": [
        f"data_access.planted -> {screen}" for screen in ("streamlit", "plotly", "pydeck", "starlette")
    ],
    "publish does without Streamlit": ["publish.planted -> streamlit"],
    PURE: [
        *(f"components.{name} -> streamlit" for name in ("charts", "maps", "cards", "sentences", "words")),
        *(
            f"components.figures.trend_chart -> {reader}"
            for reader in (
                "requests",
                "data_access.store.held_places",
                "data_access.refresh.on_demand",
                "data_access.police_api.availability",
                "data_access.postcodes",
            )
        ),
    ],
    "Only police_api and postcodes speak HTTP": [
        "pages.planted -> requests",
        "publish.planted -> requests",
        "components.planted -> urllib3",
        "data_access.planted -> requests",
        "ui.planted -> requests",
        "data_access.planted -> requests_ratelimiter",
    ],
    "Only police_api and postcodes reach the wire": ["data_access.planted -> data_access.http.request"],
    "Only police_api asks police.uk": ["components.planted -> data_access.police_api.ask"],
    "Nobody imports the stand-in": [
        f"{package}.planted -> demo.planted"
        for package in ("ui", "pages", "publish", "components", "data_access")
    ],
    "Pages do not import each other": ["pages.planted -> pages.find"],
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages and their contracts once more, to be spoilt."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(HOUSE / "pyproject.toml", folder)
    for package in TOOLS["importlinter"]["root_packages"]:
        shutil.copytree(HOUSE / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / package / "planted.py").touch()
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(("contract", "plant"), [(c, p) for c, plants in PLANTED.items() for p in plants])
def test_an_import_that_must_not_be_is_caught(contract: str, plant: str, copy: Path):
    source, target = plant.split(" -> ")
    file = (copy / source.replace(".", "/")).with_suffix(".py")
    before = file.read_text("utf-8")
    file.write_text(f"{before}\nimport {target}\n", "utf-8")
    told = subprocess.run([LINT_IMPORTS], cwd=copy, capture_output=True, text=True).stdout
    file.write_text(before, "utf-8")
    # A contract's complaints stand under its underlined name, up to the next one.
    own = re.search(rf"^{contract}.*\n-+\n([\s\S]*?)(?=^\S.*\n---|\Z)", told, re.M)
    assert own, told
    assert f"{plant} (l." in own[1]


def test_every_contract_and_every_module_it_forbids_was_broken_once():
    for contract in TOOLS["importlinter"]["contracts"]:
        [plants] = [plants for start, plants in PLANTED.items() if contract["name"].startswith(start)]
        targets = {plant.split(" -> ")[1].removesuffix(".planted") for plant in plants}
        assert set(contract.get("forbidden_modules", ())) <= targets


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

"""Pages run alone, cold, on the stand-in's facts."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_access.models import NeighbourhoodRef
from data_access.police_api import neighbourhoods
from data_access.refresh import on_demand
from data_access.settings import HOUSE, settings
from tests.support.facts import FORCE
from tests.support.stand_in import StandIn, read_settings_anew

Run = Callable[..., AppTest]


@pytest.fixture(scope="session")
def names(stand_in_process: StandIn, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The stand-in's neighbourhoods: name to id."""
    with pytest.MonkeyPatch.context() as patch:
        _point_at(patch, stand_in_process, tmp_path_factory.mktemp("names"))
        found = {n.name: n.id for n in neighbourhoods.neighbourhoods(FORCE)}
    settings.cache_clear()
    return found


@pytest.fixture(scope="session")
def held(
    stand_in_process: StandIn, names: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, NeighbourhoodRef]:
    """A data folder with one neighbourhood wholly read, and that neighbourhood."""
    folder = tmp_path_factory.mktemp("held")
    place = NeighbourhoodRef(FORCE, next(iter(names.values())))
    with pytest.MonkeyPatch.context() as patch:
        _point_at(patch, stand_in_process, folder)
        on_demand.reference()
        on_demand.reference(FORCE)
        assert on_demand.refresh_place(place, lambda _progress: None).failed == 0
    settings.cache_clear()
    return folder, place


@pytest.fixture
def run(
    stand_in: StandIn, held: tuple[Path, NeighbourhoodRef], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Run]:
    """Run a page alone: `run("crime_trends", to="2026-03")`; `place=None` for an address without one."""
    folder, place = held
    shutil.copytree(folder, tmp_path / "copy")
    monkeypatch.setenv("YOURPATCH_DATA_DIR", str(tmp_path / "copy"))
    read_settings_anew()
    st.cache_data.clear()
    st.cache_resource.clear()

    def run_page(name: str, place: NeighbourhoodRef | None = place, **address: str) -> AppTest:
        page = AppTest.from_file(str(HOUSE / "pages" / f"{name}.py"), default_timeout=90)
        if place:
            address = {"force": place.force_id, "neighbourhood": place.neighbourhood_id, **address}
        for key, value in address.items():
            page.query_params[key] = value
        return page.run()

    yield run_page
    settings.cache_clear()


def _point_at(patch: pytest.MonkeyPatch, server: StandIn, folder: Path) -> None:
    # A session's fixture comes before a test's: whatever an earlier test told the stand-in is undone here.
    server.reset()
    patch.setenv("YOURPATCH_POLICE_API", server.police_api)
    patch.setenv("YOURPATCH_POSTCODES_API", server.address)
    patch.setenv("YOURPATCH_DATA_DIR", str(folder))
    read_settings_anew()

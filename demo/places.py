"""Forces and neighbourhoods as written down in `forces/<force>/*.toml`, in the shapes police.uk answers with.

TOML has no null: a key of `SHAPES` that a file leaves out is null, and a key named in `absent` is left out of
the answer altogether.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from demo.geometry import Array
from demo.map_lines import ring

FOLDER = Path(__file__).resolve().parent / "forces"
# In the order of GET /forces: by name.
FORCES = ("eastwold", "exampleshire", "fenmarsh")
WRITTEN_FOR = date(2026, 9, 1)  # the newest month the diaries were written beside

SHAPES = {
    "force": ("id", "name", "description", "url", "telephone", "engagement_methods"),
    "engagement_methods": ("type", "title", "description", "url"),
    "neighbourhood": ("id", "name", "description", "url_force", "population", "contact_details"),
    "links": ("title", "url", "description"),
    "locations": ("type", "name", "description", "address", "postcode", "latitude", "longitude"),
    "people": ("name", "rank", "bio", "contact_details"),
    "priorities": ("issue", "issue-date", "action", "action-date"),
    "events": ("title", "type", "description", "address", "start_date", "end_date", "contact_details"),
}
EMPTY: dict[str, Any] = {"contact_details": {}}


@dataclass(frozen=True)
class Place:
    """A neighbourhood: `facts` as written, `ring` closed."""

    force_id: str
    id: str
    ring: Array
    facts: dict[str, Any]

    @property
    def profile(self) -> dict[str, Any]:
        """What `/{force}/{neighbourhood}` answers."""
        latitude, longitude = np.mean(self.ring[:-1], axis=0)
        return {
            **_shaped("neighbourhood", self.facts),
            "centre": {"latitude": f"{latitude:.5f}", "longitude": f"{longitude:.5f}"},
            "links": self.listed("links"),
            "locations": self.listed("locations"),
        }

    def listed(self, what: str) -> list[dict[str, Any]]:
        """`people`, `priorities`, `links` or `locations`, every key there, null where nothing is written."""
        return [_shaped(what, entry) for entry in self.facts.get(what, [])]

    def events(self, newest: date) -> list[dict[str, Any]]:
        """The diary, moved by whole weeks so that it lies ahead of whoever starts with that newest month."""
        weeks = round((newest - WRITTEN_FOR).days / 7)
        diary = [_moved(event, timedelta(weeks=weeks)) for event in self.listed("events")]
        return sorted(diary, key=lambda event: str(event["start_date"]))


@dataclass(frozen=True)
class Force:
    """A force and its neighbourhoods by id."""

    id: str
    facts: dict[str, Any]
    places: dict[str, Place]

    @property
    def name(self) -> str:
        """Its display name."""
        return str(self.facts["name"])

    @property
    def publishes(self) -> frozenset[str]:
        """What it gives police.uk: crime, outcomes, stops."""
        return frozenset(self.facts["publishes"])

    @property
    def profile(self) -> dict[str, Any]:
        """What `/forces/{force}` answers."""
        methods = [_shaped("engagement_methods", entry) for entry in self.facts["engagement_methods"]]
        return _shaped("force", self.facts) | {"engagement_methods": methods}

    @property
    def people(self) -> list[dict[str, Any]]:
        """The senior officers."""
        return [_shaped("people", entry) for entry in self.facts.get("people", [])]


def forces() -> dict[str, Force]:
    """Every force of the invented country, by id."""
    return {force_id: _force(force_id) for force_id in FORCES}


def _force(force_id: str) -> Force:
    facts = _read(FOLDER / force_id / "force.toml")
    files = sorted(path for path in (FOLDER / force_id).glob("*.toml") if path.name != "force.toml")
    found = [_place(force_id, _read(path)) for path in files]
    return Force(force_id, facts | {"id": force_id}, {place.id: place for place in found})


def _place(force_id: str, facts: dict[str, Any]) -> Place:
    return Place(force_id, facts["id"], ring(facts["corners"]), facts)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _shaped(shape: str, facts: dict[str, Any]) -> dict[str, Any]:
    absent = facts.get("absent", [])
    return {key: facts.get(key, EMPTY.get(key)) for key in SHAPES[shape] if key not in absent}


def _moved(event: dict[str, Any], by: timedelta) -> dict[str, Any]:
    times = {key: event[key] for key in ("start_date", "end_date") if event.get(key)}
    return event | {key: (datetime.fromisoformat(time) + by).isoformat() for key, time in times.items()}

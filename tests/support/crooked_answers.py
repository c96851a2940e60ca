"""Answers of police.uk as people have met them, each with one thing wrong: `crooked/<name>.json`.

All names are invented. Who finds the next oddity adds an item to the file of its kind.
"""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("crooked")


def crooked(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))

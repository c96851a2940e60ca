"""What the documents say of the code is still so."""

import re
from pathlib import Path

import pytest

from data_access.settings import HOUSE, Settings

DOCUMENTS = [*HOUSE.glob("*.md"), *HOUSE.glob("docs/*.md"), *HOUSE.glob("local/*.md")]
PRODUCT = ("app.py", "manage.py", "ui", "pages", "publish", "components", "data_access", "demo")


# The application sets this one for itself when it serves the demonstration.
OURS = {"YOURPATCH_DEMONSTRATION"}


def test_every_setting_is_in_the_operators_handbook():
    fields = Settings.model_fields.items()
    names = {str(field.validation_alias or f"YOURPATCH_{name.upper()}") for name, field in fields}
    told = set(re.findall(r"\w+", (HOUSE / "docs" / "deployment.md").read_text("utf-8")))
    assert sorted(names - told - OURS) == []


def test_the_handover_names_a_file_for_each_of_many_changes():
    rows = re.findall(
        r"^\| .+ \| (.+) \| (.+) \|$", (HOUSE / "docs" / "handover.md").read_text("utf-8"), re.M
    )[1:]
    assert len(rows) >= 15
    for where, test in rows:
        paths = re.findall(r"`([\w./]+)`", f"{where} {test}")
        assert len(paths) >= 2
        assert [path for path in paths if not (HOUSE / path).exists()] == []


def _terms() -> list[str]:
    table = (HOUSE / "docs" / "glossary.md").read_text("utf-8")
    rows = [line.split("|") for line in table.splitlines() if line.startswith("| ")]
    return [name for row in rows for name in re.findall(r"`(\w+)`", row[2])]


def test_every_name_in_the_glossary_is_a_name_in_the_code():
    files = [f for part in PRODUCT for f in [HOUSE / part, *(HOUSE / part).rglob("*.py")] if f.is_file()]
    names = set(re.findall(r"\w+", "\n".join(file.read_text("utf-8") for file in files)))
    assert len(_terms()) > 20
    assert [term for term in _terms() if term not in names] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(HOUSE)))
def test_links_and_paths_in_the_documents_lead_somewhere(document: Path):
    text = document.read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if not link.startswith(("http", "mailto:"))]
    paths = re.findall(r"`((?:[\w.-]+/)+[\w-]+\.(?:py|md|toml|cfg|pot))`", text)
    lost = [link for link in links if not (document.parent / link).exists()]
    assert lost + [path for path in paths if not (HOUSE / path).exists()] == []

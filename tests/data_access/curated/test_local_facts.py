"""A force's own facts: the files we ship are right, and a wrong one stops the start with a clear sentence."""

from datetime import date
from pathlib import Path

import pytest

from data_access.curated.forces import FORCES
from data_access.curated.local_facts import (
    FOLDER,
    LARGEST_BYTES,
    NOTHING,
    Item,
    Local,
    WrongLocalFile,
    check_all,
    local,
)
from demo.places import forces as invented_forces

ITEM = 'title = "Join"\nurl = "https://alert.example.org/"\nsource = "its page"\nchecked = 2026-11-20\n'


def _wiltshire(folder: Path, text: str) -> Local:
    (folder / "wiltshire.toml").write_text(text, encoding="utf-8")
    return check_all(folder)["wiltshire"]


def _fault(folder: Path, text: str) -> str:
    with pytest.raises(WrongLocalFile) as caught:
        _wiltshire(folder, text)
    return str(caught.value)


def _items(facts: Local) -> list[Item]:
    found: list[Item] = []
    for name in Local.model_fields:
        value = getattr(facts, name)
        found += (
            [value] if isinstance(value, Item) else [item for item in value or () if isinstance(item, Item)]
        )
    return found


def test_the_files_we_ship_are_right():
    assert {"exampleshire", "wiltshire", "northamptonshire"} <= set(check_all())


def test_exampleshire_has_every_field_so_that_it_can_be_copied():
    facts = local("exampleshire")
    assert [name for name in Local.model_fields if not getattr(facts, name)] == []


def test_what_is_invented_leads_nowhere_real():
    for item in _items(local("exampleshire")):
        assert "invented" in item.source
        assert item.url is None or ".example" in item.url or item.url.startswith("tel:01632960")


def test_exampleshires_groups_name_neighbourhoods_of_the_demonstration():
    grouped = {id_ for group in local("exampleshire").groups.values() for id_ in group.neighbourhoods}
    assert grouped
    assert grouped <= set(invented_forces()["exampleshire"].places)


@pytest.mark.parametrize("force_id", sorted(set(FORCES) & {path.stem for path in FOLDER.glob("*.toml")}))
def test_what_we_wrote_about_a_real_force_says_that_it_is_to_be_checked(force_id: str):
    items = _items(local(force_id))
    assert len(items) >= 5
    assert all(item.to_be_checked for item in items)


def test_the_known_messaging_services_are_there():
    assert local("wiltshire").messaging.title == "Wiltshire and Swindon Community Messaging"
    assert local("northamptonshire").messaging.title == "Northamptonshire Talking"


@pytest.mark.parametrize("force_id", ["durham", "", "..", "../exampleshire", "README", "wiltshire.toml"])
def test_a_force_without_a_file_has_nothing_and_no_fault(force_id: str):
    assert local(force_id) is NOTHING


def test_an_item_keeps_its_source_and_date(tmp_path: Path):
    item = _wiltshire(tmp_path, "[messaging]\n" + ITEM).messaging
    assert item == Item(
        title="Join", url="https://alert.example.org/", source="its page", checked=date(2026, 11, 20)
    )
    assert not item.to_be_checked


def test_a_group_names_its_neighbourhoods(tmp_path: Path):
    text = '[groups."North"]\nneighbourhoods = ["A1", "a2"]\nsource = "the board"\nchecked = 2026-11-20\n'
    assert _wiltshire(tmp_path, text).groups["North"].neighbourhoods == ("A1", "a2")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("mesaging = 1\n", "local/wiltshire.toml: mesaging: is not a field of this schema."),
        ("[messaging]\n" + ITEM + 'colour = "red"\n', "messaging.colour: is not a field of this schema."),
        ('[messaging]\ntitle = "Join"\ntext = "x"\nchecked = 2026-11-20\n', "messaging.source: is missing."),
        ("[messaging]\n" + ITEM.replace("2026-11-20", '"yesterday"'), "messaging.checked: "),
        ("[messaging]\n" + ITEM.replace("2026-11-20", "2026-11-20T10:00:00"), "messaging.checked: "),
        ("[messaging]\n" + ITEM + 'to_be_checked = "no"\n', "messaging.to_be_checked: "),
        ('[plan]\ntitle = "P"\nsource = "s"\nchecked = 2026-11-20\n', "plan: needs a url or a text."),
        ("[[advice]]\n" + ITEM + "[[advice]]\n" + ITEM.replace("Join", "<b>Join</b>"), "advice.1.title: "),
        ("[messaging]\n" + ITEM.replace("Join", ""), "messaging.title: must be 1 to "),
        ("[messaging]\n" + ITEM.replace("Join", "J" * 401), "messaging.title: must be 1 to "),
        ("[messaging]\n" + ITEM.replace("Join", "Jo\\u202ein"), "messaging.title: must be plain text"),
        (
            '[groups.North]\nneighbourhoods = []\nsource = "s"\nchecked = 2026-11-20\n',
            "North.neighbourhoods: ",
        ),
        ("messaging = [", "local/wiltshire.toml: cannot be read: "),
        ("a = " + "[" * 20_000, "local/wiltshire.toml: cannot be read: "),
        ("# " + "x" * LARGEST_BYTES, f"is larger than {LARGEST_BYTES} bytes."),
    ],
)
def test_a_wrong_file_is_named_with_its_field(tmp_path: Path, text: str, fault: str):
    assert fault in _fault(tmp_path, text)


@pytest.mark.parametrize(
    "url",
    [
        "http://alert.example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//alert.example.org/",
        "https://",
        "https://localhost/",
        "https://name:word@alert.example.org/",
        "https://alert.example.org/ onclick",
        "mailto:nobody",
        "mailto:a@example.org?bcc=b@example.org",
        "tel:call me",
        "ftp://example.org/",
    ],
)
def test_a_link_that_is_not_https_mailto_or_tel_is_refused(tmp_path: Path, url: str):
    text = "[messaging]\n" + ITEM.replace("https://alert.example.org/", url)
    assert "messaging.url: must be a link that begins with" in _fault(tmp_path, text)


@pytest.mark.parametrize("url", ["https://example.org", "mailto:team@example.org", "tel:+44-1632-960107"])
def test_a_link_a_reader_can_use_is_taken(tmp_path: Path, url: str):
    text = "[messaging]\n" + ITEM.replace("https://alert.example.org/", url)
    assert _wiltshire(tmp_path, text).messaging.url == url


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path):
    (tmp_path / "durham.toml").write_bytes(b"\xff\xfe not text")
    (tmp_path / "kent.toml").mkdir()
    fault = _fault(tmp_path, "[messaging]\ntext = 1\n")
    assert [line.split(": ")[0] for line in fault.splitlines()] == [
        "local/durham.toml",
        "local/kent.toml",
        *["local/wiltshire.toml"] * 4,
    ]


def test_a_file_for_a_force_that_does_not_exist_is_a_fault_not_a_file_nobody_sees(tmp_path: Path):
    (tmp_path / "wiltshir.toml").write_text("", encoding="utf-8")
    with pytest.raises(WrongLocalFile, match="is called 'wiltshir'"):
        check_all(tmp_path)

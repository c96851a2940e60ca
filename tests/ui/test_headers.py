"""The Content-Security-Policy lets in our own files, and the base map's only when an operator chose one."""

from ui.headers import content_security_policy


def policy(**choices: str) -> dict[str, str]:
    parts = content_security_policy(("sha256-abc=",), **choices).split("; ")
    return dict(part.split(" ", 1) for part in parts)


def test_nobody_outside_is_asked():
    ours = policy()
    assert ours["script-src"] == "'self' 'wasm-unsafe-eval' 'sha256-abc='"
    assert not any("http" in value or "*" in value for value in ours.values())


def test_a_base_map_may_be_loaded_from_where_it_is():
    with_map = policy(map_style="https://tiles.example/styles/quiet.json?key=1")
    for directive in ("connect-src", "img-src", "font-src"):
        assert "https://tiles.example" in with_map[directive].split()
    assert "tiles.example" not in with_map["script-src"]
    assert "quiet.json" not in " ".join(with_map.values())
    assert policy(map_style="/app/static/style.json")["connect-src"] == "'self'"

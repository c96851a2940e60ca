"""Which compressed form a browser takes."""

import pytest

from publish.serving.document import encodings


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("gzip, deflate, br, zstd", ["br", "gzip"]),
        ("GZIP;q=0.5,BR ; q=1.0", ["br", "gzip"]),
        ("br;q=0, gzip", ["gzip"]),
        ("gzip;q=0.0", []),
        ("identity", []),
        ("brotli", []),
        ("", []),
    ],
)
def test_only_what_is_offered_is_taken(accepted: str, taken: list[str]):
    assert encodings(accepted) == taken

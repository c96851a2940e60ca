"""Of many that start at once with no key yet, all sign with the same one."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from data_access.secret_key import secret


def test_all_that_start_at_once_have_one_key(data_dir: Path):
    for _ in range(20):
        together = threading.Barrier(8)

        def start(_: int, together: threading.Barrier = together) -> str:
            together.wait(5)
            return secret()

        with ThreadPoolExecutor(8) as hands:
            keys = set(hands.map(start, range(8)))
        assert len(keys) == 1
        assert [file.name for file in data_dir.iterdir()] == ["secret"]
        kept = data_dir / "secret"
        assert (keys, kept.stat().st_mode & 0o777) == ({kept.read_text()}, 0o600)
        kept.unlink()

"""`make bench`: every measure against its budget, on the terminal and in bench/results/."""

import subprocess
import sys
from datetime import datetime

from data_access.settings import HOUSE

# The long ones stand aside: bench.expected_simulation takes minutes, bench.expected_against_r needs R.
MEASURES = (
    "serving",
    "first_paint",
    "embeds",
    "visitors",
    "survey",
    "warm_read",
    "first_visit",
    "expected_speed",
    "usual_read",
    "archive_load",
)


def main() -> None:
    """Run each in a process of its own, so that none warms another up."""
    results = HOUSE / "bench" / "results"
    results.mkdir(exist_ok=True)
    with (results / f"{datetime.now():%Y-%m-%d-%H%M}.txt").open("w") as file:
        for measure in MEASURES:
            ran = subprocess.run(
                [sys.executable, "-m", f"bench.{measure}"], cwd=HOUSE, stdout=subprocess.PIPE, text=True
            )
            told = f"{measure}{'' if ran.returncode == 0 else ' FAILED'}\n{ran.stdout}\n"
            print(told, flush=True)
            file.write(told)


if __name__ == "__main__":
    main()

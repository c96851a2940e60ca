"""One level of 95 %: what the words say of it is what the ranges are reckoned with."""

import ast
import math
from pathlib import Path

import pytest
from scipy.stats import norm

from components.panels import about_the_data
from data_access.statistics import level
from data_access.statistics.expected import chances
from data_access.survey.results.window import share_range

ROOT = Path(__file__).parents[2]
WITHIN = round(100 * level.LEVEL)


def test_the_tails_are_what_the_level_leaves():
    assert (level.LEVEL, level.TAIL) == (0.95, 0.025)
    assert math.isclose(level.Z, norm.ppf(0.975), abs_tol=1e-9)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (Path(about_the_data.__file__), f"The usual range holds {WITHIN} of 100 ordinary months."),
        (ROOT / "docs/feeds.md", f"The usual range holds {WITHIN} months of 100 by chance."),
        (ROOT / "docs/glossary.md", f"where a month's count lies {WITHIN} times in 100"),
    ],
)
def test_the_words_name_the_level(file: Path, words: str):
    assert words in file.read_text("utf-8")


def test_the_ranges_hold_what_the_level_says():
    # Counts so large that a count more or less is no matter.
    month = chances([0.0], [10_000.0], [20_000.0]).iloc[0]
    width = (month["high"] - month["low"]) / (2 * math.sqrt(20_000))
    assert width == pytest.approx(norm.ppf(0.975), rel=0.01)
    low, high = share_range(50_000, 100_000)
    assert (high - low) / (2 * math.sqrt(0.25 / 100_000)) == pytest.approx(norm.ppf(0.975), rel=1e-3)


def test_no_other_module_knows_the_figures():
    figures = {1.96, 0.95, 0.975, 0.025}
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for folder in (
            "data_access/statistics",
            "data_access/survey",
            "components/words",
            "components/figures",
        )
        for file in (ROOT / folder).rglob("*.py")
        if file.name != "level.py"
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, float) and node.value in figures
    ]
    assert found == []

"""Months as police.uk counts them. A month is the `date` of its first day."""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

MONTH_KEY = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def parse_month(key: str) -> date:
    """The month of `2026-09`. Raises ValueError for anything else, `2026-13` and `2026-09-15` too."""
    match = MONTH_KEY.fullmatch(key)
    if not match or not 1900 <= int(match[1]) <= 2200:
        raise ValueError(f"not a month: {key!r}")
    return date(int(match[1]), int(match[2]), 1)


@lru_cache(maxsize=1000)
def month_key(month: date) -> str:
    """`2026-09`, as police.uk writes a month."""
    return f"{month:%Y-%m}"


def shift(month: date, months: int) -> date:
    """The month that lies `months` later (earlier when negative)."""
    years, index = divmod(month.year * 12 + month.month - 1 + months, 12)
    return date(years, index + 1, 1)


def month_range(first: date, last: date) -> list[date]:
    """Every month from `first` to `last`, both included; empty when `last` lies before `first`."""
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    return [shift(first, n) for n in range(length)]


def days_in(month: date) -> int:
    """How many days the month has: February is short, and so are its counts."""
    return monthrange(month.year, month.month)[1]

"""Language: translation, and how months, dates, times and numbers are written (British English for now)."""

import gettext
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from data_access.settings import HOUSE

LOCALE = HOUSE / "locale"
LANGUAGE = "en_GB"
# No percentage on a smaller base.
SMALLEST_BASE = 20


@lru_cache(maxsize=1)
def _catalogue() -> gettext.NullTranslations:
    return gettext.translation("yourpatch", LOCALE, languages=[LANGUAGE], fallback=True)


def _(sentence: str) -> str:
    """The sentence in the reader's language."""
    return _catalogue().gettext(sentence) if sentence else ""


def ngettext(singular: str, many: str, n: int) -> str:
    """The sentence for `n` things; it may hold `{n}`, which is filled in with the written number."""
    return _catalogue().ngettext(singular, many, n).replace("{n}", number(n))


@lru_cache(maxsize=10_000)
def number(n: int | float) -> str:
    """`1,234`."""
    return str(format_decimal(n, locale=LANGUAGE))


def share_words(count: int, base: int) -> str:
    """`12%`, or nothing on a base too small to carry a percentage; all or none only where it is so."""
    if base < SMALLEST_BASE:
        return ""
    if base * 0.995 <= count < base:
        return _("over 99%")
    return _("under 1%") if 0 < count < base * 0.005 else f"{count / base:.0%}"


@lru_cache(maxsize=1000)
def month_words(month: date) -> str:
    """`September 2026`."""
    return str(format_date(month, "MMMM yyyy", locale=LANGUAGE))


def month_name(month: date) -> str:
    """`September`."""
    return str(format_date(month, "MMMM", locale=LANGUAGE))


@lru_cache(maxsize=1000)
def month_short(month: date) -> str:
    """`Sep 2026`, for axes only."""
    return str(format_date(month, "MMM yyyy", locale=LANGUAGE))


def day_words(day: date | datetime, year: bool = True) -> str:
    """`14 September 2026`, or `14 September`."""
    return str(format_date(day, "d MMMM yyyy" if year else "d MMMM", locale=LANGUAGE))


def weekday_words(day: date | datetime) -> str:
    """`Thursday 3 December`."""
    return str(format_date(day, "EEEE d MMMM", locale=LANGUAGE))


def time_words(moment: datetime) -> str:
    """`6 pm`, `10.30 am`, `noon`, `midnight`: never the 24-hour clock."""
    if (moment.hour, moment.minute) == (12, 0):
        return _("noon")
    if (moment.hour, moment.minute) == (0, 0):
        return _("midnight")
    half = _("am") if moment.hour < 12 else _("pm")
    hour = (moment.hour - 1) % 12 + 1
    return f"{hour}.{moment.minute:02d} {half}" if moment.minute else f"{hour} {half}"


def listed(parts: list[str]) -> str:
    """`a, b and c`."""
    return str(format_list(parts, locale=LANGUAGE)) if parts else ""


def either(parts: list[str]) -> str:
    """`a, b or c`."""
    return str(format_list(parts, style="or", locale=LANGUAGE)) if parts else ""


def months_listed(months: list[date]) -> str:
    """Months as runs: `January to April 2024 and June 2025`."""
    runs: list[list[date]] = []
    for month in sorted(months):
        last = runs[-1][-1] if runs else None
        if last and (month.year * 12 + month.month) - (last.year * 12 + last.month) == 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return listed([_run_words(run[0], run[-1]) for run in runs])


def _run_words(first: date, last: date) -> str:
    if first == last:
        return month_words(first)
    start = month_name(first) if first.year == last.year else month_words(first)
    return _("{first} to {last}").format(first=start, last=month_words(last))


def capital(words: str) -> str:
    """With a capital at its beginning."""
    return words[:1].upper() + words[1:]

"""What is told of a place, once for every view: page, embed, light page, briefing, feed.

Two views that show one figure take it from here. Sentences are Markdown. No screen and no arithmetic.
"""

from datetime import datetime
from typing import Any

import pandas as pd

from components.figures import judgement_tables, tables
from components.figures.trend import Trend
from components.words import crime, judgement_rows, judgements, kinds, team
from components.words import trend as trend_words
from components.words.language import _, day_words, month_words, months_listed
from components.words.markdown import literal
from data_access import freshness
from data_access.models import Facts
from data_access.overviews.place import View
from data_access.settings import now
from data_access.statistics.counts_table import CRIME
from data_access.statistics.history import YEAR
from data_access.statistics.verdict import Verdict
from data_access.store import places

# The newest months, which forces still correct and whose outcomes still come in.
MOVING_MONTHS = 2
# Sentences on three or twelve months together.
MOST_LONGER = 2


def recorded(view: View) -> list[str]:
    """Sentence one in parts: the newest month, whether that is usual, and the same month a year before; what
    stands out most; the rest that was not usual.
    """
    judged = view.usual
    row = judgement_rows.of_newest(judged)
    if row is None or judgement_rows.verdict_of(row) is Verdict.NOT_JUDGED:
        gaps = () if view.counts.newest else crime.known_gaps_of(view.place.force_id, "crime")
        longer = judgements.longer_periods(judged, MOST_LONGER)
        return [crime.recorded(view.counts, view.to), *([" ".join(longer)] if longer else []), *gaps]
    said = [judgements.recorded(judged)]
    if judged.month and not pd.isna(row["last_year"]):
        said.append(crime.in_year_before(judged.month, int(row["last_year"])))
    unusual = judgements.unusual(judged, MOST_LONGER)
    rest = " ".join(filter(None, (*unusual[1:], judgements.may_mislead(row))))
    return [" ".join(said), *unusual[:1], *filter(None, [rest])]


def three_sentences(view: View) -> list[str]:
    """What was recorded and whether that is usual, with what stands out most; how to reach the team; the rest
    that was not usual; what the team works on. A phone's first screen holds the first three.
    """
    said = recorded(view)
    return [
        *said[:2],
        team.reach_team(view.profile, view.force, view.local),
        *said[2:],
        team.newest_priority(view.priorities),
    ]


def trend(view: View, kind: str, months: int) -> Trend | None:
    """The counts of a kind over the newest `months`; None where there is no figure in any of them."""
    whole = view.counts.crime if kind == CRIME else view.counts.table[kind]
    series = whole.iloc[-months:]
    if not series.notna().any():
        return None
    states = {m: s for m, s in view.counts.states.items() if m in series.index}
    judged = view.usual.of_months(list(series.index))
    # Read as of an earlier month, the newest months have long settled.
    moving = 0 if view.to else MOVING_MONTHS
    headline = trend_words.headline(judged, kind, series.index[-1])
    notes = crime.months_without_figure(states, view.force_name)
    band = judgement_rows.band(judged, kind)
    if headline:
        notes.append(trend_words.within_in_words(judged, kind))
        notes.append(trend_words.flagged_in_words(judged, kind))
    if len(band):
        notes.append(_("The grey band is the usual range, the dashed line what was expected."))
    if moving:
        notes.append(_("Figures for the last two months may still be corrected."))
    return Trend(
        series=series,
        states=states,
        usual=band,
        flagged=judgement_rows.flagged_months(judged, kind),
        below=judgement_rows.months_below(judged, kind),
        moving=moving,
        headline=headline,
        caption=crime.base(list(series.index), view.name, kinds.kind(kind)),
        notes=[note for note in notes if note],
        table=tables.months_table(series, states, kinds.kind(kind), judgement_rows.ranges(judged, kind)),
    )


def kinds_table(view: View) -> pd.DataFrame:
    """The newest month kind by kind, the most unusual first where that can be said. Kinds with too few a
    month stand in the table of their year instead; no rows where all do.
    """
    judged = view.usual
    if judged.month == view.counts.newest and judgement_rows.newest_rows(judged):
        return judgement_tables.kinds_table(judged)
    return tables.categories_table(view.counts)


def years_table(view: View) -> pd.DataFrame:
    """The kinds with too few a month to be judged by one, judged by their year; it may have no rows."""
    return judgement_tables.years_table(view.usual)


def years_note(view: View) -> str:
    """Why no kind of that table is compared with what is usual; empty where one is."""
    rows = judgement_rows.told_by_year(view.usual)
    why = [judgements.why_not_judged(row, YEAR) for row in rows.values()]
    return why[0] if why and all(why) else ""


def years_title(view: View) -> str:
    """What stands over that table: the months that the sums rest on."""
    return _("Too few a month to judge: {months}, kind by kind").format(
        months=months_listed(view.usual.compared(YEAR))
    )


def kinds_drawn(view: View, shown: pd.DataFrame) -> tuple[dict[str, str], list[str]]:
    """The names of the kinds of crime that are worth a line over the months `shown`, by slug; and the names
    of the others, of which there are too few a month, or none at all.
    """
    few = judgement_rows.told_by_year(view.usual)
    names = {slug: kinds.kind(slug) for slug in kinds.known_kinds(list(shown.columns))}
    drawn = {slug: name for slug, name in names.items() if slug not in few and (shown[slug] > 0).any()}
    return drawn, [name.lower() for slug, name in names.items() if slug not in drawn]


def line(view: View) -> str:
    """`Exampleshire Police · figures from police.uk to September 2026 · saved 3 November 2026`."""
    parts = [literal(view.force_name)]
    if (newest := view.counts.newest) is not None:
        words = month_words(newest)
        parts.append(
            _("figures from police.uk to {month}").format(month=words)
            if view.to
            else _("figures from police.uk to {month}, the newest we hold").format(month=words)
        )
    if day := saved(view):
        parts.append(_("saved {day}").format(day=day_words(day)))
    return " · ".join([*parts, *_nothing_newer(view)])


def lines(view: View) -> tuple[str, str]:
    """The same whole, and as one line of a phone: `Figures to September 2026`."""
    newest = view.counts.newest
    age = _("Figures to {month}").format(month=month_words(newest)) if newest else literal(view.force_name)
    return line(view), " · ".join([age, *_nothing_newer(view)])


def _nothing_newer(view: View) -> list[str]:
    newest = view.counts.newest
    if view.to or not (months := freshness.months_without_news(newest, now().date())):
        return []
    lacks_none = freshness.is_all_published(newest, places.published(), now())
    return [f"**{crime.nothing_newer(months, by_police_uk=lacks_none)}**"]


def lines_of_survey(view: View) -> tuple[str, str]:
    """The same of the survey, whole and short."""
    return line_of_survey(view), _("Answers given on this site")


def line_of_survey(view: View) -> str:
    """`Exampleshire Police · answers given on this site · the neighbourhood as saved 3 November 2026`."""
    parts = [literal(view.force_name), _("answers given on this site")]
    if day := saved(view):
        parts.append(_("the neighbourhood as saved {day}").format(day=day_words(day)))
    return " · ".join(parts)


def line_of(view: View, facts: Facts[Any] | None) -> str:
    """`Exampleshire Police · as police.uk listed it on 3 November 2026`: of what is no month's figure."""
    parts = [literal(view.force_name)]
    if facts:
        parts.append(_("as police.uk listed it on {day}").format(day=day_words(facts.fetched_at)))
    return " · ".join(parts)


def saved(view: View) -> datetime | None:
    """When the newest of the figures was read; None where none is held."""
    read = [s.fetched_at for s in view.counts.states.values() if s.fetched_at and s.counted]
    return max(read, default=None)

"""Stop and search, in parts: months published, and whole years by object, outcome and who was searched.

Small numbers are hidden in `data_access.statistics.disclosure_control`; a dash stands for each.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from components.figures import comparison_charts
from components.figures.chart_layout import CONFIG
from components.words import attribution
from components.words.crime import GAP_LABELS
from components.words.language import _, day_words, month_words, months_listed, ngettext, number
from components.words.markdown import literal
from data_access.counts import stop_and_search
from data_access.counts.stop_and_search import NoYear, Published, Year
from data_access.curated.stop_search_terms import OUTCOMES
from data_access.models import NeighbourhoodRef
from data_access.overviews.place import View
from data_access.translation import N_

HIDDEN = "–"
# The tables of a year, in the order they are shown; a neighbourhood has the first two.
TABLES = {
    "object_of_search": N_("What was searched for"),
    "outcome": N_("What came of it"),
    "age_range": N_("Age"),
    "legislation": N_("Under which law"),
    "officer_defined_ethnicity": N_("Ethnicity, as the officer saw it"),
    "self_defined_ethnicity": N_("Ethnicity, as the person described themselves"),
}
NO_ACTION = OUTCOMES[0]


def what_is_published(view: View) -> bool:
    """Say for which months police.uk holds stop and search of the force; whether for any."""
    known = stop_and_search.published(view.place.force_id)
    if known is None:
        st.markdown(_("We have not read yet for which months police.uk holds stop and search."))
        return False
    said = published_words(known, view.force_name)
    if empty := stop_and_search.unknown_months(view.place.force_id):
        said.append(nothing_shown(view.force_name, empty))
    for sentence in said:
        st.markdown(sentence)
    return bool(known.months)


def published_words(published: Published, force_name: str) -> list[str]:
    """The months that are there and those that are not, in sentences with the day they were checked."""
    force, checked = literal(force_name), day_words(published.checked)
    if not published.months:
        return [
            _("{force} publishes no stop and search on police.uk (checked {day}).").format(
                force=force, day=checked
            )
        ]
    said = [_("police.uk holds stop and search from {force} for {months}.").format(
        force=force, months=months_listed(list(published.months))
    )]  # fmt: skip
    if published.missing:
        said.append(_("It holds none for {months} (checked {day}).").format(
            months=months_listed(list(published.missing)), day=checked
        ))  # fmt: skip
    return said


def nothing_shown(name: str, months: Sequence[date]) -> str:
    """That police.uk has no search in months that it lists."""
    return _(
        "police.uk shows no searches by {force} for {months}. "
        "That usually means they were not published, not that there were none."
    ).format(force=literal(name), months=months_listed(list(months)))


def months(view: View) -> None:
    """Searches of persons in the neighbourhood, month by month."""
    table = stop_and_search.by_month(view.place, view.to)
    st.header(_("Searches here"), anchor=False)
    shown = pd.DataFrame(
        {
            _("Month"): [month_words(m) for m in table.index[::-1]],
            _("Searches of persons"): [_month_figure(row) for row in table.iloc[::-1].itertuples()],
        }
    )
    held = table["searches"].dropna()
    if len(held):
        st.markdown(
            ngettext(
                "In {month}, **{n} search** of a person was recorded here.",
                "In {month}, **{n} searches** of persons were recorded here.",
                int(held.iloc[-1]),
            ).format(month=month_words(held.index[-1]))
        )
    with st.expander(_("Every month")):
        st.table(shown.set_index(_("Month")))
    st.caption(
        _(
            "“–” means fewer than 10, or hidden so that a smaller number cannot be worked out. {source}"
        ).format(source=attribution.source())
    )


def is_read(view: View) -> bool:
    """Whether anything of it has been read; if not, say that it is being read."""
    if stop_and_search.by_month(view.place)["state"].notna().any():
        return True
    st.markdown(
        _("We are reading this neighbourhood's stop and search now. Open this page again in a minute.")
    )
    return False


def year_of(whose: NeighbourhoodRef | str, name: str, key: str) -> None:
    """The newest whole year that can be told, as bars and tables; which year, where there are more."""
    told = stop_and_search.years(whose)
    if not told:
        st.markdown(no_year_words(stop_and_search.why_no_year(whose), name))
        return
    chosen = st.selectbox(_("Year"), told, key=f"year-{key}") if len(told) > 1 else told[0]
    found = stop_and_search.year(whose, chosen)
    if found is None:
        return
    st.markdown(year_words(found, name))
    for column in TABLES:
        if column in found.tables:
            _year_table(found.tables[column], column, f"{name}, {chosen}", key)


def no_year_words(why: NoYear, name: str) -> str:
    """Why there are no tables of a year: the first reason that holds."""
    if why.unread:
        sentence = _("We have not read the searches in {place} for {months} from police.uk yet.")
        return sentence.format(place=literal(name), months=months_listed(list(why.unread)))
    if why.unknown:
        sentence = _("There are no figures for a whole year in {place}: police.uk shows none for {months}.")
        return sentence.format(place=literal(name), months=months_listed(list(why.unknown)))
    if why.no_whole_year:
        return _("We hold no whole calendar year of searches in {place} yet.").format(place=literal(name))
    return _(
        "There were too few searches in {place} in any year to publish details "
        "without risking identifying people."
    ).format(place=literal(name))


def year_words(year: Year, name: str) -> str:
    """The year's searches in a sentence, vehicles apart."""
    said = _("In {year}, {n} searches of persons were recorded in {place}, over {months} months.").format(
        year=year.year, n=f"**{number(year.searches)}**", place=literal(name), months=year.months
    )
    if year.vehicles is None:
        return said + " " + _("Fewer than 10 other searches were of vehicles only.")
    more = ngettext(
        "Another {n} search was of a vehicle only.",
        "Another {n} searches were of vehicles only.",
        year.vehicles,
    )
    return f"{said} {more}"


def _year_table(counts: "pd.Series[int]", column: str, base: str, key: str) -> None:
    heading = _(TABLES[column])
    rows = counts.drop("total", errors="ignore")
    seen = rows[rows.isna() | (rows > 0)]
    st.subheader(heading, anchor=False)
    drawn = {str(word): int(n) for word, n in seen.items() if pd.notna(n)}
    if drawn and column in ("object_of_search", "outcome"):
        figure = comparison_charts.bars([outcome_words(word) for word in drawn], list(drawn.values()))
        alt = _("Bars of the numbers in the table below.")
        st.plotly_chart(figure, config=CONFIG, theme=None, alt=alt, key=f"{key}-{column}")
    # A phone may break the line after a stroke: police.uk's "English/Welsh/Scottish/Northern Irish".
    words = [outcome_words(str(word)).replace("/", "/\u200b") for word in seen.index]
    figures = [HIDDEN if pd.isna(n) else number(int(n)) for n in seen]
    st.table(pd.DataFrame({heading: words, _("Searches"): figures}).set_index(heading))
    st.caption(
        _("Searches of persons, {base}. {source}").format(base=literal(base), source=attribution.source())
    )


def outcome_words(word: str) -> str:
    """police.uk's word as people say it; "not recorded" is not "no further action"."""
    return _("No further action") if word == NO_ACTION else _(word)


def _month_figure(row: object) -> str:
    searches, hidden, state = (getattr(row, name) for name in ("searches", "hidden", "state"))
    if pd.notna(searches):
        return number(int(searches))
    if hidden:
        return HIDDEN
    if state and state.counted:
        return _("shown once earlier months are read")
    return _(GAP_LABELS.get(state.state, GAP_LABELS[None]) if state else GAP_LABELS[None])

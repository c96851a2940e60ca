"""The page about the data in parts."""

from datetime import date

import streamlit as st

from components.caching import drawn
from components.controls.text import bullets
from components.figures import tables
from components.panels import crime_trends
from components.words import crime
from components.words.language import _, day_words, months_listed, ngettext, number
from components.words.markdown import literal
from data_access.counts import repeated_records
from data_access.curated import known_gaps as curated_gaps
from data_access.curated.forces import INVENTED
from data_access.curated.known_gaps_table import GAPS
from data_access.overviews.place import View
from data_access.settings import settings
from data_access.store import revisions
from data_access.usual import force_counts

# Records that stand in a month several times: so many are named.
MOST_REPEATED = 10


def what_they_are() -> None:
    """What the figures are and are not."""
    st.markdown(
        _(
            "Each figure counts what the police recorded and police.uk published. It is not all that "
            "happened: much is never reported."
        )
    )
    bullets(
        _(crime.REACH),
        _(crime.APPROXIMATE),
        _(
            "Anti-social behaviour is counted separately. It is not a crime. "
            "Forces count it differently, so never compare it between forces."
        ),
        _("The newest months may still change: forces send corrections, and outcomes come later."),
        _("Counts are of the neighbourhood's boundary as it is today, in older months too."),
        _("We show no rate per head: police.uk's number of residents is often a placeholder."),
    )


def in_general() -> None:
    """What holds for every place: what the figures are, how they are compared, which forces lack what."""
    what_they_are()
    how_we_compare()
    st.header(_("Known gaps"), anchor=False)
    bullets(*(_(gap.sentence) for gap in GAPS if gap.force_id not in INVENTED))
    sources()


def how_we_compare() -> None:
    """The rule in a few sentences, how often it errs, and the police's own example of 2017.

    Error rates: bench/expected_simulation.txt, 300 forces of invented months a world.
    """
    st.header(_("How we say whether a month is usual"), anchor=False)
    st.markdown(
        _(
            "For each kind of crime we work out what to expect from the months before: "
            "its level here, the time of year, the length of the month and the trend. "
            "Where the level suddenly rose or fell and stayed there, the new level counts after a year. "
            "Where we hold the whole force, its neighbourhoods together show the time of year. "
            "The usual range holds 95 of 100 ordinary months."
        )
    )
    st.markdown(
        _(
            "“Higher than usual” means: fewer than 1 ordinary month in 100 is so high, and at least 5 were "
            "recorded. “Exceptionally high” also stands out among all neighbourhoods of the force."
        )
    )
    st.markdown(
        _(
            "We tried this on thousands of invented months. "
            "Where nothing happened, it flagged about 1 in 100. "
            "It found a doubling 1 time in 10 at 2 crimes a month, 4 in 10 at 10, nearly always at 56."
        )
    )
    st.markdown(
        _(
            "An example from a police report of 2017: 78 recorded, 56 expected, 60 the year before. "
            "The range is 39 to 75, so 78 is a little above it. Chance alone gives that once in 67 months. "
            "A single month can mislead, so we do not go by the year before."
        )
    )


def known_gaps(view: View) -> None:
    """What police.uk is known not to hold for this force."""
    gaps = curated_gaps.known_gaps(view.place.force_id)
    if gaps:
        st.header(_("Known gaps"), anchor=False)
        bullets(*map(crime.known_gap, gaps))


def check_these_figures(view: View) -> None:
    """How anybody can count again."""
    st.header(_("Check these figures"), anchor=False)
    st.markdown(
        _(
            "Anybody can count again. Ask data.police.uk for street-level crime inside the boundary of "
            "{place}, month by month, and count the records of each kind. "
            "Or open {site} and look at one month."
        ).format(place=literal(view.name), site="[police.uk](https://www.police.uk)")
    )
    if view.boundary and view.boundary.value:
        st.markdown(
            _("The boundary has {n} corners and was read on {day}.").format(
                n=number(len(view.boundary.value)), day=day_words(view.boundary.fetched_at)
            )
        )
    with st.expander(_("Records by month and kind")):
        st.table(tables.rows_by_month(view.counts).set_index(_("Month")))
    crime_trends.download(view)


def months_held(view: View) -> None:
    """What is held of each month."""
    st.header(_("Months we hold"), anchor=False)
    states = view.counts.states
    if not states:
        st.markdown(_("None yet."))
        return
    counted = [m for m, s in states.items() if s.counted]
    if counted:
        st.markdown(_("We hold {months}.").format(months=months_listed(counted)))
    for sentence in crime.months_without_figure(states, view.force_name):
        st.markdown(sentence)
    if share := _without_place(view):
        st.markdown(crime.without_place(view.force_name, *share))
    for found in repeated_records.repeated(view.place)[:MOST_REPEATED]:
        st.markdown(crime.repeated(found.month, found.category, found.times))
    saved = {m: day_words(s.fetched_at) if s.fetched_at else "–" for m, s in states.items()}
    with st.expander(_("Each month, when and where it was read")):
        st.table(tables.states_table(states, saved).set_index(_("Month")))


@drawn
def _without_place(view: View) -> tuple[date, int, int] | None:
    """Of the newest month of which it is known: how many of the force's records have no place."""
    counts = force_counts.read(view.place.force_id)
    _without, everything = force_counts.without_place(counts)
    newest = max((m for m in everything.index if not view.to or m <= view.to), default=None)
    # Of that month all that is held, whether or not other months tell as much.
    without, everything = force_counts.without_place(counts[counts["month"] == newest])
    if newest is None or not without[newest]:
        return None
    return newest, int(without[newest]), int(everything[newest])


def changes_since(view: View) -> None:
    """What police.uk changed after we had read it."""
    changes = revisions.revisions(view.place)
    corrected = sum(line.get("what") == "count" for line in changes)
    if not changes:
        return
    st.header(_("What changed since"), anchor=False)
    if corrected:
        st.markdown(
            ngettext(
                "police.uk corrected {n} of these counts after we had first read it.",
                "police.uk corrected {n} of these counts after we had first read them.",
                corrected,
            )
        )
    if corrected < len(changes):
        st.markdown(_("The boundary was redrawn, and all months were read again inside the new one."))


def sources() -> None:
    """Where each thing comes from."""
    st.header(_("Sources and licence"), anchor=False)
    bullets(
        _("Crime, teams, priorities, events and boundaries: data.police.uk, Open Government Licence v3.0."),
        _("Postcodes and place names: postcodes.io, from open data of Ordnance Survey, Royal Mail and ONS."),
        _("What a force tells beyond police.uk carries its own source and date where it is shown."),
        _(
            "This program is open source. It sets one cookie, which protects its forms, "
            "and your browser asks nothing of other sites."
        ),
    )
    if settings().map_style != "none":
        st.markdown(_("The base map comes from the address that this site's operator chose."))

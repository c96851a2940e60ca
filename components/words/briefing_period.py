"""A span of months in sentences: what was recorded over it, and what of that was unusual. Pure."""

from components.words import judgements
from components.words.crime import incidents_in, months_without_figure
from components.words.judgement_rows import ABOVE, UNJUDGED, range_if_judged, told_by_year, verdict_of
from components.words.judgements import ORDER, WORDS, unusual_rows, with_range
from components.words.kinds import name_of
from components.words.language import _, listed, months_listed, ngettext
from data_access.curated.categories import ASB
from data_access.statistics.counts_table import CRIME
from data_access.statistics.history import YEAR
from data_access.statistics.judgement_tables import Span, Usual
from data_access.statistics.verdict import Verdict

A_LITTLE = (Verdict.A_LITTLE_ABOVE, Verdict.A_LITTLE_BELOW)


def recorded(span: Span) -> str:
    """What was recorded over several months, and whether that is usual for as many."""
    sentence = ngettext(
        "In {period}, **{n} crime** was recorded here",
        "In {period}, **{n} crimes** were recorded here",
        count(span, CRIME),
    ).format(period=_period(span, CRIME))
    row = span.judged.get(CRIME)
    if row is None or verdict_of(row) in UNJUDGED:
        return _("{sentence}.").format(sentence=sentence)
    return _("{sentence}, {verdict}.").format(sentence=sentence, verdict=with_range(row))


def incidents(span: Span) -> str:
    """Anti-social behaviour over several months, apart from crime."""
    return incidents_in(_period(span, ASB), count(span, ASB), usual(span, ASB))


def count(span: Span, kind: str) -> int:
    """How many were recorded: where that is judged, in the months that may be compared, else in all."""
    return int(span.judged[kind]["recorded"]) if usual(span, kind) else span.recorded[kind]


def _period(span: Span, kind: str) -> str:
    compared = [m for m in span.months if m in span.states and span.states[m].usable]
    return months_listed(compared if usual(span, kind) else span.months)


def why_not_judged(span: Span) -> str:
    """What it would take to say what is usual for so many months; empty where it is said."""
    return judgements.why_not_judged(span.judged.get(CRIME), len(span.months))


def usual(span: Span, kind: str) -> str:
    """`180 to 245`, where that can be said; else empty."""
    return range_if_judged(span.judged.get(kind))


def unusual(span: Span) -> list[str]:
    """The kinds that were higher than usual, or that none was; empty where nothing can be compared."""
    if found := unusual_rows(span.judged.items()):
        return found
    if any(verdict_of(row) not in UNJUDGED for kind, row in span.judged.items() if kind != CRIME):
        return [_("No kind of crime was higher than usual.")]
    return []


def not_unusual(span: Span, usual: Usual) -> list[str]:
    """The other kinds by what may be said of them, a sentence each: of their year, where they are too few."""
    kinds: dict[str, list[str]] = {}
    by_year: dict[Verdict, list[str]] = {}
    years = {} if len(span.months) == YEAR else told_by_year(usual)
    for kind, row in span.judged.items():
        group, year = _group(verdict_of(row)), verdict_of(years.get(kind))
        if kind == CRIME or not group:
            continue
        if group == "too few" and year not in UNJUDGED:
            by_year.setdefault(year, []).append(name_of(kind).lower())
        else:
            kinds.setdefault(group, []).append(name_of(kind).lower())
    sentences = (
        ("within", _("Within the usual range: {kinds}.")),
        ("a little", _("A little above or below it: {kinds}.")),
        ("lower", _("Lower than usual: {kinds}.")),
        ("too few", _("Too few to say: {kinds}.")),
    )
    said = [sentence.format(kinds=listed(kinds[group])) for group, sentence in sentences if group in kinds]
    for verdict in sorted(by_year, key=ORDER.__getitem__):
        said.append(
            _("Too few a month, but in {months} {verdict}: {kinds}.").format(
                months=months_listed(usual.compared(YEAR)),
                verdict=_(WORDS[verdict]),
                kinds=listed(by_year[verdict]),
            )
        )
    return said


def without_figure(span: Span, force_name: str) -> list[str]:
    """Why months of the span are not in its counts, or are not compared."""
    said = months_without_figure(span.states, force_name)
    if span.without:
        said.append(
            _("The counts leave out {months}, for which we hold no figures.").format(
                months=months_listed(span.without)
            )
        )
    return said


def _group(verdict: Verdict) -> str:
    if verdict in A_LITTLE:
        return "a little"
    groups = {Verdict.WITHIN: "within", Verdict.LOWER: "lower", Verdict.TOO_FEW: "too few"}
    return "" if verdict in ABOVE else groups.get(verdict, "")

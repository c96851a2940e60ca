"""What the survey's forms say on the page, on the plain page and on paper: one wording for all."""

from collections.abc import Mapping

from components.addresses import page_path, results_page
from components.words import survey_results
from components.words.language import _, day_words
from components.words.markdown import literal
from data_access.models import NeighbourhoodRef
from data_access.survey.answering.refusals import Accepted, Refused
from data_access.survey.quarters import Quarter
from data_access.survey.questions import (
    BY_NAME,
    COMMENT,
    COMMENT_HINT,
    COMMENT_WORDS,
    LONGEST_COMMENT,
    QUESTIONS,
    Question,
)
from data_access.survey.survey_of_force import Survey
from data_access.translation import N_

TITLE = N_("How is your local policing?")
LAST_TIME = N_("What people said last time")
ANSWER = N_("Answer six questions, 2 minutes")
# Questions stand two and two: short enough for a phone, and few steps.
A_PART = 2
NO_CRIME_HERE = N_("Do not report a crime here.")
NOT_AT_ONCE = N_("Nobody reads comments straight away.")
TAKEN_OUT = N_(
    "You can change it. What looks like a personal detail is taken out before your comment is kept."
)
FOR_GOOD = N_("Sent answers cannot be changed: nothing in them says whose they are.")
KEEP_IT = N_("Go on without changing it")


def numbered(question: Question) -> str:
    """`2. The police in this area ...`: the same number on the screen and on paper."""
    return f"{number_of(question.name)}. {_(question.words)}"


def number_of(name: str) -> int:
    """The number of a question, or of the comment, which comes last."""
    names = [question.name for question in QUESTIONS]
    return len(names) + 1 if name == COMMENT else names.index(name) + 1


def comment_words() -> str:
    """`7. What should your neighbourhood team work on? (optional)`."""
    return f"{number_of(COMMENT)}. {_(COMMENT_WORDS)}"


def comment_hint() -> str:
    """What not to write, and how much fits."""
    return f"{_(COMMENT_HINT)} {_('{n} characters at most.').format(n=LONGEST_COMMENT)}"


def parts(survey: Survey) -> tuple[tuple[str, ...], ...]:
    """The names of what is asked together, in order: two questions at a time, then the comment."""
    names = [question.name for question in QUESTIONS]
    together = tuple(tuple(names[n : n + A_PART]) for n in range(0, len(names), A_PART))
    return (*together, (COMMENT,)) if survey.comments else together


def purpose(survey: Survey, place_name: str) -> list[str]:
    """What it is for, how long it takes, who asks: Markdown sentences for before the questions."""
    return [
        _("Six questions about the police in {place}. They take about two minutes.").format(
            place=literal(place_name)
        ),
        " ".join(
            (
                _("Your answers tell the neighbourhood team how it is doing."),
                _("What people in {place} said is published after each year, if enough answered.").format(
                    place=literal(place_name)
                ),
            )
        ),
        _(
            "You may skip any question. "
            "We do not ask who you are, and we keep no name, address or exact time."
        ),
        _("Your answers count towards {quarter}.").format(quarter=quarter_words(Quarter.current())),
        who(survey),
    ]


def who(survey: Survey) -> str:
    """Who runs the survey and how to reach them; in the demonstration, that nobody does."""
    if survey.invented:
        said = _("This is a demonstration, in the name of {name}. Your answers reach no police force.")
        return said.format(name=literal(survey.operator))
    said = _("Run by {name}. Contact: {contact}.").format(
        name=literal(survey.operator), contact=literal(survey.contact)
    )
    if survey.role != "force":
        said += " " + _("Not a police website.")
    return said


def quarter_words(quarter: Quarter) -> str:
    """`July to September 2026`."""
    return survey_results.period(quarter.key)


def answer_words(name: str, answers: Mapping[str, str], comment: str = "") -> str:
    """What somebody answered, in the words they chose from; `Not provided` for what was skipped."""
    if name == COMMENT:
        return comment.strip() or _("Not provided")
    words = {option.value: option.words for option in BY_NAME[name].options}
    return _(words.get(answers.get(name, ""), "")) or _("Not provided")


def short(name: str) -> str:
    """`2. Deal with what matters here`: how a question is named on the page that checks the answers."""
    words = N_("Your comment") if name == COMMENT else BY_NAME[name].short
    return f"{number_of(name)}. {_(words)}"


def why_refused(refused: Refused) -> str:
    """The sentence for whoever sent it, with its values filled in."""
    return _(refused.sentence).format(**{name: quarter_words(q) for name, q in refused.values.items()})


def thanks(outcome: Accepted) -> list[str]:
    """What became of the answers, and what happens next: Markdown sentences."""
    quarter = outcome.quarter
    said = [_("Your answers count towards {quarter}.").format(quarter=quarter_words(quarter))]
    if outcome.already:
        said = [_("These answers were counted before. Nothing was counted twice.")]
    if outcome.redacted:
        said.append(_("What looked like a personal detail was taken out of your comment."))
    year = Quarter(quarter.year, 4)
    said.append(
        _("After {day} we publish what people here said, if there are 10 answers or more.").format(
            day=day_words(year.last_day)
        )
    )
    if quarter != year:
        said.append(
            _("After {day} we publish what people said in the whole force's area.").format(
                day=day_words(quarter.last_day)
            )
        )
    said.append(_("Your team may then say what it did about it."))
    return [*said, _("You can answer again in the next quarter.")]


def onward(place: NeighbourhoodRef) -> list[str]:
    """Markdown links to the pages that belong to the survey."""
    return [
        f"[{_('What people said before')}]({results_page(place)})",
        f"[{_('What we keep, how long, and your rights')}]({page_path('privacy')})",
    ]

"""The team's own words, the same on every view: notes "from your team", and "you said, we did". Markdown.

What staff typed is plain text: it is shown as written, and nothing in it acts.
"""

from dataclasses import dataclass

from components.words.language import _, day_words, month_words
from components.words.markdown import literal
from components.words.survey_form import quarter_words
from data_access.models import Note, Reply
from data_access.survey.quarters import Quarter
from data_access.translation import N_

NOTES = N_("From your team")
EARLIER = N_("Earlier notes")
REPLIES = N_("You said, we did")


@dataclass(frozen=True)
class Told:
    """Paragraphs, and the line beneath that says whose they are and of when."""

    texts: tuple[str, ...]
    line: str

    @property
    def in_one(self) -> str:
        """All of it as one paragraph, where there is little room."""
        return f"{' '.join(self.texts)}  \n{self.line}"


def note(note: Note) -> Told:
    """A note: its paragraphs; then `Inspector, 14 November 2026, about September 2026`."""
    signed, day = literal(note.signed), day_words(note.written_on)
    line = (
        _("{signed}, {day}, about {month}").format(signed=signed, day=day, month=month_words(note.month))
        if note.month
        else _("{signed}, {day}").format(signed=signed, day=day)
    )
    return Told(_paragraphs(note.text), line)


def reply(reply: Reply) -> Told:
    """What people said in a quarter's survey, and what the team did about it."""
    return Told(
        (
            _("**You said:** {words}").format(words=literal(reply.said)),
            _("**We did:** {words}").format(words=literal(reply.did)),
        ),
        _("On the survey of {quarter}").format(quarter=quarter_words(Quarter.parse(reply.quarter))),
    )


def elsewhere(statement: Note | Reply) -> str:
    """That there is a note or an answer, where there is no room for it."""
    if isinstance(statement, Note):
        return _("A note of {day} is on the neighbourhood's page.").format(
            day=day_words(statement.written_on)
        )
    return _("What the team did about the survey of {quarter} is on the neighbourhood's page.").format(
        quarter=quarter_words(Quarter.parse(statement.quarter))
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(literal(line) for line in text.splitlines() if line.strip())

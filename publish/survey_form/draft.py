"""What somebody has answered so far, as it travels from step to step of the plain form."""

from collections.abc import Mapping
from dataclasses import dataclass

from components.words import survey_form
from components.words.language import _
from data_access.models import NeighbourhoodRef
from data_access.survey.answering import redaction
from data_access.survey.answering.refusals import check
from data_access.survey.questions import BY_NAME, COMMENT, LONGEST_COMMENT
from data_access.survey.survey_of_force import Survey

# A field that no person sees; programs that fill in forms like its name.
TRAP = "website"
HANDED = "handed"


@dataclass(frozen=True)
class Draft:
    """What somebody has answered so far, as it travels from step to step. `handed`: the pass of a tablet that
    staff hand round.
    """

    answers: Mapping[str, str]
    comment: str = ""
    token: str = ""
    trap: str = ""
    handed: str = ""

    @property
    def risk(self) -> bool:
        """Whether support lines are to be shown."""
        return redaction.at_risk(self.comment[: 2 * LONGEST_COMMENT])


@dataclass(frozen=True)
class Form:
    """One request: the place and its survey, what came, and from which address."""

    place: NeighbourhoodRef
    name: str
    survey: Survey
    draft: Draft
    source: str | None

    @property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """What is asked together."""
        return survey_form.parts(self.survey)

    def part_of(self, name: str) -> int:
        """The number of the part in which something is asked; the first for the form as a whole."""
        return next((n for n, names in enumerate(self.parts) if name in names), 0)

    @property
    def found(self) -> dict[str, str]:
        """What is wrong with the answers, in the reader's language, by name; "" for the whole."""
        found = check(self.draft.answers, self.draft.comment, takes_comments=self.survey.comments)
        return {name: _(sentence) for name, sentence in found.items()}

    def at(self, text: str) -> int:
        """A part's number out of a form, from nought to how many there are (the answers to check)."""
        is_one = text.isascii() and text.isdigit() and len(text) < 3
        return min(int(text), len(self.parts)) if is_one else 0


def draft(given: Mapping[str, str], survey: Survey) -> Draft:
    """The draft in a posted form: the survey's own fields, whatever they hold."""
    return Draft(
        {name: given[name] for name in BY_NAME if name in given},
        given.get(COMMENT, "").replace("\r\n", "\n") if survey.comments else "",
        given.get("token", ""),
        given.get(TRAP, ""),
        given.get(HANDED, ""),
    )

"""A draft as it travels from step to step of the plain form."""

from collections.abc import Mapping
from dataclasses import dataclass

from components.words import survey_form
from components.words.language import _
from data_access.models import NeighbourhoodRef
from data_access.survey.answering.submission import Draft
from data_access.survey.questions import BY_NAME, COMMENT
from data_access.survey.survey_of_force import Survey

# A field that no person sees; programs that fill in forms like its name.
TRAP = "website"
HANDED = "handed"


@dataclass(frozen=True)
class Form:
    """One request: the place's name and survey, what came, and from which address. `handed`: the pass of a
    tablet that staff hand round.
    """

    name: str
    survey: Survey
    draft: Draft
    handed: str
    source: str | None

    @property
    def place(self) -> NeighbourhoodRef:
        """Where it is asked."""
        return self.draft.place

    @property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """What is asked together."""
        return survey_form.parts(self.survey)

    def part_of(self, name: str) -> int:
        """The number of the part in which something is asked; the first for the form as a whole."""
        return next((n for n, names in enumerate(self.parts) if name in names), 0)

    @property
    def wrong(self) -> dict[str, str]:
        """What is wrong with the answers, in the reader's language, by name; "" for the whole."""
        return {name: _(sentence) for name, sentence in self.draft.wrong(self.survey).items()}

    def at(self, text: str) -> int:
        """A part's number out of a form, from nought to how many there are (the answers to check)."""
        is_one = text.isascii() and text.isdigit() and len(text) < 3
        return min(int(text), len(self.parts)) if is_one else 0


def draft(place: NeighbourhoodRef, survey: Survey, fields: Mapping[str, str]) -> Draft:
    """The draft in a posted form: the survey's own fields, whatever they hold."""
    return Draft(
        place,
        {name: fields[name] for name in BY_NAME if name in fields},
        fields.get(COMMENT, "").replace("\r\n", "\n") if survey.comments else "",
        fields.get("token", ""),
        fields.get(TRAP, ""),
    )

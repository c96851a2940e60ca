"""An answer to the survey: a `Draft` while somebody is at it, a `Submission` once it may be kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data_access.models import NeighbourhoodRef
from data_access.survey.answering import redaction
from data_access.survey.answering.form_tokens import Token
from data_access.survey.questions import BY_NAME, COMMENT, LONGEST_COMMENT
from data_access.survey.survey_of_force import Survey
from data_access.translation import N_

NO_ANSWER = N_("Answer at least one question. “Don’t know” is an answer too.")
NOT_AN_OPTION = N_("Choose one of the answers given.")
NOT_ASKED = N_("The survey does not ask this.")
TOO_LONG = N_("Your comment must be 500 characters or fewer.")  # LONGEST_COMMENT
NO_COMMENTS = N_("This survey takes no comments.")


@dataclass(frozen=True)
class Draft:
    """What somebody has answered so far, whatever it holds; a missing or empty answer is a skipped question.

    `token`: the form's, which says how it came (web, tablet, paper). `trap`: what stood in the field that no
    person sees.
    """

    place: NeighbourhoodRef
    answers: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    token: str = ""
    trap: str = ""

    @property
    def risk(self) -> bool:
        """Whether the comment's words ask for support lines."""
        # A comment that may be sent is no longer than this, each end of a line counted twice.
        return redaction.at_risk(self.comment[: 2 * LONGEST_COMMENT])

    def wrong(self, survey: Survey) -> dict[str, str]:
        """What is wrong, a sentence (N_) by name of the question, "" for the whole; {}: it may be sent."""
        wrong = _wrong_answers(self.answers)
        if self.comment.strip() and not survey.comments:
            wrong[COMMENT] = NO_COMMENTS
        elif len(self.comment.replace("\r\n", "\n")) > LONGEST_COMMENT:
            wrong[COMMENT] = TOO_LONG
        if not wrong and not any(self.answers.values()):
            wrong[""] = NO_ANSWER
        return wrong


@dataclass(frozen=True)
class Submission:
    """An answer that may be kept: under a token of ours, of the survey's options, no personal details.

    `redacted`: something was taken out of the comment. Raises ValueError for answers that nobody checked.
    """

    token: Token
    answers: Mapping[str, str]
    comment: str = ""
    risk: bool = False
    redacted: bool = False

    def __post_init__(self) -> None:
        if _wrong_answers(self.answers) or not any(self.answers.values()):
            raise ValueError("answers that nobody checked")

    @classmethod
    def of(cls, draft: Draft, token: Token) -> "Submission":
        """The draft, in which nothing is wrong, as it is kept."""
        comment = draft.comment
        changed = bool(redaction.points_out(comment))
        return cls(token, draft.answers, redaction.redacted(comment), draft.risk, changed)


def _wrong_answers(answers: Mapping[str, str]) -> dict[str, str]:
    wrong = {}
    for name, value in answers.items():
        if name not in BY_NAME:
            wrong[""] = NOT_ASKED
        elif value and value not in BY_NAME[name].values:
            wrong[name] = NOT_AN_OPTION
    return wrong

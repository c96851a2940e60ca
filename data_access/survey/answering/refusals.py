"""What becomes of an answer that was sent: taken, or refused and why, in words for the person."""

from dataclasses import dataclass, field

from data_access.survey.quarters import Quarter
from data_access.translation import N_

# Why an answer was not taken: a code for the caller and the log, a sentence (N_) for the person.
SENTENCES = {
    "no_survey": N_("There is no survey here."),  # the reason of `survey_of_force` stands in its place
    "trap": N_("Leave the last field empty, then send your answers again."),
    "errors": N_("There is a problem with your answers."),
    "bad_token": N_(
        "This form was not one of ours, or it was cut short. Check your answers and send them again."
    ),
    "wrong_place": N_("This form was opened for another neighbourhood. Check the name and send it again."),
    "expired": N_("This form was open for more than a day. Check your answers and send them again."),
    "new_quarter": N_(
        "A new quarter has begun since you opened this form. Your answers will count for {quarter}."
        " Check them and send them again."
    ),
    "too_fast": N_("That was very quick. Wait a few seconds, then send your answers again."),
    "limit": N_("Several answers came from your connection within an hour. Please try again in an hour."),
    "not_kept": N_("We could not keep your answers just now. Send them again in a minute: they count once."),
    "emptied": N_(
        "The survey cannot take answers just now: its records are missing, and we have noted it."
        " Your answers were not kept. Please come back in a day or two."
    ),
}


@dataclass(frozen=True)
class Accepted:
    """Stored, and on disk. `already`: this form had been counted before, and nothing was stored now."""

    quarter: Quarter
    already: bool = False
    risk: bool = False  # the comment's words ask for support lines
    redacted: bool = False  # something was taken out of the comment


@dataclass(frozen=True)
class Refused:
    """Nothing stored. `sentence` and those in `fields` (by question name, "" for the form) are N_; fill in
    `values` after translation. Show the form again with what was given, and `token` in it ("" : none helps).
    """

    code: str
    sentence: str
    fields: dict[str, str] = field(default_factory=dict)
    values: dict[str, Quarter] = field(default_factory=dict)
    token: str = ""

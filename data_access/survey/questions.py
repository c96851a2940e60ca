"""What the survey asks: the one definition behind the forms, the paper, the results and the export.

Wording as in the Crime Survey for England and Wales (ONS) and MOPAC's Public Attitude
Survey (PAS). They ask about "the police in this area", and so do we, for answers to be comparable; `contact`
is our own and asks about the neighbourhood policing team. Every question may be skipped, and each has "Don't
know". A changed word is a new VERSION; a new question is a new column of `tables.answers` too.
"""

from dataclasses import dataclass

from data_access.translation import N_

VERSION = "2026-1"
DONT_KNOW = "dont_know"
COMMENT = "comment"  # the name of the comment's field in the forms
LONGEST_COMMENT = 500  # characters
# As it is kept: what stands for what was taken out is longer ("@abc": six times), and Unicode's own form of
# one sign may be eighteen letters.
LONGEST_KEPT = 20 * LONGEST_COMMENT


@dataclass(frozen=True)
class Option:
    """A possible answer: `value` as it is stored, `words` as they are read (N_)."""

    value: str
    words: str


@dataclass(frozen=True)
class Question:
    """`name` as stored; `words` and `hint` as asked, `short` for tables, `share` says those in `good`."""

    name: str
    words: str
    short: str
    share: str
    options: tuple[Option, ...]  # in the order of the scale, "Don't know" last
    good: frozenset[str]  # the values the headline share counts
    hint: str = ""

    @property
    def values(self) -> tuple[str, ...]:
        """What may be stored, "Don't know" included."""
        return tuple(option.value for option in self.options)


_UNKNOWN = Option(DONT_KNOW, N_("Don't know"))
_QUALITY = (
    Option("excellent", N_("Excellent")),
    Option("good", N_("Good")),
    Option("fair", N_("Fair")),
    Option("poor", N_("Poor")),
    Option("very_poor", N_("Very poor")),
    _UNKNOWN,
)
_AGREEMENT = (
    Option("strongly_agree", N_("Strongly agree")),
    Option("tend_to_agree", N_("Tend to agree")),
    Option("neither", N_("Neither agree nor disagree")),
    Option("tend_to_disagree", N_("Tend to disagree")),
    Option("strongly_disagree", N_("Strongly disagree")),
    _UNKNOWN,
)
_OFTEN = (
    Option("weekly", N_("At least once a week")),
    Option("monthly", N_("At least once a month")),
    Option("less", N_("Less than once a month")),
    Option("never", N_("Never")),
    _UNKNOWN,
)
_YES_NO = (Option("yes", N_("Yes")), Option("no", N_("No")), _UNKNOWN)
_AGREE = frozenset({"strongly_agree", "tend_to_agree"})

# PAS reads "this area" as within 15 minutes' walk of home.
AREA_HINT = N_("“This area” means within about 15 minutes’ walk of your home.")

QUESTIONS: tuple[Question, ...] = (
    # CSEW (ONS 2025, table S1 for the scale); PAS Q60.
    Question(
        "good_job",
        N_("Taking everything into account, how good a job do you think the police in this area are doing?"),
        N_("How good a job"),
        N_("said the police do a good or excellent job"),
        _QUALITY,
        frozenset({"excellent", "good"}),
        AREA_HINT,
    ),
    # PAS Q62F.
    Question(
        "matters",
        N_("The police in this area are dealing with the things that matter to people in this community."),
        N_("Deal with what matters here"),
        N_("agreed that the police deal with what matters here"),
        _AGREEMENT,
        _AGREE,
    ),
    # PAS Q62C.
    Question(
        "fair",
        N_("The police in this area treat everyone fairly regardless of who they are."),
        N_("Treat everyone fairly"),
        N_("agreed that the police treat everyone fairly"),
        _AGREEMENT,
        _AGREE,
    ),
    # Our own: the contact a force promises is of use only to those who know of it.
    Question(
        "contact",
        N_("Do you know how to contact your neighbourhood policing team?"),
        N_("Know how to contact the team"),
        N_("said yes to knowing how to contact their neighbourhood team"),
        _YES_NO,
        frozenset({"yes"}),
    ),
    # Headline measure of the Neighbourhood Policing Guarantee (April 2025); CSEW's question on foot patrol.
    Question(
        "foot",
        N_("How often do you see police officers or PCSOs on foot patrol in this area?"),
        N_("How often seen on foot"),
        N_("said that officers or PCSOs are seen on foot at least once a week"),
        _OFTEN,
        frozenset({"weekly"}),
    ),
    # CSEW polatt7; its exact words are to be checked against the questionnaire before printing.
    Question(
        "confidence",
        N_("Taking everything into account, I have confidence in the police in this area."),
        N_("Confidence"),
        N_("agreed with having confidence in the police in this area"),
        _AGREEMENT,
        _AGREE,
    ),
)
BY_NAME = {question.name: question for question in QUESTIONS}

COMMENT_WORDS = N_("What should your neighbourhood team work on? (optional)")
COMMENT_HINT = N_("Do not give names, addresses, phone numbers or vehicle registrations.")


MODES = ("web", "tablet", "paper")

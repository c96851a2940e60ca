"""Whether a survey runs for a force, and who runs it."""

from dataclasses import dataclass

from data_access.curated.forces import INVENTED
from data_access.settings import settings
from data_access.translation import N_

# Who runs the survey of the invented force; every view says that it is invented.
INVENTED_OPERATOR = "Exampleshire Police (invented)"
INVENTED_CONTACT = "survey@exampleshire.example"


@dataclass(frozen=True)
class Survey:
    """A survey that runs: who asks, how to reach them, whether there is a comment box."""

    force_id: str
    operator: str
    contact: str
    role: str  # force, pcc, council or other
    comments: bool
    invented: bool


@dataclass(frozen=True)
class NoSurvey:
    """Why none runs, as a sentence (N_) for the public."""

    sentence: str


def survey_of(force_id: str) -> Survey | NoSurvey:
    """The survey for the neighbourhoods of a force, or why there is none."""
    chosen = settings()
    comments = chosen.comments == "on"
    if chosen.demonstration:
        if force_id not in INVENTED:
            return NoSurvey(N_("This is a demonstration. Its survey is only for the invented forces."))
        return Survey(force_id, INVENTED_OPERATOR, INVENTED_CONTACT, "force", comments, invented=True)
    if not chosen.has_operator:
        return NoSurvey(N_("There is no survey here: nobody has said who would run it."))
    if chosen.forces and force_id not in chosen.forces:
        return NoSurvey(N_("The survey on this site is not for this police force."))
    return Survey(
        force_id,
        chosen.operator_name,
        chosen.operator_contact,
        chosen.operator_role,
        comments,
        invented=False,
    )

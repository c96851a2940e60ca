"""Whether a survey runs in a neighbourhood: its force has one, and police.uk still lists the place."""

from data_access.models import NeighbourhoodRef
from data_access.store import places
from data_access.survey.survey_of_force import NoSurvey, Survey, survey_of
from data_access.translation import N_

GONE = N_("police.uk no longer lists this neighbourhood, so its survey has ended.")


def survey_in(place: NeighbourhoodRef) -> Survey | NoSurvey:
    """The survey of a place, or why there is none. Where no list is held, none is missing from it."""
    survey = survey_of(place.force_id)
    if isinstance(survey, Survey) and places.listed(place) is False:
        return NoSurvey(GONE)
    return survey

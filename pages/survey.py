"""How is your local policing? The survey's questions, the answers to check, and what happens next."""

from components.content import summary
from components.frame import page
from components.panels import survey_form as panels
from components.panels.survey_draft import draft_of
from components.words.language import _

with page("survey", _("How is local policing in {place}?"), summary.line_of_survey) as view:
    survey = panels.survey_here(view)
    if survey:
        draft = draft_of(view)
        panels.problems(draft)
        if draft.step == "questions":
            panels.introduction(view, survey, draft)
            panels.said_last_time(view)
            panels.questions(survey, draft)
        elif draft.step == "check":
            panels.answers_to_check(survey, draft)
        else:
            panels.thanks(view, survey, draft)

"""How is your local policing? The survey's questions, the answers to check, and what happens next."""

from components.content import summary
from components.frame import page
from components.panels import survey_form as panels
from components.panels.survey_steps import steps_of
from components.words.language import _

with page("survey", _("How is local policing in {place}?"), summary.lines_of_survey) as view:
    survey = panels.survey_here(view)
    if survey:
        steps = steps_of(view)
        panels.problems(steps)
        if steps.step == "questions":
            panels.introduction(view, survey, steps)
            panels.said_last_time(view)
            panels.questions(survey, steps)
        elif steps.step == "check":
            panels.answers_to_check(survey, steps)
        else:
            panels.thanks(view, survey, steps)

"""What people said: years of a neighbourhood or a group, quarters of a force; and what came of it."""

from components.content import summary
from components.frame import page
from components.panels import survey_results as panels
from components.words.language import _

with page("survey_results", _("What people say about policing"), summary.lines_of_survey) as view:
    area = panels.choose_area(view)
    window = panels.choose_window(view, area)
    if window:
        panels.answers(area, window)
        panels.against_the_year_before(area, window)
        panels.each_answer(area, window)
    panels.you_said(view, area)
    panels.comments(view, area)
    panels.onward(view)

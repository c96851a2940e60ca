"""For staff who sign in: what came in, what to decide on, what the team says. Nothing for anybody else."""

from components.controls.staff_access import member
from components.frame import bare_page
from components.panels.staff import answers, comments, statements
from components.panels.staff.paper import paper, tablet
from components.words.language import _

with bare_page("staff", _("For staff")):
    who = member()
    if who:
        comments.waiting(who)
        answers.answers_coming_in(who)
        answers.bursts(who)
        comments.comments(who)
        place = answers.choose_place(who)
        if place:
            answers.out_of_date(place)
            statements.replies_of(place, who)
            statements.notes_of(place, who)
            statements.hiding(place, who)
            statements.export_of(place, who)
            tablet(place, who)
            paper(place, who)
        comments.lately(who)

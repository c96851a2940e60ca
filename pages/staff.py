"""For staff who sign in: what came in, what to decide on, what the team says. Nothing for anybody else."""

from components import staff_comments, staff_panels, staff_words_panels
from components.controls.staff_access import member
from components.frame import bare_page
from components.staff_paper import paper, tablet
from components.words.language import _

with bare_page("staff", _("For staff")):
    who = member()
    if who:
        staff_panels.answers_coming_in(who)
        staff_panels.bursts(who)
        staff_comments.comments(who)
        place = staff_panels.choose_place(who)
        if place:
            staff_panels.out_of_date(place)
            staff_words_panels.replies_of(place, who)
            staff_words_panels.notes_of(place, who)
            staff_words_panels.hiding(place, who)
            staff_words_panels.export_of(place, who)
            tablet(place, who)
            paper(place, who)
        staff_comments.lately(who)

"""Who the officers are, how to reach them, what they have undertaken to do and when to meet them."""

from components.controls.links import link_to
from components.frame import page
from components.panels import crime_trends, team
from components.words.language import _

with page("local_team", _("The local team in {place}")) as view:
    work, people = crime_trends.two_columns(narrow_first=True)
    with people:
        team.officers(view)
        team.ways_to_reach(view)
    with work:
        team.priorities(view)
        team.events(view)
        team.description(view)
        team.elsewhere(view)
    link_to("about_the_data", _("Sources"))

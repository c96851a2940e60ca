"""One page for a meeting, a notice board or a magazine: choose neighbourhoods and months, take it away."""

from components.frame import page
from components.panels import briefing as panels
from components.words.language import _

with page("briefing", _("A briefing on {place}")) as view:
    panels.what_it_is()
    group, others = panels.which_neighbourhoods(view)
    months = panels.how_many_months(view)
    panels.take_away(view, months, group, others)
    panels.preview(view, months, group, others)

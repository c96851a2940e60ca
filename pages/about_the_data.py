"""Where the figures come from, what they cannot say, what is held, and how anybody can check them."""

from components.frame import page
from components.panels import about_the_data as about
from components.words.language import _

with page("about_the_data", _("About the data for {place}")) as view:
    about.what_they_are()
    about.how_we_compare()
    about.known_gaps(view)
    about.check_these_figures(view)
    about.months_held(view)
    about.changes_since(view)
    about.sources()

"""How accessible this site is, what is not, how that was tested, and whom to tell."""

from components.frame import bare_page
from components.panels import accessibility as statement
from components.words.language import _

with bare_page("accessibility", _("Accessibility of this site")):
    statement.what_you_can_do()
    statement.how_accessible_it_is()
    statement.what_is_not()
    statement.whom_to_tell()
    statement.how_it_was_tested()

"""What this site keeps of its visitors and of the survey's answers, why, for how long, and whom to ask."""

from components.frame import bare_page
from components.panels import privacy
from components.words.language import _

with bare_page("privacy", _("Privacy")):
    privacy.visitors()
    privacy.survey()
    privacy.rights()

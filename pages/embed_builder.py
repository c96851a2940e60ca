"""Put this neighbourhood on your own site: choose a view, see it as a phone and a desk show it, copy it."""

from components import embed_panels
from components.frame import page
from components.words.language import _

with page("embed_builder", _("Put {place} on your own site")) as view:
    embed_panels.introduction(view)
    choice = embed_panels.choose(view)
    embed_panels.preview(view, choice)
    embed_panels.to_copy(view, choice)
    embed_panels.for_paper(view)

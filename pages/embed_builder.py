"""Put this neighbourhood on your own site: choose a view, see it as a phone and a desk show it, copy it."""

from components.frame import page
from components.panels import embed_builder
from components.words.language import _

with page("embed_builder", _("Put {place} on your own site")) as view:
    embed_builder.introduction(view)
    choice = embed_builder.choose(view)
    embed_builder.preview(view, choice)
    embed_builder.to_copy(view, choice)
    embed_builder.for_paper(view)

"""Addresses of one public route that another names."""

from components.content import embed_views
from publish.serving.request_options import Asked


def embed(asked: Asked, what: str) -> str:
    """The address of an embed, with the options asked for."""
    return embed_views.address(asked.base, asked.place, what, asked.options)


def oembed(asked: Asked, what: str) -> str:
    """Where a site that is given an embed's address reads how to show it (oembed.com)."""
    return embed_views.oembed(asked.base, embed(asked, what))

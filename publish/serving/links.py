"""Addresses of one public route that another names."""

from components import addresses
from publish.serving.request_options import Asked


def embed(asked: Asked, what: str) -> str:
    """The address of an embed, with the options asked for."""
    return addresses.embed(asked.base, asked.place, what, asked.options)


def oembed(asked: Asked, what: str) -> str:
    """Where a site that is given an embed's address reads how to show it (oembed.com)."""
    return addresses.oembed(asked.base, embed(asked, what))

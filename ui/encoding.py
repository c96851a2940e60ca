"""Which compressed form of a file the browser takes."""

# Smaller first. Browsers offer brotli on https and on localhost only, so gzip is needed too.
ENCODINGS = ("br", "gzip")
SUFFIX = {"br": ".br", "gzip": ".gz"}


def best_encoding(accept_encoding: str) -> str | None:
    """The first of ENCODINGS that an Accept-Encoding header takes, None for neither (`br;q=0` refuses it)."""
    offers = [offer.replace(" ", "").lower() for offer in accept_encoding.split(",")]
    taken = {name for name, _, quality in (o.partition(";q=") for o in offers) if quality not in {"0", "0.0"}}
    return next((name for name in ENCODINGS if name in taken), None)

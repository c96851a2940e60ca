"""Which compressed form of a file the browser takes."""

# The smaller first. Browsers offer brotli over https and on localhost only, so gzip is needed too.
SUFFIX = {"br": ".br", "gzip": ".gz"}


def encodings(accept_encoding: str) -> list[str]:
    """Those of SUFFIX that an Accept-Encoding header takes, the smaller first (`br;q=0` refuses it)."""
    offers = [offer.replace(" ", "").lower() for offer in accept_encoding.split(",")]
    taken = {name for name, _, quality in (o.partition(";q=") for o in offers) if quality not in {"0", "0.0"}}
    return [name for name in SUFFIX if name in taken]

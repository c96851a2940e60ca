"""QR codes of our own addresses, at level Q: a quarter of a code may be lost (posters hang outside)."""

import io

import segno


def svg(text: str) -> str:
    """The code as an SVG element without a size of its own, with its quiet zone."""
    file = io.BytesIO()
    segno.make(text, error="Q", micro=False).save(
        file, kind="svg", xmldecl=False, omitsize=True, light="#fff"
    )
    return file.getvalue().decode()


def png(text: str, scale: int = 10) -> bytes:
    """The code as a PNG of `scale` pixels a square."""
    file = io.BytesIO()
    segno.make(text, error="Q", micro=False).save(file, kind="png", scale=scale)
    return file.getvalue()

"""The drawing of small areas as an SVG, for paper, for the light page and where a map need not move. Pure."""

from collections.abc import Iterable
from html import escape
from itertools import pairwise

from components.figures import colours
from components.figures.map_drawing import Drawing, Ring
from components.figures.map_labels import LETTER_PX, LINE_PX, MARK, NEIGHBOUR, STREET, Label
from components.words.language import _
from components.words.small_areas import RECORDED_IN_AN_AREA, range_words

# Whole numbers of a quarter of a pixel: finer is not seen, and whole numbers are short.
FINE = 4
TYPE_PX = 12
LEGEND_PX = 20
TYPE = "system-ui,-apple-system,Segoe UI,Roboto,Noto Sans,sans-serif"


def svg(drawn: Drawing, title: str, description: str = "", chosen: str = "") -> str:
    """An SVG, saying what it is: `title`, and in a sentence what it shows. One cell may be `chosen`."""
    width, height = round(drawn.frame.width), round(drawn.frame.height)
    legend = _legend(drawn, height)
    whole = height + 2 * LEGEND_PX if legend else height
    shapes = [
        *(_class(drawn, rank) for rank in range(len(drawn.ranges))),
        _path((cell.polygons for cell in drawn.cells if cell.outlined), f'stroke="{colours.INK}"', 6),
        _path([drawn.boundary], f'stroke="{colours.ACCENT}"', 8),
        _path(
            (cell.polygons for cell in drawn.cells if cell.id == chosen), f'stroke="{colours.UNUSUAL}"', 12
        ),
        _bar(drawn),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {whole}" role="img" '
        'aria-labelledby="map-title map-desc">'
        f'<title id="map-title">{escape(title)}</title><desc id="map-desc">{escape(description)}</desc>'
        f'<g transform="scale({1 / FINE})" fill="none" stroke-linejoin="round">{"".join(shapes)}</g>'
        f'<g font-family="{TYPE}" font-size="{TYPE_PX}" text-anchor="middle" fill="{colours.GREY}" '
        'stroke="#fff" stroke-width="3" stroke-linejoin="round" paint-order="stroke">'
        f"{''.join(map(_words, drawn.labels))}</g>{legend}</svg>"
    )


def _legend(drawn: Drawing, top: int) -> str:
    """The classes with their numbers, in two lines below the map."""
    if not drawn.ranges:
        return ""
    x, parts = 4.0, [f'<text x="4" y="{top + 14}">{escape(_(RECORDED_IN_AN_AREA))}</text>']
    for colour, counts in zip(colours.CLASSES, drawn.ranges, strict=False):
        words = range_words(*counts)
        parts.append(
            f'<rect x="{x:.0f}" y="{top + LEGEND_PX + 3}" width="14" height="14" fill="{colour}" '
            f'stroke="{colours.GREY}"/><text x="{x + 20:.0f}" y="{top + LEGEND_PX + 14}">{words}</text>'
        )
        x += 36 + len(words) * LETTER_PX
    return f'<g font-family="{TYPE}" font-size="{TYPE_PX}" fill="{colours.INK}">{"".join(parts)}</g>'


def _class(drawn: Drawing, rank: int) -> str:
    look = f'fill="{colours.CLASSES[rank]}" fill-rule="evenodd" stroke="#fff"'
    return _path((cell.polygons for cell in drawn.cells if cell.rank == rank), look, 3)


def _path(polygons: Iterable[list[list[Ring]]], look: str, width: int) -> str:
    steps = "".join(_steps(ring) for parts in polygons for rings in parts for ring in rings)
    return f'<path {look} stroke-width="{width}" d="{steps}"/>' if steps else ""


def _steps(ring: Ring) -> str:
    """A closed ring as steps from corner to corner."""
    corners = [(round(x * FINE), round(y * FINE)) for x, y in ring[:-1]]
    steps = [f"M{corners[0][0]} {corners[0][1]}l"]
    for (from_x, from_y), (x, y) in pairwise(corners):
        if (x, y) != (from_x, from_y):
            steps.append(f"{x - from_x} {y - from_y} ".replace(" -", "-"))
    return "".join(steps).rstrip() + "z"


def _bar(drawn: Drawing) -> str:
    start, end, y = (round(n * FINE) for n in drawn.bar)
    return f'<path stroke="{colours.GREY}" stroke-width="8" d="M{start} {y - 16}v16h{end - start}v-16"/>'


def _words(label: Label) -> str:
    look = {NEIGHBOUR: ' font-style="italic"', STREET: f' fill="{colours.INK}"'}.get(label.kind, "")
    look = look or (f' fill="{colours.INK}" font-weight="bold"' if label.kind == MARK else "")
    first = label.y - (len(label.lines) - 1) * LINE_PX / 2 + TYPE_PX * 0.35
    return "".join(
        f'<text x="{label.x:.0f}" y="{first + n * LINE_PX:.0f}"{look}>{escape(line)}</text>'
        for n, line in enumerate(label.lines)
    )

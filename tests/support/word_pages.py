"""How many pages a Word file of ours takes: laid out again by another engine, with type as wide as Arial."""

import io
from html import escape
from typing import Any

import docx
import weasyprint
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

# Of Arial, single spacing; programs differ a little.
LINE = 1.15
EMU_PER_MM = 36_000
EMPTY = "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E"


def pages_of(body: bytes) -> int:
    """Space before and after is added up, as the most careful program has it."""
    document = docx.Document(io.BytesIO(body))
    [section] = document.sections
    multiple = float(document.styles["Normal"].paragraph_format.line_spacing or _default_spacing(document))
    blocks = [
        _paragraph(block, multiple) if isinstance(block, Paragraph) else _table(block, multiple)
        for block in document.iter_inner_content()
    ]
    page = (
        f"@page {{ size: A4; margin: {section.top_margin.mm}mm {section.right_margin.mm}mm "
        f"{section.bottom_margin.mm}mm {section.left_margin.mm}mm }}"
        "body { margin: 0; font-family: 'DejaVu Sans Condensed'; font-stretch: condensed }"
        "table { border-collapse: collapse; width: 100% } td { border: 1px solid; padding: 0 1.9mm }"
    )
    html = f"<style>{page}</style>{''.join(blocks)}"
    return len(weasyprint.HTML(string=html).render().pages)


def _default_spacing(document: Any) -> float:
    spacing = document.styles.element.find(f".//{qn('w:pPrDefault')}//{qn('w:spacing')}")
    line = None if spacing is None else spacing.get(qn("w:line"))
    return int(line) / 240 if line else 1.0


def _paragraph(paragraph: Any, multiple: float) -> str:
    style, own = paragraph.style, paragraph.paragraph_format
    size = next((run.font.size for run in paragraph.runs if run.font.size), None) or _size(style)
    before, after = (_space(paragraph, name) for name in ("space_before", "space_after"))
    indent = (own.left_indent or style.paragraph_format.left_indent or 0) / EMU_PER_MM
    inside = "".join(_picture(drawing) for drawing in paragraph._p.iter(qn("w:drawing")))
    text = escape(paragraph.text).replace("\n", "<br>")
    if style.name == "List Bullet":
        indent = max(indent, 6.3)
    weight = 700 if style.font.bold else 400
    look = (
        f"font-size: {size.pt}pt; line-height: {LINE * multiple}; font-weight: {weight}; "
        f"padding: {before}pt 0 {after}pt {indent}mm"
    )
    return f'<div style="{look}">{inside}{text or "&nbsp;"}</div>'


def _size(style: Any) -> Any:
    return style.font.size or _size(style.base_style)


def _space(paragraph: Any, name: str) -> float:
    style = paragraph.style
    found = getattr(paragraph.paragraph_format, name)
    while found is None and style is not None:
        found, style = getattr(style.paragraph_format, name), style.base_style
    return float(found.pt) if found else 0.0


def _picture(drawing: Any) -> str:
    extent = drawing.find(f".//{qn('wp:extent')}")
    width, height = (int(extent.get(side)) / EMU_PER_MM for side in ("cx", "cy"))
    side = "float: right; margin-left: 5mm" if drawing.find(qn("wp:anchor")) is not None else ""
    look = f"display: inline-block; width: {width}mm; height: {height}mm; {side}"
    return f'<img alt="" src="{EMPTY}" style="{look}">'


def _table(table: Table, multiple: float) -> str:
    rows = (
        "".join(f"<td>{''.join(_paragraph(p, multiple) for p in cell.paragraphs)}</td>" for cell in row.cells)
        for row in table.rows
    )
    return f"<table>{''.join(f'<tr>{cells}</tr>' for cells in rows)}</table>"

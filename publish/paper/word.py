"""The briefing as a Word document: real headings, a table with a header row, the picture with its words."""

import io
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from components.content.briefing import Briefing, lines
from components.figures import qr_code
from components.figures.trend import Trend
from components.words.language import _
from publish.serving import markdown_html

# A drawing that text flows round, at the top right of what the margins leave.
FLOATING = """<wp:anchor {namespaces} distT="0" distB="0" distL="180000" distR="0" simplePos="0"
  relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
  <wp:positionH relativeFrom="margin"><wp:align>right</wp:align></wp:positionH>
  <wp:positionV relativeFrom="margin"><wp:align>top</wp:align></wp:positionV>
  <wp:wrapSquare wrapText="left"/></wp:anchor>"""
# So many lines of a briefing fill the page at our usual size; letters are smaller where there are more.
LINES_AT_FULL_SIZE, LINES_BESIDE_TABLE = 67, 63
FONT, INK, ACCENT = "Arial", RGBColor(0x1B, 0x1F, 0x23), RGBColor(0x1D, 0x4F, 0x91)


def document(briefing: Briefing, language: str) -> bytes:
    """The document's bytes; `language` as Word has it (en-GB)."""
    paper = docx.Document()
    full = LINES_BESIDE_TABLE if briefing.rows else LINES_AT_FULL_SIZE
    scale = min(1.0, full / lines(briefing))
    _set_up(paper, briefing, language, scale)
    for notice in briefing.notices:
        _sentence(paper.add_paragraph(), notice)
    paper.add_heading(briefing.title, level=1)
    line = paper.add_paragraph()
    if briefing.page:
        _code(line, briefing.page)
    _sentence(line, briefing.line)
    paper.add_heading(briefing.caption, level=2)
    for said in briefing.said:
        _sentence(paper.add_paragraph(), said)
    if briefing.rows:
        _table(paper, briefing)
    for note in briefing.notes:
        _sentence(paper.add_paragraph(), note)
    if briefing.picture:
        _picture(paper, briefing.picture)
    for topic in briefing.topics:
        paper.add_heading(topic.title, level=2)
        for part in topic.parts:
            _part(paper, part.name, part.said, part.items)
    for said in briefing.small_print:
        paragraph = paper.add_paragraph()
        _sentence(paragraph, said)
        for run in paragraph.runs:
            run.font.size = Pt(8 * scale)
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _set_up(paper: Document, briefing: Briefing, language: str, scale: float) -> None:
    """A4, our type, the language of all text, and a title that programs show."""
    [section] = paper.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(17)
    section.top_margin = section.bottom_margin = Mm(12)
    styles: Any = paper.styles
    for name, size in (("Normal", 9.5), ("Heading 1", 17), ("Heading 2", 11.5), ("Heading 3", 10)):
        style = styles[name]
        style.font.size, style.font.name, style.font.color.rgb = Pt(size * scale), FONT, INK
        # Headings name the fonts of a theme, which would win.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        style.paragraph_format.line_spacing = 1.0
        style.paragraph_format.space_before = Pt(0 if name == "Normal" else 7 * scale)
        style.paragraph_format.space_after = Pt(3 * scale)
    for spoken in styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), language)
    about = paper.core_properties
    # Word's own bound for a property.
    about.title = f"{briefing.title}, {briefing.period}"[:255]
    about.language, about.author, about.comments = language, "", ""


def _part(paper: Document, name: str, said: tuple[str, ...], items: tuple[str, ...]) -> None:
    if name and items:
        paper.add_heading(name, level=3)
    for number, sentence in enumerate(said):
        paragraph = paper.add_paragraph()
        if name and not items and not number:
            paragraph.add_run(f"{name}: ").bold = True
        _sentence(paragraph, sentence)
    for item in items:
        paragraph = paper.add_paragraph(style="List Bullet")
        paragraph.paragraph_format.space_after = Pt(1)
        _sentence(paragraph, item)


def _table(paper: Document, briefing: Briefing) -> None:
    table = paper.add_table(rows=0, cols=len(briefing.header), style="Table Grid")
    for place, cells in enumerate((briefing.header, *briefing.rows)):
        row = table.add_row()
        for column, text in enumerate(cells):
            [paragraph] = row.cells[column].paragraphs
            paragraph.add_run(text).bold = not place
            if column in {1, 2, 4, 5}:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if not place:
            # Word repeats this row on a new page, and a screen reader reads it with each cell.
            header: Any = OxmlElement("w:tblHeader")
            row._tr.get_or_add_trPr().append(header)
    paper.add_paragraph().paragraph_format.space_after = Pt(0)


def _picture(paper: Document, drawn: Trend) -> None:
    from components.figures import trend_picture  # matplotlib takes half a second to import

    shape = paper.add_picture(io.BytesIO(trend_picture.trend_png(drawn, trend_picture.FLAT)), width=Mm(150))
    words = ". ".join(part for part in (drawn.headline, markdown_html.plain(drawn.caption)) if part)
    shape._inline.docPr.set("descr", words)
    shape._inline.docPr.set("title", drawn.headline or words)
    headline = [f"**{drawn.headline}.**"] if drawn.headline else []
    _sentence(paper.add_paragraph(), " ".join([*headline, drawn.caption, *drawn.notes]))


def _code(paragraph: Paragraph, address: str) -> None:
    """The QR code of the address in the top right corner; python-docx has only pictures in a line."""
    inline: Any = paragraph.add_run().add_picture(io.BytesIO(qr_code.png(address)), width=Mm(26))._inline
    inline.docPr.set("descr", _("QR code. It opens {address}").format(address=address))
    anchor: Any = parse_xml(FLOATING.format(namespaces=nsdecls("wp")))
    place = anchor.index(anchor.find(qn("wp:wrapSquare")))
    anchor.insert(place, inline.extent)
    anchor.extend([inline.docPr, inline.graphic])
    inline.getparent().replace(inline, anchor)


def _sentence(paragraph: Paragraph, sentence: str) -> None:
    """A Markdown sentence as runs: bold where it is strong, links that can be followed."""
    strong, target = False, ""
    for token in markdown_html.pieces(sentence):
        if token.type in {"strong_open", "strong_close"}:
            strong = token.type == "strong_open"
        elif token.type in {"link_open", "link_close"}:
            target = str(token.attrs["href"]) if token.type == "link_open" else ""
        elif token.type in {"softbreak", "hardbreak"}:
            paragraph.add_run().add_break()
        elif token.content and target:
            _link(paragraph, token.content, target)
        elif token.content:
            paragraph.add_run(token.content).bold = strong or None


def _link(paragraph: Paragraph, words: str, target: str) -> None:
    """python-docx has no links of its own: a run inside an element that names the address."""
    run = paragraph.add_run(words)
    run.font.underline, run.font.color.rgb = True, ACCENT
    link: Any = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    link.append(run._r)
    paragraph._p.append(link)

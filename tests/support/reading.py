"""What a reader reads in what we publish: the words of each form, marks and layout gone."""

import io
import re
from html import unescape

import docx
import pypdf
import pypdfium2
from PIL import Image

UNREAD = re.compile(r"<(style|script|svg|head)\b.*?</\1>", re.DOTALL)


def of_html(body: bytes) -> str:
    text = re.sub(r"<[^>]*>", " ", UNREAD.sub(" ", body.decode()))
    return tidy(unescape(text))


def of_pdf(body: bytes) -> str:
    return tidy(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages))


def drawn(pdf: bytes, dots_an_inch: int = 100) -> Image.Image:
    """The first page as a printer would draw it."""
    return pypdfium2.PdfDocument(pdf)[0].render(scale=dots_an_inch / 72).to_pil()


def of_docx(body: bytes) -> str:
    document = docx.Document(io.BytesIO(body))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return tidy(" ".join([*(paragraph.text for paragraph in document.paragraphs), *cells]))


def of_markdown(text: str) -> str:
    return tidy(re.sub(r"\\(.)", r"\1", text.replace("**", "")))


def tidy(text: str) -> str:
    """One space between words, none before a mark."""
    return re.sub(r"\s+([,.:;)])", r"\1", " ".join(text.split())).replace("( ", "(")

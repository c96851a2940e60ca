"""Text for a file that a spreadsheet opens: never taken for a formula."""

import re

# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
FORMULA = re.compile(r"^[=+\-@\t\r\n]")


def cell(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would reckon with it."""
    return f"'{text}" if FORMULA.match(text) else text

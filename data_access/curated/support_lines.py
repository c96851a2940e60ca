"""Every telephone number that our own sentences may name, in one table: whose, where, from where we know it.

No other sentence may hold a number that is not here (tests/test_locale.py). Numbers of a force or a council
stand in `local/` or come from police.uk.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from data_access.curated.forces import FORCES
from data_access.translation import N_

ENGLAND, WALES, NORTHERN_IRELAND = "E", "W", "N"
EVERYWHERE = ENGLAND + WALES + NORTHERN_IRELAND
VIOLENCE = "violent-crime"


@dataclass(frozen=True)
class SupportLine:
    """`sentence` (Markdown) says who helps, on which `numbers`, in which `countries` (first letters of the
    codes of police force areas). `kind`: of which kind of crime alone; empty: whatever happened. `source`:
    where the number was read, `checked` on which day.
    """

    sentence: str
    numbers: tuple[str, ...]
    source: str
    checked: date
    countries: str = EVERYWHERE
    kind: str = ""


# Stored copies of these pages: whoever has the page itself before them sets the day anew.
_READ = date(2026, 11, 29)

LINES = (
    SupportLine(
        N_(
            "In danger now: call **[999](tel:999)**. "
            "If you cannot speak, listen, then press 55 on a mobile phone."
        ),
        ("999",), "iow.gov.uk, immediate danger; stocktoninformationdirectory.org, domestic abuse", _READ,
    ),
    SupportLine(
        N_(
            "Deaf, or cannot speak on the phone: [18001 999](tel:18001999) by Relay UK, "
            "or text 999 if you are registered."
        ),
        ("18001 999", "999"), "the survey form of this site, 27 November 2026; not read elsewhere", _READ,
    ),
    SupportLine(
        N_("Samaritans, day and night, free: **[116 123](tel:116123)**."),
        ("116 123",), "samaritans.org, contact a Samaritan", _READ,
    ),
    SupportLine(
        N_(
            "National Domestic Abuse Helpline (England), day and night, free: "
            "**[0808 2000 247](tel:08082000247)**."
        ),
        ("0808 2000 247",), "refuge.org.uk, news", _READ, ENGLAND, VIOLENCE,
    ),
    SupportLine(
        N_("Live Fear Free helpline (Wales), day and night, free: **[0808 80 10 800](tel:08088010800)**."),
        ("0808 80 10 800",), "gov.wales, live fear free", _READ, WALES, VIOLENCE,
    ),
    SupportLine(
        N_(
            "Domestic and Sexual Abuse Helpline (Northern Ireland), day and night, free: "
            "**[0808 802 1414](tel:08088021414)**."
        ),
        ("0808 802 1414",), "victimsupportni.com, domestic violence", _READ, NORTHERN_IRELAND, VIOLENCE,
    ),
)  # fmt: skip
# Named in passing by other sentences: the police, and the Information Commissioner.
OTHER_NUMBERS = ("101", "18001 101", "0303 123 1113")


def lines_of(force_id: str, kind: str = "") -> Iterator[SupportLine]:
    """The lines of a force's country, or of every country for ""; for one `kind` of crime, or for all."""
    force = FORCES.get(force_id)
    country = force.pfa[0] if force else ENGLAND
    for line in LINES:
        if (not force_id or country in line.countries) and (not kind or line.kind in {"", kind}):
            yield line

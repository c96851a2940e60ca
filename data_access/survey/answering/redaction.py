"""What in a comment may point at a person: shown before it is sent, taken out before it is stored.

Rather too much than too little: a road number taken for a registration costs nobody anything. A person
still reads every comment before it is public. Pure: text in, text out.
"""

import re
import unicodedata
from dataclasses import dataclass

from data_access.translation import N_


@dataclass(frozen=True)
class _Kind:
    """A kind of detail: what is said of it, what stands in its place, and how it looks."""

    sentence: str
    instead: str
    looks: tuple[re.Pattern[str], ...]


def _re(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern, flags)


_TITLES = r"Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Rev|Cllr|Councillor"
_RANKS = r"PC|PCSO|DC|DS|DI|SC|WPC|Sgt|Sergeant|Insp|Inspector|Constable|Officer|Superintendent|Supt"
# Up to three words on one line, and what stands between them in "van der Berg".
_NAME = (
    rf"[A-Z][\w'’-]*(?: (?!(?:{_TITLES}|{_RANKS})\b)(?:(?:van|von|der|den|de|di|da|la|le|bin|al) ){{0,2}}"
    r"[A-Z][\w'’-]+){0,2}"
)
_STREETS = r"Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Way|Court|Crescent|Gardens|Place|Terrace|Hill"
_SMALL = r"(?:van|von|der|den|de|di|da|la|le|bin|al)"

_COMMON = (
    r"a|about|after|all|also|always|and|are|as|asked|at|be|because|but|by|came|can|comes|could|did|do|does|for|from|"
    r"gave|goes|had|has|have|he|his|her|if|in|is|it|keeps|knows|lives|might|must|never|next|not|of|on|or|our|out|"
    r"said|says|she|should|so|that|the|their|they|told|to|took|used|wants|was|we|went|were|when|where|who|whose|"
    r"will|with|would|you"
)

# In this order: what is found first is taken out before the next kind looks.
_KINDS = (
    _Kind(
        N_("Your comment may include a web address."),
        "[web address removed]",
        (
            _re(r"\b(?:https?://|www\.)\S+"),
            # Not the second half of an e-mail address, which would keep its first half.
            _re(
                r"(?<![@\w.-])(?<!@ )(?<!at[)\]])(?<!at[)\]] )"
                r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|uk|info|me|io)\b(?!@)(?:/\S*)?"
            ),
        ),
    ),
    _Kind(
        N_("Your comment may include an e-mail address."),
        "[e-mail address removed]",
        (
            # From where a word begins only: from each of its letters, a long word would take for ever.
            _re(
                r"(?<![\w.+'-])[\w.+'-]+\s?(?:@|[(\[]\s*at\s*[)\]])\s?[\w-]+(?:\s?(?:\.|[(\[]\s*dot\s*[)\]])\s?[\w-]+)+"
            ),
            _re(r"(?<!\w)@\w{3,}"),  # a name on social media
        ),
    ),
    _Kind(
        N_("Your comment may include a National Insurance number."),
        "[number removed]",
        (_re(r"\b[A-Z]{2}[\s-]?(?:\d{2}[\s-]?){3}[A-D]\b"),),
    ),
    _Kind(
        N_("Your comment may include a phone number."),
        "[phone number removed]",
        (
            _re(r"(?<![\w£])(?:\+|\(?0|00)(?:[\s().-]{0,2}\d){8,13}(?!\w)"),
            _re(r"(?<![\w£/])0\d{2,4}\s?/\s?\d{3}\s?\d{2,4}(?![\w/])"),
            # Seven digits in a row or as 01225 style without its nought.
            _re(r"(?<![\w£.])[1-9]\d{2}[\s-]?\d{3}[\s-]?\d{3,4}(?!\w)"),
        ),
    ),
    _Kind(
        N_("Your comment may include a postcode."),
        "[postcode removed]",
        (_re(r"\b(?:GIR\s*0AA|[A-Z]{1,2}\d[A-Z\d]?[\s.-]*\d[ABD-HJLNP-UW-Z]{2})\b"),),
    ),
    _Kind(
        N_("Your comment may include a vehicle registration."),
        "[registration removed]",
        (
            # As issued since 2001; older ones, and Northern Irish ones, in capitals only.
            _re(r"\b(?:[A-Z]{2}\d{2}[\s-]?[A-Z]{3}|[a-z]{2}\d{2}[\s-]?[a-z]{3})\b", re.NOFLAG),
            _re(r"\b(?:[A-Z]\d{1,3}[\s-]?[A-Z]{3}|[A-Z]{3}[\s-]?\d{1,3}[A-Z])\b", re.NOFLAG),
            _re(r"\b(?:[A-Z]I[A-Z]|[A-Z]{2}Z)\s?\d{1,4}\b", re.NOFLAG),
        ),
    ),
    _Kind(
        N_("Your comment may include a person’s name."),
        "[name removed]",
        (
            # First what the later ones would cut in half: initials, small words before a surname, numbers.
            _re(rf"\b(?:{_TITLES}|{_RANKS})\.? ?(?:[A-Z]\. ?)+(?:{_SMALL} )*[A-Z][\w'’-]+", re.NOFLAG),
            _re(rf"\b(?:{_TITLES}|{_RANKS})\.? (?:[A-Z][\w'’-]* )?(?:{_SMALL} )+[A-Z][\w'’-]+", re.NOFLAG),
            _re(r"\b(?:Mr|Mrs|Ms|Dr)\.[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?", re.NOFLAG),
            _re(rf"\b(?:{_RANKS})\d{{2,6}}\b(?: {_NAME})?", re.NOFLAG),
            _re(rf"\b(?:DCI|DSU|W?\.?P\.C\.|D\.[CSI]\.) ?(?:{_NAME}|\d{{2,6}}\b)", re.NOFLAG),
            # An officer's number stands before the name or after it.
            _re(
                rf"\b(?:{_TITLES}|{_RANKS})\.?\s+(?:{_NAME}(?: \d{{3,6}}\b)?|\d{{2,6}}\b(?: {_NAME})?)",
                re.NOFLAG,
            ),
            _re(rf"\b(?:{_TITLES.upper()}|{_RANKS.upper()})\.?\s+[A-Z][A-Z'’-]+\b", re.NOFLAG),
            # Small letters tell no name from what follows: two words go, unless the second is a common one.
            _re(rf"\b(?:mr|mrs|ms|dr|cllr)\.?\s+[\w'’-]+(?: (?!(?:{_COMMON})\b)[a-z][\w'’-]+)?"),
            _re(rf"\b(?:pcso|sgt|sergeant|inspector)\.?\s+(?!(?:{_COMMON}|teams?)\b)[a-z][\w'’-]+"),
            _re(rf"\b(?:(?i:(?:my|his|her|their) name is)|called)\s+{_NAME}", re.NOFLAG),
        ),
    ),
    _Kind(
        N_("Your comment may include a home address."),
        "[address removed]",
        (
            _re(rf"\b\d{{1,4}}[a-zA-Z]?,?\s+(?:[A-Z][\w'’-]+\s+){{1,3}}(?:{_STREETS})\b", re.NOFLAG),
            _re(r"\b(?:flat|house|number|no\.?)\s*\d{1,4}[a-z]?\b"),
        ),
    ),
)

# Somebody may be in danger: support lines are shown at once, and staff read it first.
_RISK = _re(
    r"suicid|kill(?:ing)? (?:my|him|her|them)sel|(?:end|ending|take|taking) my (?:own )?life|self[- ]?harm"
    r"|(?:hurt|cut|harm)(?:ing|ting)? myself|want to die|better off dead"
    r"|(?:afraid|scared|frightened|terrified) of (?:my|him|her|them)\b"
    r"|\b(?:hits?|beats?|chok(?:es|ed)|strangl\w+|threat\w+|abus\w+|rap(?:es|ed))"
    r" (?:me|him|her|us|my (?:child|son|daughter|m[uo]m|mother|sister|brother|kid)\w*)\b"
    r"|\b(?:being|been|was|am) (?:abused|raped|stalked|groomed|beaten|trafficked|exploited|sexually \w+)"
    r"|\brap(?:e|ed|ist)\b|sexual(?:ly)? (?:assault|abus)\w*|domestic (?:abuse|violence)|child abuse"
    r"|abus\w+ (?:a |the |his |her |their )?(?:child|kid)\w*|modern slavery|forced marriage|\bin danger\b"
    r"|(?:threat\w*|going|want\w*) to (?:kill|stab|shoot)|afraid for my life|coercive control"
    r"|\bstalk(?:s|er|ing)\b"
)


def points_out(text: str) -> list[str]:
    """A sentence (N_) for each kind of personal detail the comment may hold; [] when there is none."""
    return _taken_out(text)[1]


def redacted(text: str) -> str:
    """The comment as it may be stored: tidied, and each detail replaced by what it was."""
    return _taken_out(text)[0]


def at_risk(text: str) -> bool:
    """Whether its words speak of somebody in danger."""
    return bool(_RISK.search(_tidy(text).replace("’", "'")))


def _taken_out(text: str) -> tuple[str, list[str]]:
    left, found = _tidy(text), {}
    for kind in _KINDS:
        for pattern in kind.looks:
            left, number = pattern.subn(kind.instead, left)
            if number:
                found[kind.sentence] = number
    return left, list(found)


def _tidy(text: str) -> str:
    """Letters that only look different made the same, unseen ones dropped, lines kept."""
    plain = unicodedata.normalize("NFKC", text)
    seen = (c for c in plain if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    return re.sub(r"[^\S\n]+", " ", "".join(seen)).strip()

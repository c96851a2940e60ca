"""The list of what is out of date, in words: for the staff's page and for `manage.py status`."""

from datetime import date

from components.words.language import _, day_words, number
from components.words.survey_form import quarter_words
from data_access.models import Stale
from data_access.survey.quarters import Quarter


def stale_words(item: Stale) -> str:
    """One sentence; plain text."""
    return _(item.sentence).format(**{name: _words(value) for name, value in item.values.items()})


def _words(value: object) -> str:
    match value:
        case Quarter():
            return quarter_words(value)
        case date():
            return day_words(value)
        case int():
            return number(value)
    return str(value)

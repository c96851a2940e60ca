"""London's clocks: police.uk tells the times of events by them, without saying so."""

from datetime import datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def by_london(moment: datetime) -> datetime:
    """The moment as London's clocks show it, without a zone; one without a zone is shown by them already."""
    return moment.astimezone(LONDON).replace(tzinfo=None) if moment.tzinfo else moment

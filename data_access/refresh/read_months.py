"""One month of crime or of stops as police.uk answers now."""

import logging
from collections.abc import Callable
from datetime import date

import pandas as pd

from data_access.errors import NotPublished, PoliceDataError
from data_access.models import MonthState, State
from data_access.settings import now
from data_access.store.monthly_parquet import MonthReading
from data_access.store.stops import Whose

log = logging.getLogger("yourpatch.reading")


def read_month(
    whose: Whose,
    ask: Callable[[date], pd.DataFrame],
    month: date,
    *,
    empty: Callable[[date], State],
    not_published: State,
) -> MonthReading:
    """What came of asking; a failure is a state of the month, not of the reading. `empty` says what it means
    when there is no record, `not_published` when police.uk does not hold the month.
    """
    try:
        frame = ask(month)
    except PoliceDataError as error:
        state = not_published if isinstance(error, NotPublished) else State.FAILED
        reason = error.sentence if state is State.FAILED else ""
        return None, MonthState(state, fetched_at=now(), reason=reason)
    except Exception:
        log.exception("%s of %s could not be understood", month, whose)
        return None, MonthState(State.FAILED, fetched_at=now(), reason=PoliceDataError.sentence)
    return frame, MonthState(State.HELD if len(frame) else empty(month), fetched_at=now())

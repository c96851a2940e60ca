"""The dated table of what police.uk is known not to hold.

police.uk says which forces published stop and search, but not which published crime: an empty answer from
a force that publishes nothing looks like a quiet month. This table, which `coverage.py` asks, tells the two
apart. It is Python and not a data file because its sentences are shown to readers, and so are translated.

Sources: police.uk's "About" and "Changelog" pages as read on 16 September and 1 October 2026; for Wiltshire
and North Yorkshire its list of stop and search by month, in a copy that ends in June 2025. Entries marked
`to_be_checked` were counted by others in the archive of December 2025 and published on 2 September 2026.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from data_access.translation import N_

What = Literal["crime", "outcomes", "stop_and_search", "places"]

EVERY_FORCE = "every-force"
CHANGELOG_READ = date(2026, 9, 16)
ANSWERS_READ = date(2026, 10, 1)
OLD_LIST_READ = date(2026, 11, 20)
DEMONSTRATION = date(2026, 11, 20)
# What others counted in the archive of December 2025 and published that day.
COUNTED_BY_OTHERS = date(2026, 9, 2)


@dataclass(frozen=True)
class Gap:
    """Something police.uk lacks: from month `since` to month `until`, both included, None where open.

    `partly`: some of it is there, or all of it but unreliable. `sentence` is for the public and is translated
    where it is shown; `checked` is the day police.uk was last looked at for it. `to_be_checked`: others
    counted it and we have not looked, so that what police.uk answers counts all the same.
    """

    force_id: str
    what: What
    sentence: str
    checked: date
    since: date | None = None
    until: date | None = None
    partly: bool = False
    to_be_checked: bool = False

    def covers(self, month: date) -> bool:
        """Whether `month` (its first day) lies in the gap."""
        return (self.since or date.min) <= month <= (self.until or date.max)


@dataclass(frozen=True)
class InPart:
    """Months, both included, of which a force sent only part of its records: they look like a fall in crime.

    Such months are found by the force's totals (`supply`); those written down are known also where only one
    neighbourhood is held, or where the part supply lasted so long that the totals tell nothing. `found`: what
    was published beside what is usual.
    """

    force_id: str
    since: date
    until: date
    found: str


# Counted in the bulk files of these months. Others report that police.uk filled Devon & Cornwall's in
# February 2024, from November 2022 to January 2024: the first row may be out of date, to be checked there.
SENT_IN_PART: tuple[InPart, ...] = (
    InPart(
        "devon-and-cornwall",
        date(2022, 11, 1),
        date(2023, 11, 1),
        "a new records system; violence 2,787 a month, before and after 3,972 and 4,792",
    ),
    InPart(
        "dyfed-powys",
        date(2024, 1, 1),
        date(2024, 4, 1),
        "1,187, 300, 164 and 283 records, where about 3,500 a month are usual",
    ),
    InPart("exampleshire", date(2024, 12, 1), date(2024, 12, 1), "3 records in 10; invented"),
)

GAPS: tuple[Gap, ...] = (
    # After June 2019 there is one file, of August 2022, with fourteen rows: one record thirteen times, in
    # Leicester. The 650 to 2,000 records a year that lie in Greater Manchester are other forces'.
    Gap(
        "greater-manchester",
        "crime",
        N_("Greater Manchester Police publishes no crime figures on police.uk."),
        ANSWERS_READ,
        since=date(2019, 7, 1),
    ),
    Gap(
        "greater-manchester",
        "outcomes",
        N_("Greater Manchester Police publishes no outcomes on police.uk."),
        ANSWERS_READ,
        since=date(2019, 7, 1),
    ),
    Gap(
        "greater-manchester",
        "stop_and_search",
        N_("Greater Manchester Police publishes no stop and search figures on police.uk."),
        ANSWERS_READ,
        since=date(2019, 7, 1),
    ),
    Gap(
        "northern-ireland",
        "outcomes",
        N_(
            "The Police Service of Northern Ireland publishes no outcomes on police.uk. "
            "Every crime there reads “Under investigation”."
        ),
        ANSWERS_READ,
    ),
    Gap(
        "northern-ireland",
        "stop_and_search",
        N_("The Police Service of Northern Ireland publishes no stop and search figures on police.uk."),
        ANSWERS_READ,
    ),
    Gap(
        "devon-and-cornwall",
        "outcomes",
        N_(
            "Outcomes from Devon & Cornwall Police are unreliable since its systems changed in November 2022."
        ),
        CHANGELOG_READ,
        since=date(2022, 11, 1),
        partly=True,
    ),
    Gap(
        "avon-and-somerset",
        "places",
        N_(
            "Each month about 2,000 crimes from Avon and Somerset Constabulary have no place on police.uk. "
            "No neighbourhood counts them."
        ),
        CHANGELOG_READ,
        partly=True,
    ),
    Gap(
        "btp",
        "crime",
        N_("British Transport Police publishes no anti-social behaviour on police.uk."),
        CHANGELOG_READ,
        partly=True,
    ),
    Gap(
        "btp", "outcomes", N_("British Transport Police publishes no outcomes on police.uk."), CHANGELOG_READ
    ),
    Gap(
        "gwent",
        "stop_and_search",
        N_("police.uk holds no stop and search figures from Gwent Police."),
        ANSWERS_READ,
        since=date(2022, 7, 1),
    ),
    Gap(
        "humberside",
        "stop_and_search",
        N_("Humberside Police has paused or held back some stop and search figures."),
        ANSWERS_READ,
        partly=True,
    ),
    Gap(
        "west-midlands",
        "stop_and_search",
        N_("West Midlands Police has paused or held back some stop and search figures."),
        ANSWERS_READ,
        partly=True,
    ),
    Gap(
        "dyfed-powys",
        "stop_and_search",
        N_("police.uk holds no stop and search from Dyfed-Powys Police for December 2025 to July 2026."),
        CHANGELOG_READ,
        since=date(2025, 12, 1),
        until=date(2026, 7, 1),
    ),
    Gap(
        "gwent",
        "crime",
        N_(
            "Others found no crime figures from Gwent Police on police.uk for September to December 2025. "
            "We have still to check."
        ),
        COUNTED_BY_OTHERS,
        since=date(2025, 9, 1),
        until=date(2025, 12, 1),
        to_be_checked=True,
    ),
    Gap(
        "city-of-london",
        "crime",
        N_(
            "Others found no crime figures from City of London Police on police.uk for June 2022. "
            "We have still to check."
        ),
        COUNTED_BY_OTHERS,
        since=date(2022, 6, 1),
        until=date(2022, 6, 1),
        to_be_checked=True,
    ),
    Gap(
        "devon-and-cornwall",
        "crime",
        N_(
            "Others found no crime figures from Devon & Cornwall Police for November and December 2022. "
            "police.uk may have added them since. We have still to check."
        ),
        COUNTED_BY_OTHERS,
        since=date(2022, 11, 1),
        until=date(2022, 12, 1),
        to_be_checked=True,
    ),
    Gap(
        "btp",
        "crime",
        N_(
            "Others found no crimes from British Transport Police for February to December 2016. "
            "We have still to check."
        ),
        COUNTED_BY_OTHERS,
        since=date(2016, 2, 1),
        until=date(2016, 12, 1),
        to_be_checked=True,
    ),
    Gap(
        "btp",
        "crime",
        N_(
            "Others found no crimes from British Transport Police for February to December 2025. "
            "We have still to check."
        ),
        COUNTED_BY_OTHERS,
        since=date(2025, 2, 1),
        until=date(2025, 12, 1),
        to_be_checked=True,
    ),
    # It may have resumed after June 2025: the list that was read ends there.
    Gap(
        "wiltshire",
        "stop_and_search",
        N_("police.uk holds no stop and search from Wiltshire Police for June 2023 to June 2025."),
        OLD_LIST_READ,
        since=date(2023, 6, 1),
        until=date(2025, 6, 1),
    ),
    Gap(
        "north-yorkshire",
        "stop_and_search",
        N_("police.uk holds no stop and search from North Yorkshire Police for July 2022 to June 2025."),
        OLD_LIST_READ,
        since=date(2022, 7, 1),
        until=date(2025, 6, 1),
    ),
    Gap(
        EVERY_FORCE,
        "outcomes",
        N_("What courts decided since June 2019 is not on police.uk."),
        CHANGELOG_READ,
        since=date(2019, 6, 1),
        partly=True,
    ),
    # The archive of July 2026 holds its street files up to January 2025 only.
    Gap(
        EVERY_FORCE,
        "crime",
        N_(
            "Crimes recorded by British Transport Police, mostly at stations, "
            "may be missing since February 2025."
        ),
        CHANGELOG_READ,
        since=date(2025, 2, 1),
        partly=True,
    ),
    Gap(
        "fenmarsh",
        "crime",
        N_("Fenmarsh & Holm Constabulary (invented) publishes no crime figures."),
        DEMONSTRATION,
    ),
    Gap(
        "fenmarsh",
        "outcomes",
        N_("Fenmarsh & Holm Constabulary (invented) publishes no outcomes."),
        DEMONSTRATION,
    ),
    Gap(
        "fenmarsh",
        "stop_and_search",
        N_("Fenmarsh & Holm Constabulary (invented) publishes no stop and search figures."),
        DEMONSTRATION,
    ),
    Gap("eastwold", "outcomes", N_("Eastwold Police (invented) publishes no outcomes."), DEMONSTRATION),
    Gap(
        "eastwold",
        "stop_and_search",
        N_("Eastwold Police (invented) publishes no stop and search figures."),
        DEMONSTRATION,
    ),
)

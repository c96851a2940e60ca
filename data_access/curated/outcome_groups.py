"""What police.uk's outcomes mean, in a few groups. It names them and gives no code, so names are matched.

The 28 names of police.uk, and the spelling its data uses for penalty notices. A name
that is in no list is kept as "other", under its own name.
"""

from data_access.translation import N_

CHARGED = "charged"
OUT_OF_COURT = "out_of_court"
NO_SUSPECT = "no_suspect"
UNABLE = "unable_to_prosecute"
NO_INTEREST = "not_in_public_interest"
OTHER = "other"
INVESTIGATING = "under_investigation"
NO_UPDATE = "no_update"
NOT_GIVEN = "not_given"

# In the order they are shown; the last three are no outcomes yet, and never counted as such.
GROUP_NAMES = {
    CHARGED: N_("Charged or summonsed"),
    OUT_OF_COURT: N_("Dealt with out of court"),
    NO_SUSPECT: N_("No suspect identified"),
    UNABLE: N_("Suspect, but unable to prosecute"),
    NO_INTEREST: N_("Not in the public interest"),
    OTHER: N_("Other"),
    INVESTIGATING: N_("Under investigation"),
    NO_UPDATE: N_("Status update unavailable"),
    NOT_GIVEN: N_("No outcome given"),
}
GROUPS = tuple(GROUP_NAMES)
OPEN = (INVESTIGATING, NO_UPDATE, NOT_GIVEN)

_NAMES = {
    CHARGED: (
        "Suspect charged",
        "Suspect charged as part of another case",
        "Awaiting court outcome",
        "Court result unavailable",
        "Court case unable to proceed",
        "Defendant sent to Crown Court",
        "Defendant found not guilty",
        "Offender deprived of property",
        "Offender fined",
        "Offender given absolute discharge",
        "Offender given community sentence",
        "Offender given conditional discharge",
        "Offender given suspended prison sentence",
        "Offender sent to prison",
        "Offender otherwise dealt with",
        "Offender ordered to pay compensation",
    ),
    OUT_OF_COURT: (
        "Local resolution",
        "Offender given a caution",
        "Offender given a drugs possession warning",
        "Offender given a penalty notice",
        "Offender given penalty notice",
    ),
    NO_SUSPECT: ("Investigation complete; no suspect identified",),
    UNABLE: ("Unable to prosecute suspect",),
    NO_INTEREST: (
        "Formal action is not in the public interest",
        "Further action is not in the public interest",
        "Further investigation is not in the public interest",
    ),
    OTHER: ("Action to be taken by another organisation",),
    INVESTIGATING: ("Under investigation",),
    NO_UPDATE: ("Status update unavailable",),
}
_GROUP_OF = {name.casefold(): group for group, names in _NAMES.items() for name in names}


def group_of(name: str | None) -> str:
    """The group of an outcome by its name; a crime with no outcome at all has "not_given"."""
    if not name or not name.strip():
        return NOT_GIVEN
    return _GROUP_OF.get(name.strip().casefold(), OTHER)

"""What is shown of a closed year: its neighbourhoods, groups and the force's last quarter, all at once.

A force's quarters and its neighbourhoods' years add up to the same answers, and so do a group and its
members, so that what is told leaves an equation for what is not (`sums`). Where that gives a small number
away, more is kept back, until it does not: a group that would tell of its members; then the force's last
quarter, then groups and neighbourhoods, the one with the fewest answers first. The force's first three
quarters are known by then. Once told, nothing changes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data_access.survey.quarters import quarters_of
from data_access.survey.results.linked_totals import Hide, Piece, Read, pinned, statistics
from data_access.survey.results.tally import Counts, answered, tally
from data_access.survey.results.window import FORCE_FROM, MOSTLY, Window, window

Members = tuple[str, ...]


@dataclass(frozen=True)
class Year:
    """A closed year: each neighbourhood's and each group's window, and the force's last quarter."""

    places: dict[str, Window]
    groups: dict[str, Window]
    last_quarter: Window


Pieces = dict[str, Piece]


def quarter(counts: Counts, places: Sequence[str], key: str) -> Window:
    """A quarter of a whole force, by itself."""
    its = window(key, tally(counts, places, [key]), of_force=True)
    most = max(places, key=lambda place: answered(tally(counts, [place], [key])), default="")
    if its.n is None or answered(tally(counts, [most], [key])) <= MOSTLY * its.n:
        return its
    return replace(its, mostly=most)


def apart(groups: Mapping[str, Members]) -> dict[str, Members]:
    """The groups that share no neighbourhood with one before them: of others no result is shown."""
    seen: set[str] = set()
    found = {}
    for name, members in groups.items():
        if not seen.intersection(members):
            found[name] = members
            seen.update(members)
    return found


def close_year(
    counts: Counts,
    places: Sequence[str],
    year: int,
    groups: Mapping[str, Members],
    before: Sequence[Window] = (),
) -> Year:
    """Decide on a year; `before` are the force's quarters of it that are published already."""
    keys = [quarter_.key for quarter_ in quarters_of(year)]

    def of(members: Iterable[str]) -> Piece:
        found = tally(counts, members, keys)
        return Piece(window(str(year), found), found)

    def of_quarter(key: str) -> Piece:
        found = tally(counts, places, [key])
        published = next((its for its in before if its.key == key), None)
        its = published or quarter(counts, places, key)
        return Piece(its, found, fixed=published is not None, least=FORCE_FROM)

    of_places = {place: of([place]) for place in places}
    # A group's figures are of those members that have some of their own: one with few answers would be all
    # that is left.
    members = {
        name: tuple(place for place in group if of_places[place].its.n is not None)
        for name, group in apart(groups).items()
    }
    books = _Books(
        of_places,
        {name: of(group) for name, group in members.items()},
        # A quarter without an answer is known to be empty: no survey ran.
        {key: piece for key in keys if answered((piece := of_quarter(key)).found)},
        members,
    )
    for numbers, hide in statistics():
        books.settle(numbers, hide)
    return Year(
        {name: piece.its for name, piece in books.places.items()},
        {name: piece.its for name, piece in books.groups.items()},
        books.quarters[keys[-1]].its if keys[-1] in books.quarters else Window(keys[-1], None),
    )


@dataclass
class _Books:
    """All windows of a year, and the sums they must not give away."""

    places: Pieces
    groups: Pieces
    quarters: Pieces
    members: Mapping[str, Members]

    def settle(self, numbers: Sequence[Read], hide: Hide) -> None:
        """Keep back of these numbers what would give others of them away."""

        def told(piece: Piece) -> bool:
            return any(read(piece).told is not None for read in numbers)

        def keep_back(piece: Piece) -> None:
            piece.its = hide(piece.its)

        while True:
            open_ = {name: piece for name, piece in self.groups.items() if told(piece)}
            unsafe = [
                piece
                for name, piece in open_.items()
                if _give_away(numbers, [self.places[id_] for id_ in self.members[name]], [piece])
            ]
            for piece in unsafe:
                keep_back(piece)
            if unsafe:
                continue
            inside = {id_ for name in open_ for id_ in self.members[name]}
            parts = [*open_.values(), *(piece for id_, piece in self.places.items() if id_ not in inside)]
            if not _give_away(numbers, parts, list(self.quarters.values())):
                return
            if (least := next((piece for piece in self._in_turn() if told(piece)), None)) is None:
                return
            keep_back(least)

    def _in_turn(self) -> Iterator[Piece]:
        yield from (piece for piece in self.quarters.values() if not piece.fixed)
        for pieces in (self.groups, self.places):
            yield from sorted(pieces.values(), key=lambda piece: answered(piece.found))


def _give_away(numbers: Sequence[Read], parts: Sequence[Piece], wholes: Sequence[Piece]) -> bool:
    return any(
        pinned([read(piece) for piece in parts], [read(piece) for piece in wholes]) for read in numbers
    )

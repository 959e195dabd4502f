"""Who sits with whom: business leaders at the table, public partners listening around it. Pure: people in, two rings out.

The table talks, the ring around it listens and speaks last (S2 slides 10, 11 and 21). The facilitator has the head of the
table; champions are spread round it, so that wherever a guest sits somebody near stands for the idea; no two people of one
company sit side by side where that can be had.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sectorlaunch.tables import Ring


@dataclass(frozen=True)
class Sitter:
    """Somebody who comes. `kept` is where the convener has put them: the ring, and their number in it."""

    person_id: int
    company: str
    is_business: bool
    is_champion: bool = False
    is_facilitator: bool = False
    kept: tuple[Ring, int] | None = None


@dataclass(frozen=True)
class Plan:
    """Both rings, clockwise from the head."""

    table: tuple[Sitter, ...]
    around: tuple[Sitter, ...]

    @property
    def side_by_side(self) -> tuple[tuple[Sitter, Sitter], ...]:
        """Neighbors of one company, which could not be helped or was so wished."""
        return tuple(
            pair for ring in (self.table, self.around) for pair in _neighbors(ring) if _same_company(*pair)
        )


def propose(sitters: Sequence[Sitter]) -> Plan:
    """Seats everyone. Whoever was kept somewhere stays in that order; the others are fitted in where they clash least."""
    return Plan(_ring(sitters, Ring.TABLE), _ring(sitters, Ring.AROUND))


def belongs(sitter: Sitter) -> Ring:
    """The ring of somebody whom nobody has put anywhere."""
    return Ring.TABLE if sitter.is_business or sitter.is_facilitator else Ring.AROUND


def _ring(sitters: Sequence[Sitter], ring: Ring) -> tuple[Sitter, ...]:
    here = [one for one in sitters if (one.kept[0] if one.kept else belongs(one)) is ring]
    kept = sorted((one for one in here if one.kept), key=_number)
    free = [one for one in here if not one.kept]
    if not kept:
        return _from_scratch(free)
    seats = list(kept)
    for one in _hardest_first(free):
        seats.insert(0 if one.is_facilitator else _best_place(seats, one), one)
    return tuple(seats)


def _number(sitter: Sitter) -> tuple[int, int]:
    assert sitter.kept is not None
    return sitter.kept[1], sitter.person_id


def _from_scratch(sitters: Sequence[Sitter]) -> tuple[Sitter, ...]:
    """The facilitator at the head, champions at even distances, the rest between them."""
    seats: list[Sitter | None] = [None] * len(sitters)
    head = next((one for one in sitters if one.is_facilitator), None)
    if head is not None:
        seats[0] = head
    champions = [one for one in sitters if one.is_champion and one is not head]
    for place, champion in enumerate(champions):
        wanted = round((place + 0.5) * len(seats) / len(champions))
        seats[_nearest_free(seats, wanted)] = champion
    for one in _hardest_first([one for one in sitters if one not in champions and one is not head]):
        free = [at for at, taken in enumerate(seats) if taken is None]
        seats[min(free, key=lambda at: (_clashes_at(seats, at, one), at))] = one
    return _untangled([one for one in seats if one is not None])


def _hardest_first(sitters: Collection[Sitter]) -> list[Sitter]:
    """Those with the most colleagues first: they are the hardest to part."""
    colleagues = Counter(_company(one) for one in sitters)

    def hard(one: Sitter) -> tuple[int, str, int]:
        number = colleagues[_company(one)]
        return -number, _company(one) if number > 1 else "", one.person_id

    return sorted(sitters, key=hard)


def _nearest_free(seats: Sequence[Sitter | None], wanted: int) -> int:
    free = [at for at, taken in enumerate(seats) if taken is None]
    return min(free, key=lambda at: (abs(at - wanted), at))


def _clashes_at(seats: Sequence[Sitter | None], at: int, one: Sitter) -> int:
    beside = (seats[at - 1], seats[(at + 1) % len(seats)])
    return sum(other is not None and _same_company(one, other) for other in beside)


def _best_place(seats: Sequence[Sitter], one: Sitter) -> int:
    """Before which seat a newcomer clashes least; the last of equals, so that the others keep their numbers."""

    def clashes(at: int) -> int:
        beside = (seats[at - 1], seats[at % len(seats)])
        return sum(_same_company(one, other) for other in beside)

    return min(range(1, len(seats) + 1), key=lambda at: (clashes(at), -at))


def _untangled(seats: list[Sitter]) -> tuple[Sitter, ...]:
    """Swaps seats while that parts colleagues; the head of the table stays, and champions change with champions only."""
    for at in range(len(seats)):
        if not _clashes_at(seats, at, seats[at]) or seats[at].is_facilitator:
            continue
        before = _clashes(seats)
        for other in range(len(seats)):
            if seats[other].is_facilitator or seats[other].is_champion is not seats[at].is_champion:
                continue
            seats[at], seats[other] = seats[other], seats[at]
            if _clashes(seats) < before:
                break
            seats[at], seats[other] = seats[other], seats[at]
    return tuple(seats)


def _clashes(seats: Sequence[Sitter]) -> int:
    return sum(_same_company(*pair) for pair in _neighbors(seats))


def _neighbors(seats: Sequence[Sitter]) -> list[tuple[Sitter, Sitter]]:
    """Each pair once, round the ring."""
    if len(seats) < 2:
        return []
    pairs = list(pairwise(seats))
    return [*pairs, (seats[-1], seats[0])] if len(seats) > 2 else pairs


def _same_company(one: Sitter, other: Sitter) -> bool:
    return bool(_company(one)) and _company(one) == _company(other)


def _company(sitter: Sitter) -> str:
    return sitter.company.strip().casefold()

"""Who sits with whom, as a pure rule."""

from collections import Counter

from sectorlaunch.rules import seating
from sectorlaunch.rules.seating import Plan, Sitter
from sectorlaunch.tables import Ring


def sitters(*companies: str, business: bool = True, first: int = 1) -> list[Sitter]:
    return [Sitter(number, company, business) for number, company in enumerate(companies, start=first)]


def ids(ring: tuple[Sitter, ...]) -> list[int]:
    return [one.person_id for one in ring]


def test_it_seats_business_at_the_table_and_partners_around_it() -> None:
    found = seating.propose([*sitters("A", "B"), *sitters("School", "Board", business=False, first=3)])
    assert (ids(found.table), ids(found.around)) == ([1, 2], [3, 4])


def test_it_gives_the_facilitator_the_head_of_the_table_wherever_they_come_from() -> None:
    neutral = Sitter(9, "College", is_business=False, is_facilitator=True)
    found = seating.propose([*sitters("A", "B", "C"), neutral])
    assert (ids(found.table)[0], found.around) == (9, ())


def test_it_spreads_the_champions() -> None:
    guests = sitters(*(f"Company {n}" for n in range(9)))
    champions = [Sitter(20 + n, f"Champion {n}", True, is_champion=True) for n in range(3)]
    table = seating.propose([*guests, *champions]).table
    places = [at for at, one in enumerate(table) if one.is_champion]
    gaps = [
        (after - before) % len(table) for before, after in zip(places, places[1:] + places[:1], strict=True)
    ]
    assert gaps == [4, 4, 4]


def test_it_parts_colleagues_where_that_can_be_had() -> None:
    found = seating.propose(sitters("A", "A", "A", "B", "C", "D", "E", "e "))
    assert found.side_by_side == ()


def test_it_says_so_where_colleagues_cannot_be_parted() -> None:
    found = seating.propose(sitters("A", "A", "A", "B"))
    assert {one.company for pair in found.side_by_side for one in pair} == {"A"}


def test_it_leaves_everyone_where_they_were_kept_when_somebody_joins() -> None:
    kept = [
        Sitter(number, company, True, kept=(Ring.TABLE, seat))
        for seat, (number, company) in enumerate([(3, "A"), (1, "B"), (2, "C")], start=1)
    ]
    found = seating.propose([*kept, *sitters("C", first=4)])
    assert [one for one in ids(found.table) if one != 4] == [3, 1, 2]
    assert found.side_by_side == ()


def test_it_keeps_a_business_leader_where_the_convener_put_them() -> None:
    listens = Sitter(1, "A", True, kept=(Ring.AROUND, 1))
    assert seating.propose([listens, *sitters("B", first=2)]) == Plan(
        table=tuple(sitters("B", first=2)), around=(listens,)
    )


def test_it_loses_nobody_in_a_crowded_room() -> None:
    crowd = [
        Sitter(n, f"Company {n % 7}", is_business=n % 3 > 0, is_champion=n % 11 == 1) for n in range(1, 80)
    ]
    found = seating.propose(crowd)
    assert Counter(ids(found.table + found.around)) == Counter(range(1, 80))
    assert found.side_by_side == ()


def test_it_seats_an_empty_room() -> None:
    assert seating.propose([]) == Plan((), ())

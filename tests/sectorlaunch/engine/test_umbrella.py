"""A partnership above others: planned regions, the next one started from it, one hung below it and taken out, counted right."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from playbooks import loader
from sectorlaunch import database, facts
from sectorlaunch.actions import do_not_contact, kind_words, meetings, removal, umbrella
from sectorlaunch.engine import umbrella as umbrella_engine
from sectorlaunch.engine.umbrella import NextOne
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.records import meetings as meeting_records
from sectorlaunch.records import partnerships, people
from sectorlaunch.records import umbrella as records
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.rules.umbrella import Counts
from sectorlaunch.status import below
from sectorlaunch.tables import (
    AccessLink,
    ContactKind,
    ContactNote,
    KindWords,
    Meeting,
    MeetingKind,
    Message,
    Partnership,
    Person,
    PlannedRegion,
    RoleKind,
)
from tests.cast import CONVENER, MONDAY, Launch, begin

BY = CONVENER
LEFT_OPEN = "There are sessions to be held."


@pytest.fixture
def above(engine: Engine, tmp_path: Path) -> Launch:
    """The partnership above: its first gate asks that at least one below it has been held."""
    question = "- {fact: team.from_workforce_development, at_least: 1,"
    asks = f"- {{fact: below.held, at_least: 1, missing: {LEFT_OPEN}}}\n              {question}"
    return begin(engine, tmp_path, text=loader.shipped_text("sector-launch").replace(question, asks))


def start(
    launch: Launch, name: str, place: int | None = None, on: str = "2026-11-12", **wanted: object
) -> int:
    """The number of the partnership that was started below."""

    def act(session: Session, now: object) -> int:
        convener = launch.person(session, CONVENER)
        next_one = NextOne(name, on, convener, **wanted)  # type: ignore[arg-type]
        where = session.get_one(PlannedRegion, place) if place is not None else None
        return umbrella_engine.start_next(
            session, launch.now, launch.run_id, next_one, where, by=BY
        ).partnership_id

    return launch.do(act)


def region(launch: Launch, name: str, *counties: str) -> int:
    return launch.do(
        lambda session, now: umbrella.plan_region(session, now, launch.run_id, name, counties, by=BY).pk
    )


def look(launch: Launch, see: Callable[[Session], Any]) -> Any:
    with database.reading(launch.engine) as session:
        return see(session)


def run_of(launch: Launch, partnership_id: int) -> int:
    return look(launch, lambda session: partnerships.run_of(session, partnership_id).pk)


def counts(launch: Launch) -> Counts:
    return look(
        launch,
        lambda session: records.counts(session, partnerships.partnership_of(session, launch.run_id)),
    )


def hold(launch: Launch, partnership_id: int) -> None:
    def act(session: Session, now: object) -> None:
        meeting = meeting_records.launch_meeting(session, partnership_id)
        assert meeting is not None
        run_id = partnerships.run_of(session, partnership_id).pk
        meetings.hold(
            session, launch.now, run_id, meeting.pk, [people.convener(session, partnership_id)], by=BY
        )

    launch.do(act)


def another(launch: Launch, name: str) -> int:
    """A partnership of somebody else, which hangs nowhere: a row is all that is asked of it here."""

    def act(session: Session, now: object) -> int:
        mine = partnerships.partnership_of(session, launch.run_id)
        kept = mine.model_dump(exclude={"id", "slug", "name", "parent_id", "planned"})
        found = Partnership(**kept, slug=name.lower(), name=name)
        session.add(found)
        session.flush()
        run = partnerships.run_of(session, mine.pk).model_dump(exclude={"id", "partnership_id"})
        session.add(type(partnerships.run_of(session, mine.pk))(**run, partnership_id=found.pk))
        session.flush()
        return found.pk

    with Session(launch.engine) as session:
        number = act(session, launch.now)
        session.commit()
    return number


def test_it_starts_the_next_one_with_its_place_people_and_words(above: Launch) -> None:
    place = region(above, "Upper Valley", "Boulder")

    def prepare(session: Session, now: object) -> dict[str, int]:
        mine = partnerships.partnership_of(session, above.run_id)
        kind_words.change(session, above.now, mine.pk, "answer-request", "opening", "Come and be heard.", BY)
        named = {name: above.person(session, name) for name in ("Edda Teach", "Will Work", "Champ One")}
        note = ContactNote(
            partnership_id=mine.pk,
            person_id=named["Edda Teach"],
            kind=ContactKind.CALL,
            happened_on=above.now.date(),
            words="Prefers a call before eight.",
            noted_at=above.now,
        )
        session.add(note)
        edda, will = (session.get_one(Person, named[name]) for name in ("Edda Teach", "Will Work"))
        edda.wants_digest, edda.paused_until = False, above.now.date()
        will.do_not_contact_since = above.now
        return named

    named = above.do(prepare)
    roles = {
        named["Edda Teach"]: RoleKind.SUPPORT_TEAM,
        named["Will Work"]: RoleKind.SUPPORT_TEAM,
        named["Champ One"]: RoleKind.CHAMPION,
    }
    child = start(above, "Upper Valley Makers", place, roles=roles)

    with database.reading(above.engine) as session:
        made = session.get_one(Partnership, child)
        assert (made.slug, made.region, made.counties) == ("upper-valley-makers", "Upper Valley", ["Boulder"])
        assert made.parent_id == partnerships.partnership_of(session, above.run_id).pk
        assert session.get_one(PlannedRegion, place).partnership_id == child
        held = {(person.name, kind) for person, kind in people.roles_held(session, child)}
        assert held == {
            (CONVENER, RoleKind.CONVENER),
            ("Edda Teach", RoleKind.SUPPORT_TEAM),
            ("Champ One", RoleKind.CHAMPION),
        }, "whoever is not to be written to stays where they are"
        edda = session.exec(
            select(Person).where(Person.partnership_id == child, Person.name == "Edda Teach")
        ).one()
        assert (edda.email, edda.pk == named["Edda Teach"]) == ("edda@example.org", False)
        assert (edda.wants_digest, edda.paused_until) == (True, None)
        assert session.exec(select(ContactNote).where(ContactNote.partnership_id == child)).all() == []
        assert session.exec(select(AccessLink).where(AccessLink.person_id == edda.pk)).all() == []
        run_id = partnerships.run_of(session, child).pk
        before = session.exec(select(Message).where(Message.run_id == above.run_id)).all()
        assert not {one.message_id for one in before} & {
            one.message_id for one in session.exec(select(Message).where(Message.run_id == run_id))
        }
        words = session.exec(select(KindWords).where(KindWords.partnership_id == child)).one()
        assert words.words == "Come and be heard."
        assert people.convener(session, child).account_id is not None


def test_it_says_what_a_start_needs_and_then_starts_nothing(above: Launch) -> None:
    number = len(look(above, lambda session: session.exec(select(Partnership)).all()))
    with pytest.raises(BadInput, match="Choose who convenes it"):
        above.do(
            lambda session, now: umbrella_engine.start_next(
                session, now, above.run_id, NextOne("Next", "2026-11-12", 9999), by=BY
            )
        )
    with pytest.raises(BadInput, match="Launch date: 2026-01-12 has gone by"):
        above.do(
            lambda session, now: umbrella_engine.start_next(
                session,
                now,
                above.run_id,
                NextOne("Next", "2026-01-12", above.person(session, CONVENER)),
                by=BY,
            )
        )
    assert len(look(above, lambda session: session.exec(select(Partnership)).all())) == number


def test_it_counts_the_sessions_of_the_series(above: Launch) -> None:
    """Sixteen planned, fourteen held in twelve regions, one of them three times, two left."""
    with Session(above.engine) as session:
        mine = partnerships.partnership_of(session, above.run_id)
        mine.planned = 16
        kept = mine.model_dump(exclude={"id", "slug", "name", "parent_id", "planned", "region"})
        where = [f"Region {number}" for number in (*range(1, 13), 12, 12)]
        for number, name in enumerate(where):
            one = Partnership(**kept, slug=f"s-{number}", name=f"S {number}", region=name, parent_id=mine.pk)
            session.add(one)
            session.flush()
            session.add(
                Meeting(
                    partnership_id=one.pk,
                    kind=MeetingKind.LAUNCH,
                    title="S",
                    uid=f"s-{number}",
                    held_at=MONDAY,
                )
            )
            session.add(PlannedRegion(parent_id=mine.pk, region=name, position=number, partnership_id=one.pk))
        session.add_all(PlannedRegion(parent_id=mine.pk, region=f"Left {n}", position=90 + n) for n in (1, 2))
        session.commit()
    found = counts(above)
    assert (found.planned, found.held, found.left, found.words) == (16, 14, 2, "14 held, 16 planned, 2 left")
    assert len({one.region for one in look(above, _regions_of(above)) if one.partnership_id}) == 12

    with Session(above.engine) as session:
        last = session.exec(select(Meeting).where(Meeting.uid == "s-13")).one()
        last.canceled_at = MONDAY
        session.commit()
    assert counts(above).words == "13 held, 16 planned, 3 left", (
        "one that is called off returns to what is left"
    )

    above.do(lambda session, now: umbrella.plan(session, now, above.run_id, 12, by=BY))
    assert counts(above).words == "13 held, 12 planned"
    assert counts(above).left == 0


def _regions_of(launch: Launch) -> Callable[[Session], list[PlannedRegion]]:
    return lambda session: records.regions(session, partnerships.partnership_of(session, launch.run_id).pk)


@pytest.mark.parametrize("number", [0, 201])
def test_it_refuses_a_plan_nobody_can_mean(above: Launch, number: int) -> None:
    with pytest.raises(BadInput, match="from 1 to 200"):
        above.do(lambda session, now: umbrella.plan(session, now, above.run_id, number, by=BY))


def test_a_gate_above_is_looked_at_in_the_breath_in_which_one_below_is_held(above: Launch) -> None:
    child = start(above, "Next Makers")
    assert LEFT_OPEN in above.gate("shared-table").missing
    hold(above, child)
    assert LEFT_OPEN not in above.gate("shared-table").missing
    with database.reading(above.engine) as session:
        found = facts.gather(LaunchAtHand.of(session, above.now, above.run_id)).below
    assert (found.planned.value, found.held.names, found.left.value) == (1, ("Next Makers",), 0)


def test_it_never_happens__an_erased_one_below_takes_its_counts_along(above: Launch) -> None:
    child = start(above, "Next Makers")
    hold(above, child)

    def erase(session: Session, now: object) -> None:
        listed = session.exec(select(Person).where(Person.partnership_id == child)).all()
        session.get_one(Partnership, child).ended_at = above.now
        for person in listed:
            if person.name != CONVENER:
                removal.anonymize(session, above.now, person.pk)

    above.do(erase)
    assert counts(above) == Counts(planned=1, held=1)
    (row,) = look(
        above, lambda session: below.rows(session, above.now, records.below(session, _mine(above, session)))
    )
    assert (row.state, row.came, row.held_on is not None) == ("ended", 1, True)


def _mine(launch: Launch, session: Session) -> int:
    return partnerships.partnership_of(session, launch.run_id).pk


def test_it_never_happens__somebody_pulls_anothers_partnership_under_theirs(above: Launch) -> None:
    other = another(above, "Other")
    mine = look(above, lambda session: _mine(above, session))
    asked = above.do(lambda session, now: umbrella.ask(session, now, above.run_id, "other", by=BY))
    nobody = above.do(lambda session, now: umbrella.ask(session, now, above.run_id, "no-such-one", by=BY))
    assert nobody.child_id is None
    assert look(above, lambda session: records.below(session, mine)) == []
    with pytest.raises(BadInput, match="Nothing is asked any more"):
        above.do(lambda session, now: umbrella.agree(session, now, above.run_id, asked.pk, by=BY))
    theirs = run_of(above, other)
    above.do(lambda session, now: umbrella.agree(session, now, theirs, asked.pk, by="Otto Elsewhere"))
    assert [one.pk for one in look(above, lambda session: records.below(session, mine))] == [other]
    with pytest.raises(BadInput, match="hangs below this partnership already"):
        above.do(lambda session, now: umbrella.ask(session, now, above.run_id, "other", by=BY))
    above.do(lambda session, now: umbrella.leave(session, now, theirs, by="Otto Elsewhere"))
    assert look(above, lambda session: records.below(session, mine)) == []
    with pytest.raises(BadInput, match="does not hang below"):
        above.do(lambda session, now: umbrella.take_out(session, now, above.run_id, other, by=BY))


def test_it_never_happens__a_partnership_hangs_below_itself_or_too_deep(above: Launch) -> None:
    mine = look(above, lambda session: _mine(above, session))
    second, third, fourth = (another(above, name) for name in ("Second", "Third", "Fourth"))

    def hang(child: int, parent: int) -> None:
        def act(session: Session, now: object) -> None:
            one, other = session.get_one(Partnership, child), session.get_one(Partnership, parent)
            umbrella.hang(session, above.now, one, other, None, by=BY)

        above.do(act)

    hang(second, mine)
    hang(third, second)
    for child, parent, why in (
        (mine, third, "nothing hangs below itself"),
        (mine, mine, "nothing hangs below itself"),
        (fourth, third, "3 levels at most"),
        (third, mine, "hangs below another partnership already"),
    ):
        with pytest.raises(NotAllowed, match=why):
            hang(child, parent)
    hang(fourth, second)
    with pytest.raises(NotAllowed, match="3 levels at most"):
        child = run_of(above, third)
        above.do(
            lambda session, now: umbrella_engine.start_next(
                session, now, child, NextOne("Fifth", "2026-11-12", 1), by=BY
            )
        )


def test_it_shows_what_is_late_first_and_keeps_a_taken_place(above: Launch) -> None:
    place = region(above, "Upper Valley", "Boulder")
    first, again = start(above, "First", place, on="2027-11-11"), start(above, "Again", place)
    with pytest.raises(NotAllowed, match="has taken Upper Valley"):
        above.do(lambda session, now: umbrella.drop_region(session, now, above.run_id, place, by=BY))
    above.now += timedelta(days=240)
    with Session(above.engine) as session:
        mine = _mine(above, session)
        rows = below.rows(session, above.now, records.below(session, mine))
        assert [(one.name, one.region, one.is_late) for one in rows] == [
            ("Again", "Upper Valley", True),
            ("First", "Upper Valley", False),
        ]
        assert [one.pace.gates_late > 0 for one in rows] == [True, False]
        assert len(session.exec(select(PlannedRegion).where(col(PlannedRegion.parent_id) == mine)).all()) == 2
    above.do(lambda session, now: umbrella.take_out(session, now, above.run_id, again, by=BY))
    assert [one.partnership_id for one in look(above, _regions_of(above))] == [first, None]


def test_it_hands_no_wish_of_an_address_on(above: Launch) -> None:
    """Whoever stopped all messages is offered to no list below."""
    champion = above.someone("Champ Two")
    above.do(
        lambda session, now: do_not_contact.stop_messages(
            session, now, champion.pk, champion.email or "", by="x"
        )
    )
    offered = look(above, lambda session: records.to_be_copied(session, _mine(above, session)))
    assert "Champ One" in {one.name for one in offered}
    assert not {"Champ Two", "Phone Only"} & {one.name for one in offered}

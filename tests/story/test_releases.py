"""Nothing leaves unreleased: what a person lets go before it goes, whole, in waves, to some, beforehand; and kills between."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from sectorlaunch import database
from sectorlaunch.actions import champions, gates, meetings, releases
from sectorlaunch.engine import hanging, steps, waves
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.tables import ChampionStage, GateState, MessageState, Person, TouchState
from tests.cast import CONVENER, TEAM, Launch, begin

STARTS_AT = datetime(2026, 9, 10, 15, 0, tzinfo=UTC)
BEFORE = ("shared-table", "roles", "evidence-of-need", "sector")


@pytest.fixture
def launch(engine: Engine, tmp_path) -> Launch:  # type: ignore[no-untyped-def]
    return begin(engine, tmp_path, released=False)


def waive(launch: Launch, gate: str, *questions: str | None) -> None:
    for question in questions or (None,):

        def deed(session: Session, now: datetime, question: str | None = question) -> object:
            given = {"given_by": CONVENER, "why": "Known", "until": date(2027, 6, 1)}
            return gates.waive(session, now, launch.run_id, gate, question, **given)  # type: ignore[arg-type]

        launch.do(deed)


def waive_all_but(launch: Launch, gate: str, release: str) -> None:
    waive(launch, gate, *[one.key for one in launch.status(gate).questions if one.key != release])


def to_the_footprint(launch: Launch) -> None:
    """All of the footprint is settled but the first ask."""
    for gate in BEFORE:
        waive(launch, gate)
    waive_all_but(launch, "footprint", "first-ask")


def to_the_guest_list(launch: Launch) -> None:
    """Both champions have agreed and signed, the day is set, and only the release of the letter is open."""
    to_the_footprint(launch)
    launch.release_asks()
    for name in ("Champ One", "Champ Two"):
        for stage in (ChampionStage.AGREED, ChampionStage.SIGNED):
            launch.do(
                lambda session, now, name=name, stage=stage: champions.move(  # type: ignore[misc]
                    session,
                    now,
                    launch.run_id,
                    session.get_one(Person, launch.person(session, name)),
                    stage,
                    by=name,
                )
            )
    waive(launch, "champions")
    set_the_date(launch)
    waive(launch, "logistics")
    waive_all_but(launch, "invite-list", "release-invitation")


def set_the_date(launch: Launch) -> None:
    meeting_id = launch.launch_meeting().pk
    launch.do(
        lambda session, now: meetings.change(
            session, now, launch.run_id, meeting_id, by=CONVENER, starts_at=STARTS_AT, place="One Gears"
        )
    )


def invited(launch: Launch) -> list[str]:
    return sorted(m.to_name for m in launch.messages("invitation") if m.state is not MessageState.CANCELED)


def asked(launch: Launch) -> list[str]:
    return sorted(m.to_name for m in launch.messages("champion-ask") if m.state is not MessageState.CANCELED)


GUESTS = ["Biz Alder", "Biz Birch", "Biz Cedar", "Pub Partner"]


def test_it_never_happens__five_asks_leave_in_other_peoples_names_on_the_fourth_done(launch: Launch) -> None:
    for gate in BEFORE:
        waive(launch, gate)
    others = [one.key for one in launch.status("footprint").questions if one.key != "first-ask"]
    waive(launch, "footprint", *[key for key in others if key != "breadth"])
    for name in TEAM:
        launch.answer(name, "footprint", "breadth")
    gate = launch.gate("footprint")
    assert gate.state is GateState.SHUT
    assert gate.settled_at == launch.now
    assert asked(launch) == []
    status = launch.status("footprint")
    assert status.questions[-1].key == "first-ask"
    assert set(status.settled_by) >= {"Edda Teach", "Will Work"}


def test_it_lets_one_owner_release_their_ask_and_holds_nobody_elses(launch: Launch) -> None:
    to_the_footprint(launch)
    launch.release("champion-ask", by="Edda Teach", to=["Champ One"], sentence="You know this trade best.")
    assert launch.gate("footprint").state is GateState.OPEN
    launch.go_on()
    assert asked(launch) == ["Champ One"]
    letter = launch.messages("champion-ask")[0]
    assert letter.sender_name == "Edda Teach"
    assert "You know this trade best." in letter.text
    assert "You know this trade best." in letter.html
    launch.wait(2)
    launch.release("champion-ask", by="Will Work", to=["Champ Two"])
    assert asked(launch) == ["Champ One", "Champ Two"]
    assert "You know this trade best." not in launch.messages("champion-ask")[1].text


def test_it_names_the_day_of_a_launch_that_is_dated_in_an_ask(launch: Launch) -> None:
    to_the_footprint(launch)
    set_the_date(launch)
    launch.release("champion-ask", by="Edda Teach", to=["Champ One"])
    launch.go_on()
    letter = launch.messages("champion-ask")[0]
    assert "welcome them when they come on Thursday, September 10?" in letter.text


def test_it_refuses_a_release_of_somebody_elses_ask(launch: Launch) -> None:
    to_the_footprint(launch)
    with pytest.raises(NotAllowed, match="Edda Teach"):
        launch.release("champion-ask", by="Will Work", to=["Champ One"])
    with pytest.raises(BadInput, match="one at a time"):
        launch.release("champion-ask", by="Edda Teach")
    assert asked(launch) == []


def test_it_never_happens__an_ask_leaves_because_its_gate_was_set_aside(launch: Launch) -> None:
    for gate in (*BEFORE, "footprint"):
        waive(launch, gate)
    launch.wait(0)
    assert asked(launch) == []
    [held] = launch.touches("champion-ask")
    assert (held.state, held.held_because) == (TouchState.PLANNED, "not released")
    assert "Edda Teach" in held.result
    launch.wait(40)
    launch.release("champion-ask", by="Edda Teach", to=["Champ One"])
    launch.wait(0)
    assert asked(launch) == ["Champ One"]


def test_it_asks_for_the_release_last_and_lets_the_whole_list_go(launch: Launch) -> None:
    to_the_guest_list(launch)
    assert invited(launch) == []
    assert launch.gate("invite-list").settled_at == launch.now
    assert [one.state.value for one in launch.status("invite-list").questions][-1] == "open"
    launch.release()
    assert launch.gate("invite-list").state is GateState.OPEN
    assert invited(launch) == GUESTS


def test_it_takes_a_release_beforehand_and_lets_the_letter_go_with_the_last_answer(launch: Launch) -> None:
    to_the_footprint(launch)
    launch.release_asks()
    waive(launch, "champions")
    with database.reading(launch.engine) as session:
        at_hand = LaunchAtHand.of(session, launch.now, launch.run_id)
        found = {one.when: one for one in hanging.hanging(at_hand)}
    assert "When “The guest list” is settled" in found
    launch.release()
    assert invited(launch) == []
    finish_the_list(launch)
    assert invited(launch) == GUESTS


def finish_the_list(launch: Launch) -> None:
    for name in ("Champ One", "Champ Two"):
        launch.do(
            lambda session, now, name=name: champions.move(  # type: ignore[misc]
                session,
                now,
                launch.run_id,
                session.get_one(Person, launch.person(session, name)),
                ChampionStage.SIGNED,
                by=name,
            )
        )
    meeting_id = launch.launch_meeting().pk
    launch.do(
        lambda session, now: meetings.change(
            session, now, launch.run_id, meeting_id, by=CONVENER, starts_at=STARTS_AT, place="One Gears"
        )
    )
    waive(launch, "logistics")
    waive_all_but(launch, "invite-list", "drawn-up-together")
    assert invited(launch) == []
    for name in TEAM:
        launch.answer(name, "invite-list", "drawn-up-together")


def test_it_releases_to_some_and_later_to_the_rest_and_writes_to_nobody_twice(launch: Launch) -> None:
    to_the_guest_list(launch)
    launch.release(to=["Biz Alder", "Pub Partner"])
    assert invited(launch) == ["Biz Alder", "Pub Partner"]
    launch.wait(3)
    assert invited(launch) == ["Biz Alder", "Pub Partner"]
    launch.release()
    launch.wait(3)
    assert invited(launch) == GUESTS


def test_it_releases_in_waves(launch: Launch) -> None:
    to_the_guest_list(launch)
    launch.do(
        lambda session, now: waves.name_first(
            session, now, launch.run_id, [launch.person(session, "Biz Alder")], by=CONVENER
        )
    )
    launch.release(wave=1)
    assert invited(launch) == ["Biz Alder"]
    launch.wait(10)
    assert invited(launch) == ["Biz Alder"], "the second wave is not released"
    launch.release(wave=2)
    launch.wait(1)
    assert invited(launch) == GUESTS


def test_it_releases_what_follows_with_the_letter(launch: Launch) -> None:
    to_the_guest_list(launch)
    launch.release()
    launch.wait((STARTS_AT - timedelta(days=20) - launch.now) / timedelta(days=1))
    assert [m.to_name for m in launch.messages("second-letter")], "nobody had to release it again"


def test_it_takes_a_release_back_before_the_letter_has_left(launch: Launch) -> None:
    to_the_footprint(launch)
    launch.release("champion-ask", by="Edda Teach", to=["Champ One"])
    launch.go_on()
    assert asked(launch) == ["Champ One"]
    launch.do(
        lambda session, now: releases.take_back(
            session,
            now,
            launch.run_id,
            "champion-ask",
            by=session.get_one(Person, launch.person(session, "Edda Teach")),
        )
    )
    assert asked(launch) == []
    launch.release("champion-ask", by="Edda Teach", to=["Champ One"], sentence="Now with a word of mine.")
    assert asked(launch) == ["Champ One"]
    assert "Now with a word of mine." in launch.messages("champion-ask")[-1].text


def test_it_never_happens__a_kill_between_the_release_and_the_letters_loses_or_doubles_them(
    launch: Launch,
) -> None:
    to_the_guest_list(launch)
    # Killed before the commit: nothing was released.
    with pytest.raises(KeyboardInterrupt), database.unit_of_work(launch.engine, launch.now) as session:
        cora = session.get_one(Person, launch.person(session, CONVENER))
        releases.give(session, launch.now, launch.run_id, "invitation", by=cora)
        raise KeyboardInterrupt
    launch.go_on()
    assert launch.gate("invite-list").state is GateState.SHUT
    assert invited(launch) == []
    # Killed after it: the gate is open, and the step goes on when somebody picks it up.
    with database.unit_of_work(launch.engine, launch.now) as session:
        cora = session.get_one(Person, launch.person(session, CONVENER))
        releases.give(session, launch.now, launch.run_id, "invitation", by=cora)
    assert launch.gate("invite-list").state is GateState.OPEN
    assert invited(launch) == []
    # Killed in the middle of the step, and picked up twice.
    step_id = launch.step("prepare-to-launch").pk
    with pytest.raises(KeyboardInterrupt), database.unit_of_work(launch.engine, launch.now) as session:
        steps.advance(session, launch.now, step_id)
        raise KeyboardInterrupt
    assert invited(launch) == []
    launch.go_on()
    launch.go_on()
    launch.wait(1)
    assert invited(launch) == GUESTS


def test_it_lets_the_save_the_date_lapse_without_a_release(launch: Launch) -> None:
    to_the_guest_list(launch)
    launch.wait((STARTS_AT - timedelta(days=48) - launch.now) / timedelta(days=1))
    [planned] = launch.touches("save-the-date")
    assert planned.held_because == "not released"
    launch.wait((STARTS_AT - timedelta(days=40) - launch.now) / timedelta(days=1))
    [planned] = launch.touches("save-the-date")
    assert (planned.state, planned.result) == (TouchState.MISSED, "nobody released it")
    assert launch.messages("save-the-date") == []
    assert launch.gate("invite-list").state is GateState.SHUT

"""The invitation in two waves: who gets it when, nobody twice, and reminders that count from one's own letter."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from sectorlaunch import database
from sectorlaunch import facts as fact_sectorlaunch
from sectorlaunch.actions import champions, invitations, signatures
from sectorlaunch.engine import carry_out as carry_out_engine
from sectorlaunch.engine import plan, waves
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.records import lead_time, meetings
from sectorlaunch.records import waves as wave_records
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.tables import (
    ChampionStage,
    InvitationState,
    Message,
    MessageState,
    Person,
    StepRun,
    StepState,
    TouchState,
)
from tests.cast import CONVENER, Launch

ONE, TWO, ALDER, BIRCH, CEDAR = "Champ One", "Champ Two", "Biz Alder", "Biz Birch", "Biz Cedar"
FIRST = (ONE, TWO, ALDER)
READY = datetime(2026, 7, 6, 16, 0, tzinfo=UTC)
"""Monday, July 6, 66 days before the launch: two champions have signed and the list is settled."""


@pytest.fixture
def listed(launch: Launch) -> Launch:
    """Signed and listed; the letter is due now."""
    launch.now = READY

    def begin(session: Session, now: datetime) -> None:
        for name in (ONE, TWO):
            champions.move(session, now, launch.run_id, someone(session, name), ChampionStage.AGREED, by=name)
            signatures.sign(session, now, launch.run_id, someone(session, name), by=name)
        step = session.exec(
            select(StepRun).where(StepRun.run_id == launch.run_id, StepRun.key == "prepare-to-launch")
        ).one()
        step.state, step.opened_at = StepState.OPEN, now
        step.activities_begun = {"send-invitations": now.isoformat()}
        session.add(step)
        invitations.list_guests(session, now, launch.run_id)
        plan.replan(session, now, launch.run_id)

    with database.unit_of_work(launch.engine, launch.now) as session:
        begin(session, launch.now)
    return launch


@pytest.fixture
def in_waves(listed: Launch) -> Launch:
    """Two champions and a leader first, everyone else a week later."""
    name_first(listed)
    return listed


def someone(session: Session, name: str) -> Person:
    return session.exec(select(Person).where(Person.name == name)).one()


def work(launch: Launch, deed: Callable[[Session, datetime], Any]) -> Any:
    with database.unit_of_work(launch.engine, launch.now) as session:
        return deed(session, launch.now)


def name_first(launch: Launch, *names: str) -> str:
    def deed(session: Session, now: datetime) -> str:
        chosen = {someone(session, name).pk for name in names or FIRST}
        return waves.name_first(session, now, launch.run_id, chosen, by=CONVENER)

    said = work(launch, deed)
    assert isinstance(said, str)
    return said


def carry_out(launch: Launch, days: float = 0) -> None:
    """Lets days pass and carries out what is due, as if everything written had left."""
    launch.now += timedelta(days=days)
    work(launch, lambda session, now: carry_out_engine.due_of(session, now, launch.run_id))
    work(launch, _deliver)


def _deliver(session: Session, now: datetime) -> None:
    for message in session.exec(select(Message).where(Message.state == MessageState.QUEUED)):
        message.state, message.sent_at = MessageState.SENT, now
        session.add(message)


def reply(launch: Launch, name: str, state: InvitationState) -> None:
    def deed(session: Session, now: datetime) -> None:
        meeting = meetings.launch_meeting(session, 1)
        assert meeting is not None
        invitations.reply(
            session, now, launch.run_id, meeting.pk, someone(session, name), invitations.Reply(state)
        )

    work(launch, deed)


def readers(launch: Launch, *kinds: str) -> list[str]:
    """Who was written to: the letter itself, and the copy for those who signed it, where nothing else is asked."""
    wanted = kinds or ("invitation", "letter-copy")
    return sorted(message.to_name for kind in wanted for message in launch.messages(kind))


def due_on(launch: Launch, touch: str) -> list[date]:
    """The days a touch is due, of the first wave and of the second."""
    planned = sorted(launch.touches(touch), key=lambda row: row.occurrence == "wave:2")
    return [row.due_at.astimezone(ZoneInfo("America/Denver")).date() for row in planned]


def test_it_writes_to_everyone_at_once_unless_told_otherwise(listed: Launch) -> None:
    carry_out(listed)
    assert len(readers(listed)) == 6
    assert len(listed.touches("invitation")) == 1


def test_it_writes_to_the_second_wave_so_many_days_after_the_first(in_waves: Launch) -> None:
    carry_out(in_waves)
    assert readers(in_waves) == sorted(FIRST)
    carry_out(in_waves, 6)
    assert readers(in_waves) == sorted(FIRST)
    carry_out(in_waves, 1)
    assert readers(in_waves) == sorted((*FIRST, BIRCH, CEDAR, "Pub Partner"))


def test_nobody_gets_the_letter_twice_whatever_is_changed_between_the_waves(in_waves: Launch) -> None:
    carry_out(in_waves)
    name_first(in_waves, BIRCH)
    carry_out(in_waves, 8)
    carry_out(in_waves, 8)
    assert len(set(readers(in_waves))) == len(readers(in_waves)) == 6


def test_a_guest_who_is_moved_to_a_wave_that_has_left_gets_the_letter_at_once(in_waves: Launch) -> None:
    carry_out(in_waves)
    assert name_first(in_waves, BIRCH) == "4 guests in the first wave, 3 guests in the second."
    assert readers(in_waves) == sorted((*FIRST, BIRCH))


def test_whoever_has_the_letter_stays_in_their_wave(in_waves: Launch) -> None:
    carry_out(in_waves)
    name_first(in_waves, BIRCH)
    with database.reading(in_waves.engine) as session:
        later = {session.get_one(Person, who).name for who in wave_records.second(session, 1)}
    assert later == {CEDAR, "Phone Only", "Pub Partner"}


def test_it_takes_the_waves_back(in_waves: Launch) -> None:
    carry_out(in_waves)
    said = work(in_waves, lambda s, now: waves.at_once(s, now, in_waves.run_id, by=CONVENER))
    assert said == "Everyone gets the letter at once."
    assert len(readers(in_waves)) == 6
    second = next(row for row in in_waves.touches("invitation") if row.occurrence == "wave:2")
    assert second.state is TouchState.CANCELED


def test_reminders_count_from_each_persons_own_letter(in_waves: Launch) -> None:
    carry_out(in_waves)
    carry_out(in_waves, 7)
    first, second = due_on(in_waves, "second-letter")
    assert (second - first).days == 7
    in_waves.now = datetime(2026, 8, 20, 16, 0, tzinfo=UTC)
    carry_out(in_waves)
    assert readers(in_waves, "second-letter") == [ALDER]
    carry_out(in_waves, 7)
    assert readers(in_waves, "second-letter") == sorted((ALDER, BIRCH, CEDAR, "Pub Partner"))


def test_nobody_is_reminded_in_the_last_days_before_the_launch(in_waves: Launch) -> None:
    work(
        in_waves,
        lambda s, now: waves.set_rule(s, now, in_waves.run_id, days=30, by_funnel=None, by=CONVENER),
    )
    carry_out(in_waves)
    carry_out(in_waves, 30)
    assert due_on(in_waves, "second-letter")[1] == date(2026, 9, 3)


def test_the_ladder_of_the_second_wave_stops_at_the_answer(in_waves: Launch) -> None:
    carry_out(in_waves)
    carry_out(in_waves, 7)
    reply(in_waves, BIRCH, InvitationState.ACCEPTED)
    in_waves.now = datetime(2026, 8, 27, 16, 0, tzinfo=UTC)
    carry_out(in_waves)
    assert BIRCH not in readers(in_waves, "second-letter")
    assert CEDAR in readers(in_waves, "second-letter")


def test_the_second_wave_waits_for_the_first(in_waves: Launch) -> None:
    work(
        in_waves,
        lambda s, now: (
            champions.move(s, now, in_waves.run_id, someone(s, TWO), ChampionStage.DECLINED, by=TWO) and None
        ),
    )
    carry_out(in_waves, 10)
    assert not readers(in_waves)
    with pytest.raises(NotAllowed, match="The first wave has not left yet"):
        work(in_waves, lambda s, now: waves.send_second(s, now, in_waves.run_id, by=CONVENER))


def test_the_second_wave_leaves_at_once_when_the_first_will_not_fill_the_room(in_waves: Launch) -> None:
    work(
        in_waves,
        lambda s, now: waves.set_rule(s, now, in_waves.run_id, days=None, by_funnel=True, by=CONVENER),
    )
    carry_out(in_waves)
    reply(in_waves, ALDER, InvitationState.DECLINED)
    carry_out(in_waves, 0.01)
    assert len(readers(in_waves)) == 6


def test_the_second_wave_keeps_its_date_when_the_rule_is_the_date(in_waves: Launch) -> None:
    carry_out(in_waves)
    reply(in_waves, ALDER, InvitationState.DECLINED)
    carry_out(in_waves, 0.01)
    assert readers(in_waves) == sorted(FIRST)


def test_the_convener_sends_the_second_wave_early(in_waves: Launch) -> None:
    carry_out(in_waves)
    work(in_waves, lambda s, now: waves.send_second(s, now, in_waves.run_id, by=CONVENER))
    assert len(readers(in_waves)) == 6
    carry_out(in_waves, 8)
    assert len(readers(in_waves)) == 6
    with pytest.raises(NotAllowed, match="no second wave"):
        work(in_waves, lambda s, now: waves.send_second(s, now, in_waves.run_id, by=CONVENER))


def test_the_lead_time_guard_speaks_for_the_second_wave_before_anything_leaves(in_waves: Launch) -> None:
    work(
        in_waves,
        lambda s, now: waves.set_rule(s, now, in_waves.run_id, days=45, by_funnel=None, by=CONVENER),
    )
    carry_out(in_waves)
    assert not readers(in_waves)
    with database.reading(in_waves.engine) as session:
        why = lead_time.objection(LaunchAtHand.of(session, in_waves.now, in_waves.run_id))
    assert why.startswith("The second wave would have 21 days until the launch; 30 are needed.")
    assert "write to everyone sooner" in why


def test_it_says_how_the_waves_stand(in_waves: Launch) -> None:
    def said() -> str:
        with database.reading(in_waves.engine) as session:
            return wave_records.words(LaunchAtHand.of(session, in_waves.now, in_waves.run_id))

    assert said() == (
        "4 guests wait in the second wave, which leaves on Monday, July 13 as things stand. "
        "The second wave leaves 7 days after the first."
    )
    carry_out(in_waves)
    carry_out(in_waves, 7)
    assert said() == "The second wave of 4 guests left on Monday, July 13."


def test_it_refuses_a_first_wave_of_strangers_or_of_nobody(listed: Launch) -> None:
    with pytest.raises(BadInput, match="not on the guest list"):
        name_first(listed, "Fay Neutral")
    with pytest.raises(BadInput, match="Choose who is written to first"):
        work(listed, lambda s, now: waves.name_first(s, now, listed.run_id, [], by=CONVENER))


def test_the_gate_says_when_the_others_are_written_to(in_waves: Launch) -> None:
    carry_out(in_waves)
    with database.reading(in_waves.engine) as session:
        facts = fact_sectorlaunch.gather(LaunchAtHand.of(session, in_waves.now, in_waves.run_id))
    assert facts.invitation.letters_open.names == (BIRCH, CEDAR, "Pub Partner")
    assert facts.invitation.letters_open.waiting == ("The second wave leaves on Monday, July 13.",)

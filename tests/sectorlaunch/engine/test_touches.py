"""Touches: planned from the playbook, moved with their anchors, chasing the silent, missed when too late."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import select

from playbooks import loader
from sectorlaunch import events
from sectorlaunch.actions import champions, meetings
from sectorlaunch.engine import carry_out, held
from sectorlaunch.outbox.deliver.dispatcher import drain
from sectorlaunch.records import partnerships
from sectorlaunch.records.stop_rules import still_needed
from sectorlaunch.tables import Champion, ChampionStage, MessageState, Person, TouchState
from tests.cast import MONDAY, TEAM, Launch, begin
from tests.sectorlaunch.outbox.cast import PretendWire


def test_it_welcomes_every_member_of_the_support_team_once(launch: Launch) -> None:
    assert sorted(message.to_name for message in launch.messages("welcome")) == sorted(TEAM)
    launch.go_on()
    assert len(launch.messages("welcome")) == len(TEAM)


def test_it_sends_the_messages_of_a_touch_that_is_keyed_assistant(engine: Engine, tmp_path: Path) -> None:
    """What an assistant gets a copy of is marked as one; a playbook may name its touches as it likes."""
    text = loader.shipped_text("sector-launch").replace("- key: welcome\n", "- key: assistant\n")
    text = text.replace("ask: welcome,", "ask: assistant,").replace("ask: welcome}", "ask: assistant}")
    launch = begin(engine, tmp_path, text=text)
    drain(engine, launch.now, PretendWire(), still_needed)
    welcomed = launch.messages("welcome")
    assert {message.purpose for message in welcomed} == {"build-support-team/assistant"}
    assert sorted((m.to_name, m.state) for m in welcomed) == [(n, MessageState.SENT) for n in sorted(TEAM)]


def test_it_reminds_only_those_who_have_not_answered(launch: Launch) -> None:
    launch.answer("Edda Teach", "shared-table", "shared-view")
    launch.wait(4)
    assert sorted(m.to_name for m in launch.messages("answer-reminder")) == sorted(set(TEAM) - {"Edda Teach"})


def test_it_ends_the_ladder_as_a_phone_task_for_the_convener(launch: Launch) -> None:
    launch.answer("Edda Teach", "shared-table", "shared-view")
    for _ in range(15):
        launch.wait(1)
    calls = [todo for todo in launch.todos() if todo.kind == "phone"]
    assert {launch_name(launch, todo.about_id) for todo in calls} == set(TEAM) - {"Edda Teach"}
    assert {launch_name(launch, todo.owner_id) for todo in calls} == {"Cora Venner"}
    assert len(launch.messages("phone-task")) == 1


def test_it_cancels_nothing_and_repeats_nothing_when_a_sweep_runs_twice(launch: Launch) -> None:
    launch.wait(4)
    before = len(launch.messages())
    launch.wait(0)
    assert len(launch.messages()) == before


def test_it_never_happens__after_downtime_everything_or_nothing_is_sent(launch: Launch) -> None:
    first, second = (
        launch.touches("shared-table-reminder")[0],
        launch.touches("shared-table-reminder-again")[0],
    )
    launch.now = second.due_at + timedelta(days=1)
    launch.wait(0)
    states = {t.touch_key: t.state for t in launch.touches()}
    assert states[first.touch_key] is TouchState.MISSED
    assert states[second.touch_key] is TouchState.DONE
    assert {m.purpose.split("/")[1] for m in launch.messages("answer-reminder")} == {second.touch_key}


def test_it_never_happens__nothing_is_sent_and_nobody_notices(launch: Launch) -> None:
    launch.now += timedelta(days=30)
    launch.wait(0)
    missed = [t for t in launch.touches() if t.state is TouchState.MISSED]
    assert missed
    assert all("missed" in held.words(t) for t in missed)


def test_it_never_happens__a_stale_timer_overwrites_a_human_answer(launch: Launch) -> None:
    _with_asked_champions(launch)
    launch.do(lambda session, now: _move(session, now, launch, "Champ One", ChampionStage.AGREED))
    launch.do(lambda session, now: _move(session, now, launch, "Champ One", ChampionStage.ASKED))
    assert _stage(launch, "Champ One") is ChampionStage.AGREED


def test_it_never_happens__the_reference_date_moved_and_people_are_mailed_twice_or_not_at_all(
    launch: Launch,
) -> None:
    reach_the_champions(launch)
    planned = {t.touch_key: t for t in launch.touches() if t.occurrence.startswith("meeting:")}
    settled_before = {t.id: (t.state, t.due_at) for t in launch.touches() if t.state is TouchState.DONE}
    meeting = launch.launch_meeting()
    new_day = datetime(2026, 10, 8, 14, 30, tzinfo=UTC)
    launch.do(
        lambda session, now: meetings.change(
            session, now, launch.run_id, meeting.pk, by="Cora Venner", starts_at=new_day
        )
    )
    after = {t.touch_key: t for t in launch.touches() if t.occurrence.startswith("meeting:")}
    for key, touch in planned.items():
        if touch.state is TouchState.PLANNED:
            assert after[key].due_at > touch.due_at
    settled_after = {t.id: (t.state, t.due_at) for t in launch.touches()}
    assert all(settled_after[key] == before for key, before in settled_before.items())


def test_it_asks_each_champion_in_the_name_of_the_relationship_owner(launch: Launch) -> None:
    _with_asked_champions(launch)
    asks = launch.messages("champion-ask")
    assert {(m.to_name, m.sender_name) for m in asks} == {
        ("Champ One", "Edda Teach"),
        ("Champ Two", "Will Work"),
    }
    assert {m.reply_to for m in asks} == {"edda@example.org", "will@example.org"}


def test_it_follows_up_a_week_later_only_with_champions_who_have_not_answered(launch: Launch) -> None:
    _with_asked_champions(launch)
    launch.do(lambda session, now: _move(session, now, launch, "Champ One", ChampionStage.AGREED))
    launch.wait(9)
    assert [m.to_name for m in launch.messages("champion-follow-up")] == ["Champ Two"]


def test_it_says_in_the_evidence_when_the_champion_was_asked_and_what_comes(launch: Launch) -> None:
    _with_asked_champions(launch)
    sentences = " ".join(launch.status("champions").missing)
    assert "Champ One and Champ Two were asked on" in sentences
    assert "the next follow-up is due on" in sentences


def test_it_never_happens__an_opted_out_person_is_mailed(launch: Launch) -> None:
    def opt_out(session, now):  # type: ignore[no-untyped-def]
        person = session.exec(select(Person).where(Person.name == "Champ Two")).one()
        person.do_not_contact_since = now
        session.add(person)
        events.touch(session, launch.run_id)

    launch.do(opt_out)
    _with_asked_champions(launch)
    states = {m.to_name: m.state for m in launch.messages("champion-ask")}
    assert states == {"Champ One": MessageState.QUEUED, "Champ Two": MessageState.WITHHELD}


def test_it_writes_no_message_to_an_empty_audience(launch: Launch) -> None:
    from sectorlaunch import database
    from sectorlaunch.records import audiences
    from sectorlaunch.records.about import About as Subject

    with database.reading(launch.engine) as session:
        partnership = partnerships.partnership_of(session, launch.run_id)
        nobody = ("guests", "attendees", "no-shows", "team-members", "team-leads", "champions")
        assert [audiences.resolve(session, partnership.pk, name, Subject()) for name in nobody] == [[]] * 6


def reach_the_champions(launch: Launch) -> None:
    """Waives what comes before the champions' gate."""

    from sectorlaunch.actions import gates

    for gate in ("shared-table", "roles", "evidence-of-need", "sector", "footprint"):
        launch.do(
            lambda session, now, gate=gate: gates.waive(  # type: ignore[misc]
                session,
                now,
                launch.run_id,
                gate,
                None,
                given_by="Cora Venner",
                why="Known",
                until=date(2026, 6, 1),
            )
        )


def _with_asked_champions(launch: Launch) -> None:
    reach_the_champions(launch)
    launch.do(carry_out.due)


def _move(session, now, launch: Launch, name: str, stage: ChampionStage):  # type: ignore[no-untyped-def]
    person = session.exec(select(Person).where(Person.name == name)).one()
    return champions.move(session, now, launch.run_id, person, stage, by=name)


def _stage(launch: Launch, name: str) -> ChampionStage:
    from sectorlaunch import database

    with database.reading(launch.engine) as session:
        person = session.exec(select(Person).where(Person.name == name)).one()
        return session.exec(select(Champion).where(Champion.person_id == person.id)).one().stage


def launch_name(launch: Launch, person_id: int | None) -> str:
    from sectorlaunch import database

    with database.reading(launch.engine) as session:
        return session.get_one(Person, person_id).name


def test_it_counts_what_began_on_a_weekend_from_the_monday_after(file_engine: Engine, tmp_path: Path) -> None:
    saturday = MONDAY - timedelta(days=2)
    launch = begin(file_engine, tmp_path, saturday)
    reminder = launch.touches("shared-table-reminder")[0]
    assert reminder.anchor_on == date(2026, 3, 6), "the fifth business day, the Monday among them"
    assert reminder.due_at.date() == date(2026, 3, 4)

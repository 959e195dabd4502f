"""Notes of a meeting and what the room said of each candidate, on SQLite and on PostgreSQL."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from sectorlaunch import database
from sectorlaunch.actions import meeting_notes, outcomes, priorities, removal
from sectorlaunch.actions.meeting_notes import NewNote
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.records import meeting_notes as note_records
from sectorlaunch.records import priorities as priority_records
from sectorlaunch.tables import (
    Event,
    Interest,
    MeetingNote,
    MeetingNoteKind,
    Person,
    PriorityTally,
    Quotable,
)
from tests.cast import CONVENER, Launch, begin

SCRIBE = "Ned Writer"
WORDS = "We turn orders away because nobody can set up a lathe."


@pytest.fixture
def launch(engine: Engine, tmp_path: Path) -> Launch:
    return begin(engine, tmp_path)


def take(launch: Launch, words: str = WORDS, **about: object) -> int:
    meeting_id = launch.launch_meeting().pk

    def deed(session: Session, now: datetime) -> int:
        new = NewNote(MeetingNoteKind.NEED, words, **about)  # type: ignore[arg-type]
        return meeting_notes.take(session, now, launch.run_id, meeting_id, new, by=SCRIBE).pk

    return launch.do(deed)


def test_it_keeps_a_note_that_is_sent_again_once(launch: Launch) -> None:
    first = take(launch, client_key="a-phone-1")
    assert take(launch, "  " + WORDS, client_key="a-phone-1") == first
    assert take(launch, client_key="another-phone-1") != first
    meeting_id = launch.launch_meeting().pk
    with database.reading(launch.engine) as session:
        kept = note_records.of_meeting(session, meeting_id)
        assert [one.note.words for one in kept] == [WORDS, WORDS]


def test_it_says_in_history_that_a_note_was_taken_and_never_its_words(launch: Launch) -> None:
    take(launch, is_held_back=True)
    meeting_id = launch.launch_meeting().pk
    with database.reading(launch.engine) as session:
        assert not [one for one in session.exec(select(Event)) if "lathe" in one.summary]
        assert note_records.of_meeting(session, meeting_id, to_circulate=True) == []
        assert len(note_records.of_meeting(session, meeting_id)) == 1


def test_it_names_nobody_in_print_before_they_may_be_quoted(launch: Launch) -> None:
    alder = launch.someone("Biz Alder").pk
    note_id = take(launch, speaker_id=alder, quotable=Quotable.ASKED)
    meeting_id = launch.launch_meeting().pk

    def said() -> note_records.Said:
        with database.reading(launch.engine) as session:
            return note_records.of_meeting(session, meeting_id)[0]

    assert (said().name, said().named_in_print) == ("Biz Alder", "")

    def agree(session: Session, now: datetime) -> None:
        assert [one.id for one in note_records.waiting_for(session, alder)] == [note_id]
        note = note_records.find(session, meeting_id, note_id)
        meeting_notes.settle_quote(session, now, launch.run_id, note, True, by="Biz Alder")

    launch.do(agree)
    assert said().named_in_print == "Biz Alder"

    def reword(session: Session, now: datetime) -> None:
        note = note_records.find(session, meeting_id, note_id)
        new = NewNote(note.kind, "Other words.", speaker_id=alder, quotable=Quotable.YES)
        meeting_notes.change(session, now, launch.run_id, note, new, by=SCRIBE)

    launch.do(reword)
    assert (said().named_in_print, said().note.quotable) == ("", Quotable.ASKED)


@pytest.mark.parametrize(
    ("about", "remedy"),
    [
        ({"words": "  "}, "Write down what was said"),
        ({"quotable": Quotable.YES}, "Say who said it"),
        ({"speaker_id": 99999}, "nobody with the number"),
        ({"priority_id": 99999}, "no priority number"),
    ],
)
def test_it_refuses_a_note_that_cannot_be_and_keeps_nothing(
    launch: Launch, about: dict[str, object], remedy: str
) -> None:
    with pytest.raises((BadInput, NotFound), match=remedy):
        take(launch, **about)  # type: ignore[arg-type]
    with database.reading(launch.engine) as session:
        assert session.exec(select(MeetingNote)).all() == []


def test_it_counts_dots_of_business_and_those_counted_by_hand_and_shows_others_apart(launch: Launch) -> None:
    def deed(session: Session, now: datetime) -> None:
        one = outcomes.record_priority(session, now, launch.run_id, "Machinists", by=CONVENER)
        voters = [
            session.get_one(Person, launch.person(session, n))
            for n in ("Biz Alder", "Biz Birch", "Will Work")
        ]
        outcomes.vote(session, now, launch.run_id, one.pk, voters)
        session.add(PriorityTally(priority_id=one.pk, dots=4, counted_by=SCRIBE, counted_at=now))
        priorities.say_interest(session, now, launch.run_id, one, voters[0], Interest.JOIN)
        priorities.say_interest(session, now, launch.run_id, one, voters[0], Interest.LEAD)
        gone = outcomes.record_priority(session, now, launch.run_id, "Said twice", by=CONVENER)
        priorities.take_out(session, now, launch.run_id, gone, by=SCRIBE)

    launch.do(deed)
    with database.reading(launch.engine) as session:
        (standing,) = priority_records.standings(session, 1)
    assert (standing.dots, [one.name for one in standing.others]) == (6, ["Will Work"])
    assert [one.name for one in standing.interests[Interest.LEAD]] == ["Biz Alder"]
    assert standing.interests[Interest.JOIN] == ()


def test_it_leaves_nothing_of_a_removed_person_in_the_notes(launch: Launch) -> None:
    alder = launch.someone("Biz Alder").pk
    take(launch, "Biz Alder offers a lathe.", speaker_id=alder, quotable=Quotable.YES)
    take(launch, "Ask Biz Alder.", speaker_name="A guest")
    launch.do(lambda session, now: removal.anonymize(session, now, alder, by=CONVENER))
    meeting_id = launch.launch_meeting().pk
    with database.reading(launch.engine) as session:
        kept = note_records.of_meeting(session, meeting_id)
    assert [one.note.words for one in kept] == ["Former contact offers a lathe.", "Ask Former contact."]
    assert [one.named_in_print for one in kept] == ["", ""]

"""Whoever is to be quoted is asked once the meeting is over: their words wait on their page, and bear no name till then."""

from sectorlaunch.events import Happening
from sectorlaunch.outbox.write import enqueue
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.records import meeting_notes, meetings, people
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, Meeting, MeetingNote, Person, Quotable

ASKED = "quote-request"


def ask_of_note(launch: Launch, noted: Happening) -> None:
    """A note taken or changed after the meeting; those taken meanwhile wait for its end."""
    note = launch.session.get_one(MeetingNote, noted.data["note_id"])
    meeting = meetings.find(launch.session, note.meeting_id)
    if meeting.held_at is not None:
        _ask(launch, meeting, [note])


def ask_of_meeting(launch: Launch, held: Happening) -> None:
    """Every note of the launch whose speaker is to be asked."""
    meeting = launch.meeting
    if meeting is not None and meeting.held_at is not None:
        _ask(launch, meeting, [one.note for one in meeting_notes.of_meeting(launch.session, meeting.pk)])


def _ask(launch: Launch, meeting: Meeting, notes: list[MeetingNote]) -> None:
    """One letter a day to each, however many of their words wait."""
    about = About(AboutKind.MEETING, meeting.pk)
    for note in notes:
        waits = note.quotable is Quotable.ASKED and not note.is_held_back and note.taken_out_at is None
        person = (
            launch.session.get(Person, note.speaker_id) if waits and note.speaker_id is not None else None
        )
        if person is None or not person.email or people.left_alone_since(launch.session, person) is not None:
            continue
        enqueue.write(
            launch,
            Draft(
                ASKED,
                person,
                purpose=ASKED,
                about=about,
                occurrence=f"{about}#{launch.today.isoformat()}",
                reason="They are to be quoted",
            ),
        )

"""What the forms on the pages for the day of a meeting do. Each may be sent again: it is done once.

A phone that lost its connection does not know whether its form arrived, so it sends it again. A tap says how things
are, a note has a key of its own, a walk-in is known by name and company, a promise by who promised what by when.
"""

from datetime import date

from sqlmodel import select

from languages.catalogs import mark
from sectorlaunch.actions import (
    arrivals,
    dots,
    meeting_notes,
    outcomes,
    priorities,
)
from sectorlaunch.actions.meeting_notes import NewNote
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.portal import form_values, form_versions, on_record
from sectorlaunch.portal.day_door import Day, Deed
from sectorlaunch.portal.views import the_day
from sectorlaunch.records import meeting_notes as note_records
from sectorlaunch.records import people
from sectorlaunch.records import priorities as priority_records
from sectorlaunch.tables import (
    Commitment,
    CommitmentState,
    Interest,
    MeetingNote,
    MeetingNoteKind,
    Person,
    Priority,
    Quotable,
)

WHO = mark("Choose somebody on the list.")
HOW = mark("Choose one of the kinds.")
SAVED = "result"


def check_in(day: Day, form: dict[str, str]) -> str:
    arrivals.check_in(*day.here, day.meeting.pk, _person(day, form.get("person", "")), by=day.by)
    return "checked-in"


def take_back(day: Day, form: dict[str, str]) -> str:
    arrivals.undo(*day.here, day.meeting.pk, _person(day, form.get("person", "")), by=day.by)
    return "check-in-back"


def let_in(day: Day, form: dict[str, str]) -> str:
    who = arrivals.WalkIn(
        form.get("name", ""),
        form.get("company", ""),
        form.get("email", ""),
        from_business=form.get("from", "business") == "business",
    )
    arrivals.let_in(*day.here, day.meeting.pk, who, by=day.by)
    return "checked-in"


def close_door(day: Day, _form: dict[str, str]) -> str:
    arrivals.close_door(*day.here, day.meeting.pk, by=day.by)
    return "attendance"


def take_note(day: Day, form: dict[str, str]) -> str:
    meeting_notes.take(*day.here, day.meeting.pk, _note_in(day, form), by=day.by)
    return SAVED


def change_note(day: Day, form: dict[str, str]) -> str:
    note = _note(day, form)
    form_versions.settle(form, on_record.meeting_note(note))
    new = _note_in(day, form, note)
    meeting_notes.change(*day.here, note, new, by=day.by)
    return SAVED


def take_note_out(day: Day, form: dict[str, str]) -> str:
    meeting_notes.take_out(*day.here, _note(day, form), by=day.by)
    return SAVED


def put_note_back(day: Day, form: dict[str, str]) -> str:
    meeting_notes.put_back(*day.here, _note(day, form), by=day.by)
    return SAVED


def group(day: Day, form: dict[str, str]) -> str:
    """Puts a note under a candidate, takes it from there, or makes a candidate of its words.

    Raises BadInput for one that is kept out of circulation: what is chosen is shown to everybody.
    """
    note = _note(day, form)
    if note.is_held_back:
        raise BadInput("This note is kept out of everything that is shown. Write a candidate in other words.")
    under = form.get("under", "")
    if under == "new":
        known = {one.words: one for one in priority_records.listed(day.launch.session, _of(day))}
        made = known.get(note.words) or outcomes.record_priority(*day.here, note.words, by=day.by)
        meeting_notes.group(*day.here, note, made.pk, by=day.by)
    else:
        meeting_notes.group(*day.here, note, form_values.number_or_none(under), by=day.by)
    return SAVED


def add_candidate(day: Day, form: dict[str, str]) -> str:
    words = form.get("words", "").strip()[:1000]
    if words not in {one.words for one in priority_records.listed(day.launch.session, _of(day))}:
        outcomes.record_priority(*day.here, words, by=day.by)
    return SAVED


def reword(day: Day, form: dict[str, str]) -> str:
    priority = _priority(day, form)
    form_versions.settle(form, on_record.priority_words(priority))
    priorities.reword(*day.here, priority, form.get("words", "")[:1000], by=day.by)
    return SAVED


def take_candidate_out(day: Day, form: dict[str, str]) -> str:
    priorities.take_out(*day.here, _priority(day, form), by=day.by)
    return SAVED


def put_candidate_back(day: Day, form: dict[str, str]) -> str:
    priorities.put_back(*day.here, _priority(day, form), by=day.by)
    return SAVED


def open_vote(day: Day, _form: dict[str, str]) -> str:
    dots.open_vote(*day.here, day.meeting.pk, by=day.by)
    return "vote-opened"


def count(day: Day, form: dict[str, str]) -> str:
    number = form_values.whole(form.get("dots", ""), mark("Say how many dots you counted."), digits=4)
    dots.count(*day.here, day.meeting.pk, _priority(day, form), number, by=day.by)
    return SAVED


def close_vote(day: Day, form: dict[str, str]) -> str:
    dots.close(*day.here, day.meeting.pk, form_values.rows_ticked(form, "chosen-"), by=day.by)
    return "vote-closed"


def say_interest(day: Day, form: dict[str, str]) -> str:
    interest = form_values.one_of(Interest, form.get("interest", ""), HOW)
    person = _person(day, form.get("person", ""))
    priorities.say_interest(*day.here, _priority(day, form), person, interest, by=day.by)
    return SAVED


def promise(day: Day, form: dict[str, str]) -> str:
    on = form_values.day(form.get("on", ""))
    if on is None:
        raise BadInput("Say by when; a promise without a day is soon forgotten.")
    promise_once(day, _person(day, form.get("person", "")), form.get("words", ""), on)
    return SAVED


def promise_once(day: Day, owner: Person, words: str, on: date) -> None:
    """The same words by the same person for the same day are one promise. Raises BadInput for a day that is over."""
    if on <= day.launch.today:
        raise BadInput("Choose a day in the future by which it will be done.")
    known = select(Commitment).where(
        Commitment.partnership_id == _of(day),
        Commitment.owner_id == owner.id,
        Commitment.what == words.strip(),
        Commitment.due_on == on,
        Commitment.state == CommitmentState.OPEN,
    )
    if day.launch.session.exec(known).first() is None:
        outcomes.commit_to(*day.here, words[:1000], owner, on, by=day.by)


ACTIONS: dict[str, Deed] = {
    "check-in": check_in,
    "take-back": take_back,
    "let-in": let_in,
    "close-door": close_door,
    "note": take_note,
    "change-note": change_note,
    "note-out": take_note_out,
    "note-back": put_note_back,
    "group": group,
    "candidate": add_candidate,
    "reword": reword,
    "candidate-out": take_candidate_out,
    "candidate-back": put_candidate_back,
    "open-vote": open_vote,
    "count": count,
    "close-vote": close_vote,
    "interest": say_interest,
    "promise": promise,
}


def _of(day: Day) -> int:
    return day.launch.partnership_id


def _person(day: Day, words: str) -> Person:
    """By number, or by the name as it is offered. Raises BadInput for nobody on record here."""
    number = form_values.number(words)
    if number:
        try:
            return people.of_partnership(day.launch.session, _of(day), number)
        except NotFound:
            raise BadInput(WHO) from None
    named = [one for one in the_day.speakers(day.launch, day.meeting) if one.name == words.strip()]
    if not named:
        raise BadInput(WHO)
    return named[0]


def _note(day: Day, form: dict[str, str]) -> MeetingNote:
    try:
        number = form_values.number(form.get("number", ""))
        note = note_records.find(day.launch.session, day.meeting.pk, number)
    except NotFound:
        note = None
    if note is None or not day.may_read(note):
        raise BadInput("That note is not on record here.")
    return note


def _priority(day: Day, form: dict[str, str]) -> Priority:
    try:
        number = form_values.number(form.get("number", ""))
        return priority_records.find(day.launch.session, _of(day), number)
    except NotFound:
        raise BadInput("That candidate is not on record here.") from None


def _note_in(day: Day, form: dict[str, str], before: MeetingNote | None = None) -> NewNote:
    words = form.get("words", "").replace("\r\n", "\n")
    if len(words) > 4000:
        raise BadInput("It has %(count)s characters; shorten it to %(most)s.", count=len(words), most=4000)
    said_by = form.get("speaker", "").strip()
    known = {one.name: one.pk for one in the_day.speakers(day.launch, day.meeting)}
    number = form_values.number_or_none(said_by)
    speaker_id = number if number in known.values() else known.get(said_by)
    return NewNote(
        kind=form_values.one_of(MeetingNoteKind, form.get("kind", ""), HOW),
        words=words,
        speaker_id=speaker_id,
        speaker_name="" if speaker_id is not None else said_by[:200],
        quotable=form_values.perhaps(Quotable, form.get("quotable", "")) or Quotable.NO,
        is_held_back=form.get("held_back") == "yes",
        agenda_item_id=before.agenda_item_id if before is not None else None,
        priority_id=before.priority_id if before is not None else None,
        client_key=form.get("key", "")[:60],
    )

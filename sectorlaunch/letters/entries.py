"""The calendar entry that goes with a letter: an invitation, its update, or its cancellation."""

from collections.abc import Callable
from datetime import timedelta

from notifications.calendar import CalendarEntry, MeetingDate, cancel, confirm, published, request
from notifications.context import MessageContext
from notifications.envelope import CalendarPart
from notifications.rendering import calendar_note, traits
from sectorlaunch.letters.letter_source import LetterSource
from sectorlaunch.records import meetings
from sectorlaunch.tables import Meeting, MeetingKind, Person

Organizer = Callable[[Meeting, Person, str], str]
"""For a meeting, its reader and the convener's own address: where the answer of that reader's calendar goes."""
_WRITTEN = {"REQUEST": request, "CONFIRM": confirm, "CANCEL": cancel}


def part_for(
    source: LetterSource, context: MessageContext, organizer_of: Organizer | None = None
) -> CalendarPart | None:
    """The calendar part of this letter, in its language; None for kinds without one, an undated meeting, or the organizer's own copy."""
    if not traits(source.kind).calendar_method:
        return None
    meeting = source.meeting_of_the_letter()
    takes_back = traits(source.kind).calendar_method == "CANCEL"
    if meeting is not None and takes_back:
        meeting = source.meeting_as_told()
    organizer, reader = source.sender, source.person
    if meeting is None or meeting.starts_at is None or not organizer.email or not reader.email:
        return None
    address = organizer_of(meeting, reader, organizer.email) if organizer_of else organizer.email
    holds_it = address.casefold() == reader.email.casefold()
    if holds_it and meeting.kind is not MeetingKind.TALK:
        return None
    date = MeetingDate(
        uid=meeting.uid,
        sequence=meeting.sequence,
        title=meetings.entry_title(source.language, meeting, source.launch.partnership),
        starts_at=meeting.starts_at,
        ends_at=meeting.starts_at + timedelta(minutes=meeting.minutes),
        stamped_at=source.launch.now,
        place=meetings.entry_place(meeting),
        description=calendar_note(source.kind, context),
        url=meeting.join_url,
    )
    if holds_it:
        return published(date, organizer.name, address, off=takes_back)
    entry = CalendarEntry(
        **vars(date),
        organizer_name=organizer.name,
        organizer_address=address,
        attendee_name=reader.name,
        attendee_address=reader.email,
    )
    return _WRITTEN[traits(source.kind).calendar_method](entry)

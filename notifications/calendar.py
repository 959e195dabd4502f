"""Calendar entries: an invitation or a cancellation for one person, and a private feed of many dates.

Times are written in plain UTC, so no calendar program can misread a zone. Each copy names one attendee, its own reader,
and nobody else's address.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Component, Event, Timezone, TimezoneStandard, vCalAddress, vText, vUri

from notifications.envelope import CalendarPart
from notifications.plain_words import one_line, paragraphs

UNTITLED = "Meeting"
"""An empty summary is no property to strict readers, and RFC 5546 wants one."""
PRODUCT = "-//Sector Launch//Meetings//EN"


@dataclass(frozen=True, kw_only=True)
class MeetingDate:
    """One meeting as it stands in a calendar, without people.

    `uid` never changes; `sequence` is raised by the caller, and only by a real change of time or place, since a calendar
    program that sees it raised forgets the answer. All moments are aware; `stamped_at` is when this state was written.
    Raises ValueError for naive or reversed times, and for spaces or line breaks in uid or url.
    """

    uid: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    stamped_at: datetime
    place: str = ""
    description: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        _refuse_spaces(self.uid, self.uid, self.url)
        if any(moment.utcoffset() is None for moment in (self.starts_at, self.ends_at, self.stamped_at)):
            raise ValueError(f"calendar entry {self.uid}: give its times with their zone")
        if self.ends_at <= self.starts_at:
            raise ValueError(f"calendar entry {self.uid}: it must end after it starts")


@dataclass(frozen=True, kw_only=True)
class CalendarEntry(MeetingDate):
    """One meeting as one person is asked to it.

    Raises ValueError besides for an organizer who is the attendee, and for spaces or line breaks in addresses.
    """

    organizer_name: str
    organizer_address: str
    """Where replies from calendars go. Must differ from the attendee's: a program offers no answer to its own meeting."""
    attendee_name: str
    attendee_address: str

    def __post_init__(self) -> None:
        super().__post_init__()
        _refuse_spaces(self.uid, self.organizer_address, self.attendee_address)
        if self.organizer_address.casefold() == self.attendee_address.casefold():
            raise ValueError(
                f"calendar entry {self.uid}: the organizer is the attendee; "
                "give another address as organizer, such as the channel's own"
            )


def request(entry: CalendarEntry) -> CalendarPart:
    """The entry as an invitation with answer buttons; again, with a higher sequence, as an update (RFC 5546, 3.2.2)."""
    event = _event(entry)
    _address(event, entry, status="CONFIRMED", answer="NEEDS-ACTION")
    return _part("REQUEST", event, entry)


def confirm(entry: CalendarEntry) -> CalendarPart:
    """The entry of somebody who has said yes: it stands in their calendar as accepted, and asks nothing."""
    event = _event(entry)
    _address(event, entry, status="CONFIRMED", answer="ACCEPTED")
    return _part("REQUEST", event, entry)


def cancel(entry: CalendarEntry) -> CalendarPart:
    """Takes the entry out of the calendar: same uid, and a sequence higher than the last request (RFC 5546, 3.2.5)."""
    event = _event(entry)
    _address(event, entry, status="CANCELLED")
    return _part("CANCEL", event, entry)


def published(entry: MeetingDate, organizer_name: str, organizer_address: str, *, off: bool) -> CalendarPart:
    """The entry of whoever holds the meeting: to be put into their calendar, or taken out, with nobody asked."""
    event = _event(entry)
    event.add("organizer", _person(organizer_name, organizer_address))
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    return CalendarPart("PUBLISH", _calendar("PUBLISH", [event]), entry.sequence, organizer_address)


def _part(method: str, event: Event, entry: CalendarEntry) -> CalendarPart:
    return CalendarPart(method, _calendar(method, [event]), entry.sequence, entry.organizer_address)


def feed(dates: Iterable[MeetingDate], name: str) -> str:
    """Dates as a calendar to subscribe to, each with an alarm a day before.

    It names neither organizer nor attendees, and no method: a calendar that is fetched is no message (RFC 5546
    would want an organizer in it).
    """
    events: list[Event] = []
    for date in dates:
        event = _event(date)
        event.add("status", "CONFIRMED")
        event.add_component(_day_before(date.title))
        events.append(event)
    return _calendar("", events, name=name)


def addressed_to(calendar_text: str, address: str) -> str:
    """An entry with another address for whom it is for: each copy names its own reader. Nothing stays nothing."""
    if not calendar_text:
        return ""
    calendar = Calendar.from_ical(calendar_text)
    for event in calendar.walk("VEVENT"):
        if "ATTENDEE" not in event:
            continue  # an assistant's copy asks nobody
        event["ATTENDEE"] = vCalAddress(f"mailto:{address}", params=event["ATTENDEE"].params)
    return str(calendar.to_ical().decode())


def with_note(calendar_text: str, change: Callable[[str], str]) -> str:
    """An entry whose note is what `change` makes of it. Lines of an entry are folded, so that it is read and written."""
    calendar = Calendar.from_ical(calendar_text)
    for event in calendar.walk("VEVENT"):
        if "DESCRIPTION" in event:
            event["DESCRIPTION"] = vText(change(str(event["DESCRIPTION"])))
    return str(calendar.to_ical().decode())


def for_assistant(part: CalendarPart | None) -> CalendarPart | None:
    """A request as whoever keeps its reader's calendar gets it: to be put there, with nobody asked (RFC 5546, 3.2.1).

    None for an entry that is taken out: a calendar takes that from the organizer, addressed to the attendee.
    """
    if part is None or part.method != "REQUEST":
        return None
    calendar = Calendar.from_ical(part.text)
    calendar["METHOD"] = vText("PUBLISH")
    for event in calendar.walk("VEVENT"):
        event.pop("ATTENDEE", None)
    return replace(part, method="PUBLISH", text=str(calendar.to_ical().decode()))


def organized_by(calendar_text: str, address: str) -> str:
    """An entry with another address for its organizer."""
    calendar = Calendar.from_ical(calendar_text)
    for event in calendar.walk("VEVENT"):
        event["ORGANIZER"] = vCalAddress(f"mailto:{address}", params=event["ORGANIZER"].params)
    return str(calendar.to_ical().decode())


def _event(entry: MeetingDate) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", _utc(entry.stamped_at))
    event.add("dtstart", _utc(entry.starts_at))
    event.add("dtend", _utc(entry.ends_at))
    event.add("summary", one_line(entry.title) or UNTITLED)
    for name, words in (("location", one_line(entry.place)), ("description", paragraphs(entry.description))):
        if words:
            event.add(name, words)
    if entry.url:
        event.add("url", vUri(entry.url))
    return event


def _address(event: Event, entry: CalendarEntry, *, status: str, answer: str = "") -> None:
    """`answer` is what the attendee has said so far; empty where it does not matter any more."""
    event.add("organizer", _person(entry.organizer_name, entry.organizer_address))
    attendee = _person(entry.attendee_name, entry.attendee_address)
    attendee.params["CUTYPE"] = vText("INDIVIDUAL")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    if answer:
        attendee.params["PARTSTAT"] = vText(answer)
        attendee.params["RSVP"] = vText("TRUE" if answer == "NEEDS-ACTION" else "FALSE")
    event.add("attendee", attendee)
    event.add("status", status)
    event.add("transp", "OPAQUE" if answer else "TRANSPARENT")


def _person(name: str, address: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    if name.strip():
        # A double quote cannot stand in a parameter, and few programs know the escape of RFC 6868.
        person.params["CN"] = vText(one_line(name).replace('"', "'"))
    return person


def _day_before(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one_line(title) or UNTITLED)
    alarm.add("trigger", timedelta(days=-1))
    return alarm


def _calendar(method: str, events: Iterable[Event], *, name: str = "") -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("name", one_line(name))
        calendar.add("x-wr-calname", one_line(name))
        calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT6H")
    parts: list[Component] = list(events)
    for part in parts or [_universal_time()]:  # a calendar holds at least one part (RFC 5545, 3.6)
        calendar.add_component(part)
    text: str = calendar.to_ical().decode("utf-8")
    return text


def _universal_time() -> Timezone:
    """What stands in a calendar without meetings: the zone its moments would be in."""
    zone, always = Timezone(), TimezoneStandard()
    zone.add("tzid", "Etc/UTC")
    always.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001  local by definition (RFC 5545, 3.6.5)
    always.add("tzoffsetfrom", timedelta())
    always.add("tzoffsetto", timedelta())
    zone.add_component(always)
    return zone


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _refuse_spaces(uid: str, *identifiers: str) -> None:
    for words in identifiers:
        if any(mark.isspace() or not mark.isprintable() for mark in words):
            raise ValueError(f"calendar entry {uid!r}: no space or line break may be in {words!r}")

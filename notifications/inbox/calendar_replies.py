"""Answers pressed in a calendar program: Google's, Outlook's and Apple's, as RFC 5546 has them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from icalendar import Calendar, Component

from notifications.plain_words import one_line

LARGEST = 65_536
"""Bytes of a calendar part that are read; an answer has two thousand."""
LONGEST_COMMENT = 1000
LARGEST_SEQUENCE = 2_147_483_647
_BROKEN = (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OverflowError)
"""What the parser raises for a part that is none, now or when a value is looked at."""
_FOLD = re.compile(r"\r?\n[ \t]")


class UnreadableCalendar(ValueError):
    """The part is no calendar answer that can be understood; the message says why."""


class Method(StrEnum):
    REPLY = "REPLY"
    COUNTER = "COUNTER"
    """Another time is proposed."""


class Answer(StrEnum):
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"
    DELEGATED = "DELEGATED"


@dataclass(frozen=True)
class Attendee:
    """One line of a calendar part. It is what the mail says, and proves nothing; addresses are in small letters."""

    address: str
    email: str = ""
    """Where the line names a calendar account, the address its owner is written to (RFC 7986)."""
    name: str = ""
    answer: Answer | None = None
    """None for one that says nothing yet."""
    delegated_to: str = ""
    sent_by: str = ""
    """Who pressed it on behalf of the attendee."""
    comment: str = ""


@dataclass(frozen=True)
class CalendarReply:
    """What somebody pressed. `sequence` and `stamped_at` (aware) are a stranger's counter and clock."""

    method: Method
    uid: str
    sequence: int
    stamped_at: datetime
    attendee: Attendee
    comment: str = ""
    proposed_start: datetime | None = None
    """Of a counter-proposal; aware, or None when it cannot be told."""
    proposed_words: str = ""
    """The proposed start as it was written."""

    @property
    def answer(self) -> Answer | None:
        return self.attendee.answer


IsTheirs = Callable[[Attendee], bool]
"""Whether a line is about the person whose secret the mail brings."""


def read_calendar(text: str, is_theirs: IsTheirs | None = None) -> CalendarReply | None:
    """The answer in a calendar part; None for one that is no answer (an invitation, a cancellation, a publication).

    Of several attendees the one that `is_theirs` says yes to is meant, else the only one who answers.
    Zone definitions are not read: a rule in one can be made to count seconds for four centuries. Names of zones,
    Windows' included, are known without them. Raises UnreadableCalendar.
    """
    if len(text.encode("utf-8", "replace")) > LARGEST:
        raise UnreadableCalendar("the calendar part is larger than 64 kB")
    try:
        whole = _FOLD.sub("", text.lstrip("\ufeff"))
        return _read(Calendar.from_ical(_without_zones(whole)), is_theirs)
    except UnreadableCalendar:
        raise
    except _BROKEN as error:
        raise UnreadableCalendar(f"the calendar part cannot be read ({type(error).__name__})") from error


def _read(calendar: Component, is_theirs: IsTheirs | None) -> CalendarReply | None:
    stated = one_line(str(_first(calendar, "METHOD") or "")).upper()
    if stated not in Method.__members__:
        return None
    events = calendar.walk("VEVENT")
    if not events or _first(events[0], "RECURRENCE-ID") is not None:
        return None
    return _reply(Method(stated), events[0], is_theirs)


def _without_zones(unfolded: str) -> str:
    kept, inside = [], False
    for line in unfolded.splitlines():
        mark = line.strip().upper()
        inside = inside or mark == "BEGIN:VTIMEZONE"
        if not inside:
            kept.append(line)
        inside = inside and mark != "END:VTIMEZONE"
    return "\r\n".join(kept)


def _reply(method: Method, event: Component, is_theirs: IsTheirs | None) -> CalendarReply:
    attendee = _meant([_attendee(line) for line in _all(event, "ATTENDEE")], is_theirs)
    start = _first(event, "DTSTART")
    return CalendarReply(
        method=method,
        uid=one_line(str(_first(event, "UID") or ""))[:255],
        sequence=_sequence(event),
        stamped_at=_stamp(event),
        attendee=attendee,
        comment=_comment(event) or attendee.comment,
        proposed_start=_aware(getattr(start, "dt", None)) if method is Method.COUNTER else None,
        proposed_words=_as_written(start) if method is Method.COUNTER else "",
    )


def _meant(attendees: list[Attendee], is_theirs: IsTheirs | None) -> Attendee:
    """A counter-proposal names everybody who is invited; some programs name one person under two addresses."""
    theirs = [one for one in attendees if is_theirs is not None and is_theirs(one)]
    answering = [one for one in theirs or attendees if one.answer is not None]
    found = attendees if len(attendees) == 1 else answering if theirs or len(answering) == 1 else []
    if not found and not theirs:
        raise UnreadableCalendar(
            f"the answer names {len(attendees)} attendees, and not which of them it is from"
        )
    return (found or theirs)[0]


def _attendee(line: Any) -> Attendee:
    parameters = getattr(line, "params", {})
    return Attendee(
        address=_address(line),
        email=_address(parameters.get("EMAIL", "")),
        name=_words(parameters.get("CN", ""))[:200],
        answer=_answer(parameters.get("PARTSTAT", "")),
        delegated_to=_address(parameters.get("DELEGATED-TO", ""))[:200],
        sent_by=_address(parameters.get("SENT-BY", "")),
        comment=_words(parameters.get("X-RESPONSE-COMMENT", ""))[:LONGEST_COMMENT].strip(),
    )


def _all(component: Component, name: str) -> list[Any]:
    found = component.get(name)
    if found is None:
        return []
    return list(found) if isinstance(found, list) else [found]


def _first(component: Component, name: str) -> Any:
    return next(iter(_all(component, name)), None)


def _sequence(event: Component) -> int:
    try:
        return min(max(int(_first(event, "SEQUENCE") or 0), 0), LARGEST_SEQUENCE)
    except (TypeError, ValueError):
        raise UnreadableCalendar("its SEQUENCE is no number") from None


def _stamp(event: Component) -> datetime:
    moment = getattr(_first(event, "DTSTAMP"), "dt", None)
    if not isinstance(moment, datetime):
        raise UnreadableCalendar("it does not say when it was written")
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _aware(moment: object) -> datetime | None:
    known = isinstance(moment, datetime) and moment.tzinfo is not None
    try:
        return moment.astimezone(UTC) if known and isinstance(moment, datetime) else None
    except OverflowError:  # within hours of the first or the last year there is
        return None


def _as_written(start: Any) -> str:
    moment = getattr(start, "dt", None)
    if not isinstance(moment, date):
        return ""
    zone = _words(getattr(start, "params", {}).get("TZID", ""))[:100]
    return f"{moment} {zone}".strip()


def _address(value: object) -> str:
    return re.sub(r"^mailto:", "", _words(value), flags=re.IGNORECASE).strip().lower()[:254]


def _answer(value: object) -> Answer | None:
    stated = _words(value).upper()
    return Answer(stated) if stated in Answer.__members__ else None


def _comment(event: Component) -> str:
    """As a property; Google writes it as a parameter of the attendee."""
    return " ".join(map(_words, _all(event, "COMMENT")))[:LONGEST_COMMENT].strip()


def _words(value: object) -> str:
    return one_line(" ".join(map(str, value)) if isinstance(value, list) else str(value))

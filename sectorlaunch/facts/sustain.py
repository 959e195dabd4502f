"""Step 6: is it industry's own by now, and does it last?"""

from datetime import timedelta

from sqlmodel import select

from playbooks.facts import Count, Flag, SustainFacts
from sectorlaunch.facts.fact_reader import SPOKEN_FOR, FactReader, day, reads
from sectorlaunch.records import meetings, people
from sectorlaunch.tables import Document, DocumentKind, DocumentState, Meeting, MeetingKind, Person

YEAR = timedelta(days=365)


@reads(Meeting, Document, *SPOKEN_FOR)
def facts(reader: FactReader) -> SustainFacts:
    quarterly = meetings.of_kind(reader.session, reader.partnership_id, MeetingKind.QUARTERLY)
    ahead = [
        m for m in quarterly if m.starts_at is not None and reader.now <= m.starts_at <= reader.now + YEAR
    ]
    coming = ahead[0] if ahead else None
    return SustainFacts(
        agenda_by_business=_by_business(
            reader, coming, coming.agenda_by_id if coming else None, "set the agenda"
        ),
        chaired_by_business=_by_business(
            reader, coming, coming.chair_id if coming else None, "takes the chair"
        ),
        sustainability_plan_accepted=_accepted(
            reader, DocumentKind.SUSTAINABILITY_PLAN, "The sustainability plan"
        ),
        quarterly_meetings=Count(
            value=len(ahead), names=tuple(day(reader.on(m.starts_at)) for m in ahead if m.starts_at)
        ),
        health_check_dated=_health_check(reader),
        priorities_revised=_accepted(reader, DocumentKind.PRIORITIES_REVIEW, "The review of the priorities"),
    )


def _by_business(reader: FactReader, meeting: Meeting | None, person_id: int | None, deed: str) -> Flag:
    if meeting is None:
        return Flag(because="No partnership meeting is on the calendar yet.")
    if person_id is None:
        return Flag(because=f"Nobody is named who {deed} of {meeting.title}.")
    person = reader.session.get_one(Person, person_id)
    value = people.is_business(people.sectors(reader.session, [person]), person)
    return Flag(value=value, because=f"{person.name} {deed} of {meeting.title}.")


def _accepted(reader: FactReader, kind: DocumentKind, what: str) -> Flag:
    found = reader.session.exec(
        select(Document).where(Document.partnership_id == reader.partnership_id, Document.kind == kind)
    ).all()
    value = any(document.state is DocumentState.ACCEPTED for document in found)
    if value:
        return Flag(value=True, because=f"{what} is accepted.")
    return Flag(because=f"{what} is drafted, not accepted yet." if found else f"{what} is not written yet.")


def _health_check(reader: FactReader) -> Flag:
    dated = [
        m
        for m in meetings.of_kind(reader.session, reader.partnership_id, MeetingKind.HEALTH_CHECK)
        if m.starts_at is not None and m.starts_at <= reader.now + YEAR
    ]
    if not dated or dated[0].starts_at is None:
        return Flag(because="No health check is on the calendar yet.")
    return Flag(value=True, because=f"The next health check is on {day(reader.on(dated[0].starts_at))}.")

"""Step 4: who was in the room, and what the launch brought."""

from sqlmodel import col, func, select

from notifications.traits import CountsAs
from playbooks.facts import Count, Flag, OutcomeFacts, RoomFacts
from sectorlaunch import wording
from sectorlaunch.facts.fact_reader import GUESTS, FactReader, counted, day, in_state, reads
from sectorlaunch.records import documents, looks, meetings
from sectorlaunch.records import people as people_records
from sectorlaunch.records import priorities as priority_records
from sectorlaunch.tables import (
    Commitment,
    CommitmentState,
    Document,
    DocumentKind,
    DocumentLook,
    DocumentState,
    InvitationState,
    MeetingKind,
    Message,
    Person,
    Priority,
    PriorityInterest,
    PriorityTally,
    PriorityVote,
)


@reads(*GUESTS)
def room_facts(reader: FactReader) -> RoomFacts:
    launch = reader.meeting
    held = launch is not None and launch.held_at is not None
    present = in_state(reader.guests, InvitationState.ATTENDED)
    return RoomFacts(
        held=Flag(
            value=held,
            because="The launch has taken place." if held else "The launch has not taken place yet.",
        ),
        attendance_recorded=Flag(
            value=held and bool(present),
            because=f"{wording.counted(len(present), 'person is', 'people are')} on record as present."
            if present
            else "Nobody has recorded who was in the room.",
        ),
        business_present=counted(in_state(reader.business_guests, InvitationState.ATTENDED)),
        critical_mass=Count(value=reader.number("critical_mass")),
        public_present=counted(in_state(reader.public_guests, InvitationState.ATTENDED)),
    )


@reads(
    Priority,
    PriorityVote,
    PriorityTally,
    PriorityInterest,
    Commitment,
    Document,
    DocumentLook,
    Message,
    *GUESTS,
)
def facts(reader: FactReader) -> OutcomeFacts:
    standings = priority_records.standings(reader.session, reader.partnership_id)
    priorities = [one.priority for one in standings]
    chosen = [priority for priority in priorities if priority.chosen_at is not None]
    unvoted = [one.priority for one in standings if one.priority.chosen_at is not None and not one.dots]
    note = reader.counting_as(CountsAs.SAME_DAY_NOTE)
    return OutcomeFacts(
        priorities_recorded=Count(value=len(priorities), names=tuple(p.words for p in priorities)),
        priorities_chosen=Count(value=len(chosen), names=tuple(p.words for p in chosen)),
        chosen_without_business_votes=Count(
            value=len(unvoted),
            names=tuple(p.words for p in unvoted),
            nothing_yet="" if chosen else "No priority is chosen yet.",
        ),
        business_commitments=_business_commitments(reader),
        debrief_in_time=_debrief(reader),
        same_day_note_sent=Flag(
            value=any(m.sent_at for m in note),
            because="The same-day note is out." if note else "The same-day note has not gone out yet.",
        ),
        summary_ready=_summary(reader, DocumentState.READY, DocumentState.SENT),
        summary_sent=_summary(reader, DocumentState.SENT),
        summary_looked_at=_looked_at(reader),
        calls_proposed=_calls_proposed(reader),
    )


def _business_commitments(reader: FactReader) -> Count:
    rows = reader.session.exec(
        select(Commitment, Person)
        .join(Person, col(Commitment.owner_id) == col(Person.id))
        .where(
            Commitment.partnership_id == reader.partnership_id,
            col(Commitment.due_on).is_not(None),
            Commitment.state != CommitmentState.DROPPED,
        )
    ).all()
    sectors = people_records.sectors(reader.session, [person for _, person in rows])
    return counted(person for _, person in rows if people_records.is_business(sectors, person))


def _debrief(reader: FactReader) -> Flag:
    held = [
        m for m in meetings.of_kind(reader.session, reader.partnership_id, MeetingKind.DEBRIEF) if m.held_at
    ]
    if not held:
        return Flag(because="The partners' debrief has not been held yet.")
    if reader.launch_on is None:
        return Flag(because="The launch has no date to hold the debrief against.")
    on = reader.on(held[0].starts_at or held[0].held_at or reader.now)
    latest = reader.calendar.add_business_days(reader.launch_on, reader.number("debrief_days", 2))
    return Flag(
        value=on <= latest,
        because=f"The debrief was held on {day(on)}; {day(latest)} was the last good day for it.",
    )


def _summary(reader: FactReader, *states: DocumentState) -> Flag:
    summary = documents.newest(reader.session, reader.partnership_id, DocumentKind.EXECUTIVE_SUMMARY)
    if summary is not None and summary.state in states:
        return Flag(value=True, because=f"The executive summary is {summary.state.value}.")
    owner = people_records.scribe(reader.session, reader.partnership_id).name
    return Flag(because=f"The executive summary waits on {owner}.", can_settle=(owner,))


def _looked_at(reader: FactReader) -> Flag:
    waiting = looks.waited_for(reader)
    if not waiting:
        return Flag(value=True, because="Nobody is waited for who was to look at the summary.")
    names = wording.listing([person.name for _, person in waiting])
    return Flag(because=f"The summary is with {names} until {day(waiting[0][0].until)}.")


def _calls_proposed(reader: FactReader) -> Flag:
    count = reader.session.exec(
        select(func.count())
        .select_from(Priority)
        .where(Priority.partnership_id == reader.partnership_id, col(Priority.chosen_at).is_not(None))
    ).one()
    calls = meetings.of_kind(reader.session, reader.partnership_id, MeetingKind.TEAM_CALL)
    value = bool(calls) and len(calls) >= count
    return Flag(value=value, because=f"{len(calls)} of {count} first calls have a proposed date.")

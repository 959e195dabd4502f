"""What keeps a message here, and what lets it wait: wishes, a refused address, office hours."""

from datetime import datetime

from sqlmodel import Session

from playbooks.model import OfficeHours
from sectorlaunch import calendars
from sectorlaunch.outbox.write import contact_preferences, double_asks
from sectorlaunch.records import delivery, playbook_editions
from sectorlaunch.rules.restraint import SendDecision
from sectorlaunch.tables import Message, MessageState, Partnership, Person


def withhold_if_asked(session: Session, now: datetime, message: Message, person: Person) -> None:
    if person.do_not_contact_since is not None:
        message.state = MessageState.WITHHELD
        message.state_reason = "has asked not to be contacted"
    elif person.address_failed_at is not None:
        message.state = MessageState.WITHHELD
        message.state_reason = "the address was refused; mend it first."
    elif held := double_asks.reason_to_hold(session, now, message, person):
        message.state, message.state_reason = MessageState.WITHHELD, held
    elif person.paused_until is not None or not person.wants_digest:
        verdict = contact_preferences.hold_back(session, now, message, person)
        if verdict.fate is SendDecision.WITHHOLD:
            message.state, message.state_reason = MessageState.WITHHELD, verdict.reason
        elif verdict.not_before is not None:
            message.send_after, message.state_reason = verdict.not_before, verdict.reason


def send_after(
    session: Session, now: datetime, run_id: int, partnership: Partnership, person: Person
) -> datetime:
    """Now, or the next office hours in the recipient's own zone once messages leave the machine."""
    if not delivery.leaves_the_machine(session):
        return now
    hours: OfficeHours = playbook_editions.of_run(session, run_id).office_hours
    return calendars.of(partnership).within_office_hours(now, hours, person.zone or None)

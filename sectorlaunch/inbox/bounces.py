"""Letters that came back, and complaints about letters."""

from datetime import datetime

from sqlmodel import Session, col, select

from notifications.envelope import Outcome, Receipt
from notifications.inbox.complaints import Complaint
from notifications.inbox.delivery_reports import DeliveryReport, RecipientStatus
from notifications.mail_address import comparable
from notifications.refusals import Fault
from sectorlaunch import events
from sectorlaunch.actions import assistants, do_not_contact
from sectorlaunch.events import EventKind
from sectorlaunch.inbox.taken import Taken
from sectorlaunch.outbox.deliver.receipts import refuse, said
from sectorlaunch.outbox.write import addresses
from sectorlaunch.outbox.write.tasks import give_task
from sectorlaunch.records import access, delivery
from sectorlaunch.records import assistants as assistant_records
from sectorlaunch.tables import Attempt, LinkPurpose, Message, MessageState, ReceivedKind, ToDoKind

ARRIVED_AS_FAR_AS_WE_KNEW = (MessageState.SENT, MessageState.UNCERTAIN, MessageState.LEASED)
"""Some come back before the sender has noted that they left."""


def letter_brought_back(session: Session, report: DeliveryReport) -> Message | None:
    """The letter a report proves to be about that came to no return path: by the field only we can write, or by the
    identifier its server gave it, which only that server and its readers know, together with whom it was for.
    """
    if report.letter_token and (letter := addresses.letter_of(session, [report.letter_token])) is not None:
        return letter
    ids = list(filter(None, (report.message_id, *report.named_ids)))
    if not ids:
        return None
    known = select(Message).join(Attempt, col(Attempt.message_id) == col(Message.id))
    for letter in session.exec(known.where(col(Attempt.server_message_id).in_(ids)).limit(5)):
        if any(not _names_somebody_else(status, letter) for status in report.recipients):
            return letter
    return None


def take_report(session: Session, now: datetime, report: DeliveryReport, letter: Message | None) -> Taken:
    """Notes what became of a letter. `letter` is the one whose return path the report came to, or which it proves.

    A report without that secret is believed in nothing: at most it is a question.
    """
    if letter is None:
        return _unproven(session, now, report)
    status = _about(report, letter)
    if status is None:
        return note_other_return(session, now, letter)
    if not status.failed:
        return _delayed(session, now, letter, status)
    if letter.state not in ARRIVED_AS_FAR_AS_WE_KNEW:
        return _noted("known already", letter)
    receipt = Receipt(Outcome.NEVER, None, status.status, status.words)
    if status.is_guess:
        _ask_whether_it_arrived(session, now, letter, f"A mail server says that it did not: {said(receipt)}.")
        return _noted("it may have come back; the convener is asked", letter)
    if _names_somebody_else(status, letter):
        _ask_whether_it_arrived(session, now, letter, f"A forwarded copy was refused: {said(receipt)}")
        return _noted("a forwarded copy was refused; the convener is asked", letter)
    fault = status.fault if status.blames_the_address or status.blames_the_sender else Fault.MAILBOX
    refuse(session, now, letter, receipt, fault, came_back=True)
    if fault is Fault.ADDRESS:
        return _noted("the address is stopped until it is mended", letter)
    if fault is Fault.SENDER:
        return _noted("our mail was refused; the convener has a task about the sender", letter)
    return _noted("it came back; the convener is asked for another way", letter)


def take_complaint(session: Session, now: datetime, complaint: Complaint) -> Taken:
    """Somebody called a letter spam: nothing more goes to them. Believed by a secret that was in the letter."""
    complains = _who_complains(session, now, complaint)
    if complains is None:
        return Taken(ReceivedKind.COMPLAINT, "no secret of ours in it; nothing was changed")
    person_id, is_assistant, sent_to = complains
    if not complaint.is_unwelcome:
        return Taken(ReceivedKind.COMPLAINT, "it complains of nothing", person_id)
    if is_assistant:
        assistants.leave_alone(session, now, person_id)
        return Taken(ReceivedKind.COMPLAINT, "the assistant gets no more copies", person_id)
    do_not_contact.stop_messages(session, now, person_id, sent_to, by="complaint")
    return Taken(ReceivedKind.COMPLAINT, "is not written to any more", person_id)


def _who_complains(session: Session, now: datetime, complaint: Complaint) -> tuple[int, bool, str] | None:
    """The person, whether it is their assistant who does, and the address that is shown to be theirs."""
    letter = addresses.letter_of(session, complaint.return_tokens)
    if letter is not None:  # one to an account belongs to no list to be taken from
        if letter.person_id is None:
            return None
        left = letter.channel == "email" and delivery.letters_leave(session)
        return letter.person_id, assistant_records.is_copy(letter), letter.to_address if left else ""
    for token in complaint.stop_tokens:
        link = access.look_up(session, now, token, LinkPurpose.UNSUBSCRIBE)
        if link is not None:
            return link.person_id, link.for_assistant, link.sent_to
    return None


def _about(report: DeliveryReport, letter: Message) -> RecipientStatus | None:
    """What it says of our recipient; of anybody, where it names them otherwise (a forwarded letter)."""
    ours = [status for status in report.recipients if not _names_somebody_else(status, letter)]
    return next(iter(ours or report.recipients), None)


def _names_somebody_else(status: RecipientStatus, letter: Message) -> bool:
    named = [address for address in (status.address, status.original_address) if address]
    return bool(named) and comparable(letter.to_address) not in map(comparable, named)


def _delayed(session: Session, now: datetime, letter: Message, status: RecipientStatus) -> Taken:
    if status.action != "delayed":
        return _noted(
            f"it was {status.action}" if status.action in ("delivered", "relayed") else "noted", letter
        )
    events.record(
        session,
        now,
        letter.run_id,
        "outbox",
        EventKind.MESSAGE_DELAYED,
        f"“{letter.subject}” to {letter.to_name} is delayed on its way: {status.status} {status.words}"[
            :4000
        ],
        message_id=letter.id,
    )
    return _noted("delayed on its way; noted", letter)


def _ask_whether_it_arrived(session: Session, now: datetime, letter: Message, words: str) -> None:
    give_task(
        session,
        now,
        letter,
        ToDoKind.OTHER,
        purpose="perhaps not arrived",
        about_person=True,
        title=f"Ask {letter.to_name} whether “{letter.subject}” arrived",
        script=f"{words} Nothing was changed.",
    )


def note_other_return(
    session: Session, now: datetime, letter: Message, subject: str = "", text: str = ""
) -> Taken:
    """Something that is no report came to the return path of a letter: a person is to read it."""
    words = "Something came back to us that could not be read by a program."
    if subject or text:
        words += f" It says: “{subject}”\n\n{text}\n\n"
    _ask_whether_it_arrived(session, now, letter, words)
    return _noted("not a report; the convener is asked", letter)


def _unproven(session: Session, now: datetime, report: DeliveryReport) -> Taken:
    ids = list(filter(None, (report.message_id, *report.named_ids)))
    letter = session.exec(select(Message).where(col(Message.message_id).in_(ids))).first() if ids else None
    failed = [status for status in report.recipients if status.failed]
    if letter is None or not any(not _names_somebody_else(status, letter) for status in failed):
        return Taken(ReceivedKind.OTHER, "a report about a letter that is not ours")
    _ask_whether_it_arrived(session, now, letter, f"A report says no: {failed[0].status} {failed[0].words}.")
    return Taken(ReceivedKind.BOUNCE, "without proof; the convener is asked", letter.person_id)


def _noted(outcome: str, letter: Message) -> Taken:
    return Taken(ReceivedKind.BOUNCE, outcome, letter.person_id)

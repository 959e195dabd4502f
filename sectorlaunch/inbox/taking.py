"""Takes one mail: decides what it is, carries out what follows, and remembers that it was looked at."""

import hashlib
from datetime import datetime

from sqlmodel import Session, select

from notifications.inbox.automatic_answers import Automatic, speaks_of_being_away, will_not_be_read
from notifications.inbox.calendar_replies import CalendarReply, IsTheirs, UnreadableCalendar, read_calendar
from notifications.inbox.mail import Mail, UnreadableMail, read_mail
from sectorlaunch.engine import set_aside
from sectorlaunch.inbox import bounces, calendar_answers, questions, whose_answer
from sectorlaunch.inbox.taken import OTHER, Taken
from sectorlaunch.outbox import arrival_tests
from sectorlaunch.outbox.write import addresses
from sectorlaunch.records import partnerships
from sectorlaunch.tables import AccessLink, Meeting, Message, Person, ReceivedKind, ReceivedMail


def receive(
    session: Session, now: datetime, inbox_id: int, uid_validity: int, uid: int, content: bytes
) -> ReceivedMail | None:
    """Takes a mail of a mailbox once. None when it was taken before, under this number or, in a mailbox that was
    rebuilt, under another."""
    fingerprint = hashlib.sha256(content).hexdigest()
    if _is_known(session, inbox_id, uid_validity, uid):
        return None
    again = session.exec(
        select(ReceivedMail.id).where(
            ReceivedMail.inbox_id == inbox_id,
            ReceivedMail.fingerprint == fingerprint,
            ReceivedMail.uid_validity != uid_validity,
        )
    ).first()
    taken = take(session, now, content) if again is None else Taken(ReceivedKind.OTHER, "taken before")
    return remember(session, now, inbox_id, uid_validity, uid, fingerprint, taken)


def remember(
    session: Session,
    now: datetime,
    inbox_id: int,
    uid_validity: int,
    uid: int,
    fingerprint: str,
    taken: Taken,
) -> ReceivedMail:
    """Notes that a mail was looked at."""
    received = ReceivedMail(
        inbox_id=inbox_id,
        uid_validity=uid_validity,
        uid=uid,
        fingerprint=fingerprint,
        kind=taken.kind,
        outcome=taken.outcome[:200],
        person_id=taken.person_id,
        received_at=now,
        is_marked=not taken.is_ours,
    )
    session.add(received)
    session.flush()
    return received


def ask_to_look(session: Session, now: datetime, content: bytes, why: str) -> None:
    """A task for the convener whom a mail concerns that could not be dealt with; none where it concerns nobody."""
    try:
        mail = read_mail(content)
    except UnreadableMail:
        return
    letter = addresses.returned_letter(session, mail.recipients)
    link = addresses.answerer(session, now, mail.recipients)
    meeting = session.get(Meeting, link.meeting_id) if link is not None and link.meeting_id else None
    run_id = letter.run_id if letter is not None else None
    if meeting is not None:
        run_id = partnerships.run_of(session, meeting.partnership_id).pk
    if run_id is not None:
        set_aside.give_task(session, now, run_id, f"A mail from {mail.from_address or 'somebody'}", why)


def take(session: Session, now: datetime, content: bytes) -> Taken:
    """What a mail is, and what follows from it. Only a secret of ours makes it change anything."""
    try:
        mail = read_mail(content)
    except UnreadableMail as error:
        return Taken(ReceivedKind.OTHER, f"unreadable: {error}")
    if arrival_tests.take(session, now, mail.subject, content):
        return Taken(ReceivedKind.OTHER, "a test letter to ourselves; what its receiver found is noted")
    letter = addresses.returned_letter(session, mail.recipients)
    if letter is None and mail.delivery is not None:
        letter = bounces.letter_brought_back(session, mail.delivery)
    if mail.complaint is not None:
        return bounces.take_complaint(session, now, mail.complaint)
    link = addresses.answerer(session, now, mail.recipients)
    if mail.delivery is not None and (letter is not None or link is None):
        return bounces.take_report(session, now, mail.delivery, letter)
    if mail.calendars:
        taken = _take_calendar(session, now, mail, link)
        if taken is not None:
            return taken
    if letter is not None:
        return _take_return(session, now, mail, letter)
    if link is None:
        return OTHER
    if mail.automatic is not Automatic.NO:
        return Taken(ReceivedKind.AUTOMATIC, "counts as no answer", link.person_id)
    return _pass_on(session, now, mail, link)


def _take_return(session: Session, now: datetime, mail: Mail, letter: Message) -> Taken:
    """What comes to a return path and is no report: a note of somebody who is away is nothing, all else is asked about.

    Machines write there, and what one cannot read may be a letter that never arrived.
    """
    is_away = mail.automatic is Automatic.AWAY or speaks_of_being_away(mail.text)
    answers = is_away or (mail.automatic is Automatic.REPLIED and not mail.is_from_mail_system)
    if answers and not will_not_be_read(mail.text):
        return Taken(ReceivedKind.AUTOMATIC, "counts as no answer", letter.person_id)
    return bounces.note_other_return(session, now, letter, mail.subject, mail.text)


def _take_calendar(session: Session, now: datetime, mail: Mail, link: AccessLink | None) -> Taken | None:
    """None when no part of it is an answer."""
    is_theirs = whose_answer.is_theirs(session, link, mail.from_address)
    try:
        reply = _first_reply(mail, is_theirs)
    except UnreadableCalendar as error:
        return None if link is None else _ask_about(session, now, link, str(error))
    if reply is None:
        return None
    by_itself = mail.automatic in (Automatic.REPLIED, Automatic.AWAY)
    return calendar_answers.take(session, now, reply, link, is_theirs, by_itself)


def _first_reply(mail: Mail, is_theirs: IsTheirs | None) -> CalendarReply | None:
    """Of several parts the first that is an answer; they are the same one in several shapes."""
    trouble: UnreadableCalendar | None = None
    for text in mail.calendars:
        try:
            reply = read_calendar(text, is_theirs)
        except UnreadableCalendar as error:
            trouble = error
            continue
        if reply is not None:
            return reply
    if trouble is not None:
        raise trouble
    return None


def _ask_about(session: Session, now: datetime, link: AccessLink, why: str) -> Taken:
    person, meeting = session.get_one(Person, link.person_id), session.get_one(Meeting, link.meeting_id)
    questions.ask(
        session,
        now,
        meeting,
        purpose="unreadable answer",
        occurrence=f"meeting:{meeting.id}",
        about=person,
        title=f"Ask {person.name} about {meeting.title}: an answer came that could not be read",
        script=f"An answer came from their calendar, and {why}. Nothing was changed.",
    )
    return Taken(ReceivedKind.CALENDAR, "unreadable; the convener is asked", person.id)


def _pass_on(session: Session, now: datetime, mail: Mail, link: AccessLink) -> Taken:
    """A person wrote to an address that was meant for their calendar: the convener must not miss it."""
    person, meeting = session.get_one(Person, link.person_id), session.get_one(Meeting, link.meeting_id)
    questions.ask(
        session,
        now,
        meeting,
        purpose="letter to the calendar address",
        occurrence=f"mail:{mail.message_id}",
        about=person,
        title=f"{person.name} wrote about {meeting.title}: {mail.subject or 'no subject'}",
        script=f"From {mail.from_address}, to the address that takes answers from calendars:\n\n{mail.text}",
    )
    return Taken(ReceivedKind.LETTER, "passed on to the convener", person.id)


def _is_known(session: Session, inbox_id: int, uid_validity: int, uid: int) -> bool:
    known = select(ReceivedMail.id).where(
        ReceivedMail.inbox_id == inbox_id, ReceivedMail.uid_validity == uid_validity, ReceivedMail.uid == uid
    )
    return session.exec(known).first() is not None

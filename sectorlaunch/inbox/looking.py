"""Looks into a mailbox: takes every mail that is new, once, each in a transaction of its own, and marks it after."""

import hashlib
import logging
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from notifications.wires.token_source import TokenSource
from sectorlaunch.database import BUSY_OR_GONE, reading, unit_of_work
from sectorlaunch.engine import set_aside
from sectorlaunch.inbox import folder, mailboxes, taking
from sectorlaunch.inbox.folder import Folder, MailboxTrouble
from sectorlaunch.inbox.imap_address import read_address
from sectorlaunch.inbox.taken import Taken
from sectorlaunch.records import standstills
from sectorlaunch.tables import Inbox, ReceivedKind, ReceivedMail

LOG = logging.getLogger(__name__)

MOST_AT_ONCE = 500


def look_into_all(engine: Engine, now: datetime, tokens: TokenSource | None = None) -> list[ReceivedMail]:
    """Takes what is new in every mailbox that is read. A mailbox in trouble is noted and does not hold up the others."""
    with reading(engine) as session:
        # What a copy would mark as read, the installation it is a copy of would miss.
        inboxes = [] if standstills.is_still(session) else mailboxes.live(session)
    taken: list[ReceivedMail] = []
    for inbox in inboxes:
        try:
            taken += look_into(engine, now, inbox, tokens)
        except BUSY_OR_GONE:
            raise
        except Exception as error:
            LOG.exception("The mailbox %s could not be looked into", inbox.masked)
            _note_trouble(engine, now, inbox, f"It could not be looked into: {type(error).__name__}.")
    return taken


def look_into(
    engine: Engine, now: datetime, inbox: Inbox, tokens: TokenSource | None = None
) -> list[ReceivedMail]:
    """Takes what is new in one mailbox; returns what was taken. Trouble with the server is noted, not raised."""
    taken: list[ReceivedMail] = []
    try:
        with folder.opened(read_address(inbox.url), tokens) as box:
            for received in _take_new(engine, now, inbox, box):
                taken.append(received)
            _mark(engine, now, inbox, box)
    except MailboxTrouble as trouble:
        _note_trouble(engine, now, inbox, trouble.message)
        return taken
    _note_trouble(engine, now, inbox, "")
    return taken


def _take_new(engine: Engine, now: datetime, inbox: Inbox, box: Folder) -> Iterator[ReceivedMail]:
    with reading(engine) as session:
        known, first = _known(session, inbox, box)
    fresh = [uid for uid in box.uids_from(first) if uid not in known]
    for uid in fresh[:MOST_AT_ONCE]:
        content = box.read(uid)
        received = None if content is None else _take(engine, now, inbox.pk, box.uid_validity, uid, content)
        if received is not None:
            yield received


def _known(session: Session, inbox: Inbox, box: Folder) -> tuple[set[int], int]:
    """The mails that were taken already, and from which number on to look."""
    uid_validity = box.uid_validity
    of_this = (ReceivedMail.inbox_id == inbox.id, ReceivedMail.uid_validity == uid_validity)
    last = session.exec(select(func.max(ReceivedMail.uid)).where(*of_this)).one() or 0
    begins = inbox.begins_at_uid if uid_validity == inbox.uid_validity else 1
    first = max(begins, last - box.look_back)
    return set(session.exec(select(ReceivedMail.uid).where(*of_this, col(ReceivedMail.uid) >= first))), first


def _take(
    engine: Engine, now: datetime, inbox_id: int, uid_validity: int, uid: int, content: bytes
) -> ReceivedMail | None:
    """One mail that cannot be dealt with must not hold up those behind it: it is noted and left where it is.

    The convener it concerns gets a task; of one that concerns nobody we know, the log says it.
    """
    try:
        with unit_of_work(engine, now) as session:
            return taking.receive(session, now, inbox_id, uid_validity, uid, content)
    except IntegrityError:
        LOG.warning("Mail %s of mailbox %s was taken by another process at the same moment", uid, inbox_id)
        return None
    except BUSY_OR_GONE:
        raise
    except Exception as error:
        LOG.exception("Mail %s of mailbox %s could not be dealt with", uid, inbox_id)
        why = set_aside.reason(error)
    fingerprint = hashlib.sha256(content).hexdigest()
    failed = Taken(
        ReceivedKind.OTHER, "could not be dealt with; it is left in the mailbox, and the log says why"
    )
    with unit_of_work(engine, now) as session:
        taking.ask_to_look(session, now, content, why)
        return taking.remember(session, now, inbox_id, uid_validity, uid, fingerprint, failed)


def _mark(engine: Engine, now: datetime, inbox: Inbox, box: Folder) -> None:
    """Marks what was dealt with, also by a process that died before it could."""
    with reading(engine) as session:
        waiting = session.exec(
            select(ReceivedMail).where(
                ReceivedMail.inbox_id == inbox.id,
                ReceivedMail.uid_validity == box.uid_validity,
                col(ReceivedMail.is_marked).is_(False),
            )
        ).all()
    if not waiting:
        return
    box.mark([mail.uid for mail in waiting], inbox.move_to)
    with unit_of_work(engine, now) as session:
        for mail in waiting:
            marked = session.get_one(ReceivedMail, mail.id)
            marked.is_marked = True
            session.add(marked)


def _note_trouble(engine: Engine, now: datetime, inbox: Inbox, words: str) -> None:
    """Writes only what has changed: a mailbox is looked into every minute."""
    if words == inbox.trouble:
        return
    if words:
        LOG.warning("%s", words)
    with unit_of_work(engine, now) as session:
        noted = session.get_one(Inbox, inbox.id)
        noted.trouble = words[:200]
        session.add(noted)

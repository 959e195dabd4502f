"""Sending, sweeping and reading of mailboxes, as tables and signs of life show them, wherever the processes run."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from sectorlaunch import signs_of_life, wording
from sectorlaunch.engine import next_due
from sectorlaunch.readiness.part import Part
from sectorlaunch.records import delivery
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Inbox

ASK = "Please tell whoever keeps Sector Launch here."


def dispatcher(session: Session, settings: Settings, now: datetime) -> Part:
    """Whether letters leave: the process gives signs of life, and nothing due has waited for long."""
    count, oldest = delivery.oldest_waiting(session, now)
    if oldest is not None and now - oldest > delivery.LATE:
        return Part(
            "dispatcher",
            True,
            f"{count} messages are due and wait, the oldest since {oldest:%Y-%m-%d %H:%M} UTC",
            (now - oldest).total_seconds(),
            f"Messages do not leave just now; the oldest has waited {_for(now - oldest)}. Nothing is lost. {ASK}",
        )
    return _by_its_sign(
        settings, now, "dispatcher", signs_of_life.DISPATCHER, "Messages do not leave just now."
    )


def worker(settings: Settings, now: datetime) -> Part:
    """Whether a worker gives signs of life."""
    return _by_its_sign(settings, now, "worker", signs_of_life.WORKER, "Launches do not go on just now.")


def sweeps(session: Session, now: datetime) -> Part:
    """Whether what is due is carried out: touches, date polls, deadlines. What is held is put off, so it is never late."""
    due = next_due.next_due(session)
    late = now - due if due is not None and due < now else timedelta()
    if late > delivery.LATE:
        return Part(
            "sweeps",
            True,
            f"what was due at {due:%Y-%m-%d %H:%M} UTC is not carried out",
            late.total_seconds(),
            f"What is due is not being done just now, for {_for(late)}. Nothing is lost. {ASK}",
        )
    return Part("sweeps", False, "nothing due is left lying", late.total_seconds())


def mailboxes(session: Session, settings: Settings, now: datetime) -> Part:
    """Whether the mailboxes that are to be read are read."""
    read = session.exec(select(Inbox).where(col(Inbox.live_since).is_not(None)).order_by(col(Inbox.id))).all()
    if not read:
        return Part("mailboxes", False, "none is to be read")
    age = age_of(settings.home_folder, signs_of_life.MAILBOX_READING, now)
    troubled = delivery.mailboxes_in_trouble(session)
    if troubled:
        names = ", ".join(inbox.name for inbox in troubled)
        return Part("mailboxes", True, f"cannot be read: {names}", age, _unread(ASK))
    is_late = age is not None and not 0 <= age <= delivery.LATE.total_seconds()
    if is_late or (age is None and not _may_be_elsewhere(settings)):
        return Part(
            "mailboxes", True, "nobody has looked into them for long", age, _unread(ASK) if is_late else ""
        )
    return Part("mailboxes", False, f"{len(read)} read", age)


def _unread(advice: str) -> str:
    return f"Answers that come by mail are not read just now; they wait in the mailbox. {advice}"


def _by_its_sign(settings: Settings, now: datetime, name: str, sign: str, effect: str) -> Part:
    """One that never ran here may run on another machine where the database is a server; then its work is the proof."""
    age = age_of(settings.home_folder, sign, now)
    if age is None:
        elsewhere = _may_be_elsewhere(settings)
        words = (
            "none with this home; its work is done elsewhere"
            if elsewhere
            else "none is running with this home"
        )
        return Part(name, not elsewhere, words, None)
    if 0 <= age <= signs_of_life.SILENT_SECONDS:
        return Part(name, False, "at work", age)
    return Part(
        name, True, f"no sign of life for {_for(timedelta(seconds=abs(age)))}", age, f"{effect} {ASK}"
    )


def age_of(home: Path, sign: str, now: datetime) -> float | None:
    """Seconds since the newest sign; a little ahead of us counts as now, and one from the future stays negative."""
    last = signs_of_life.last_sign(home, sign)
    if last is None:
        return None
    age = (now - last).total_seconds()
    return 0.0 if -signs_of_life.EVERY_SECONDS < age < 0 else age


def _may_be_elsewhere(settings: Settings) -> bool:
    return settings.database_url is not None


def _for(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    if minutes < 2:
        return "a minute"
    return f"{minutes // (24 * 60)} days" if minutes >= 48 * 60 else wording.duration(minutes)

"""Merging two entries of one person, and taking it back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from notifications import calendar
from sectorlaunch import events
from sectorlaunch.actions import addresses
from sectorlaunch.actions.merging.moves import Moves, Undo
from sectorlaunch.actions.merging.rows import Repointing
from sectorlaunch.errors import NotAllowed, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.records import assistants, people
from sectorlaunch.tables import Merge, Message, MessageState, Person


@dataclass(frozen=True)
class Merged:
    merge_id: int
    kept: str
    gone: str
    moved: int
    """How many rows were changed."""


@dataclass(frozen=True)
class Unmerged:
    kept: str
    gone: str
    left: int
    """How many rows somebody had changed since; they stay as they are, with the entry that was kept."""


def merge(session: Session, now: datetime, keep_id: int, go_id: int, *, by: str) -> Merged:
    """Makes one person of two entries on one list: everything of `go_id` becomes that of `keep_id`.

    What is known is kept and blanks are filled in. Where both have a state the more binding one holds: the latest
    reply, the champion furthest along, do-not-contact of either. What either has been sent is not sent again.
    The entry that goes stays on record without roles, so that its address finds the person. Raises NotAllowed for
    the same entry twice, entries of two partnerships, one merged already or removed, two who sign in each with an
    account of their own, and while a message to one of them is being sent.
    """
    session.flush()
    kept, gone = _two_people(session, keep_id, go_id)
    _check_nothing_is_leaving(session, keep_id, go_id)
    if None not in (kept.account_id, gone.account_id) and kept.account_id != gone.account_id:
        raise NotAllowed(
            "Both of them sign in, each with an account of their own; end the role of one first."
        )
    runs = sorted(
        {run for who in (keep_id, go_id) for run in people.runs_of(session, who) if run is not None}
    )
    name, gone_as = kept.name, _shown(gone)
    was_refused = people.address_refused_at(session, kept) is not None
    addresses.unbind_links(session, keep_id, go_id)
    row = Merge(kept_id=keep_id, gone_id=go_id, merged_at=now, merged_by=by[:200])
    session.add(row)
    session.flush()  # the database lets history follow a person only where a merge is on record
    moves = Moves(session)
    repointing = Repointing(session, now, moves, name)
    repointing.occurrences(go_id, keep_id)
    repointing.all("person", go_id, keep_id)
    repointing.numbers_in_json(go_id, keep_id)
    _join_persons(session, moves, kept, gone)
    _address_what_waits(session, moves, kept)
    moves.change(gone, {"merged_into_id": keep_id})
    row.moves = moves.made
    session.add(row)
    session.flush()
    mended = was_refused and people.address_refused_at(session, kept) is None
    words = f"{gone_as} was found to be {_shown(kept)} and merged with them (merge {row.pk})."
    _note(session, now, runs, by, EventKind.PEOPLE_MERGED, words, row, mends_address=mended)
    if mended:
        written_to = set(session.exec(select(Message.run_id).where(Message.person_id == keep_id)))
        for run_id in {run for run in written_to if run is not None} - set(runs):  # without a role there
            events.touch(session, run_id, EventKind.PEOPLE_MERGED, merge_id=row.pk, mends_address=True)
    return Merged(row.pk, _shown(kept), gone_as, len(moves.made))


def unmerge(session: Session, now: datetime, merge_id: int, *, by: str) -> Unmerged:
    """Takes a merge back: every row is as it was before, but for those somebody has changed since.

    What was recorded about the person meanwhile stays with the entry that was kept. Raises NotFound, and
    NotAllowed when it is undone already, a later merge of the same person stands, or the person was removed.
    """
    session.flush()
    row = session.get(Merge, merge_id)
    if row is None:
        raise NotFound(f"There is no merge number {merge_id}.")
    if row.undone_at is not None:
        raise NotAllowed("This merge was taken back already.")
    kept, gone = session.get_one(Person, row.kept_id), session.get_one(Person, row.gone_id)
    if kept.anonymized_at is not None or gone.anonymized_at is not None:
        raise NotAllowed("The data of this person was removed on request; the merge cannot be taken back.")
    _check_is_latest(session, row)
    _check_nothing_is_leaving(session, row.kept_id, row.gone_id)
    runs = {run for run in people.runs_of(session, row.kept_id) if run is not None}
    addresses.unbind_links(session, row.kept_id, row.gone_id)
    undo = Undo(session)
    undo.all(row.moves)
    row.undone_at, row.undone_by = now, by[:200]
    session.add(row)
    session.flush()
    runs |= {run for run in people.runs_of(session, row.gone_id) if run is not None}
    words = f"{_shown(gone)} and {_shown(kept)} are two people again (merge {merge_id} taken back)."
    _note(session, now, sorted(runs), by, EventKind.MERGE_TAKEN_BACK, words, row)
    return Unmerged(_shown(kept), _shown(gone), len(undo.left))


def _two_people(session: Session, keep_id: int, go_id: int) -> tuple[Person, Person]:
    if keep_id == go_id:
        raise NotAllowed("This is one entry; name the other one too.")
    kept, gone = session.get_one(Person, keep_id), session.get_one(Person, go_id)
    if kept.partnership_id != gone.partnership_id:
        raise NotAllowed("They are on the lists of two partnerships, and each keeps its own.")
    for person in (kept, gone):
        if person.anonymized_at is not None:
            raise NotAllowed("The data of one of them was removed on request; they cannot be merged.")
        if person.merged_into_id is not None:
            into = session.get_one(Person, person.merged_into_id)
            raise NotAllowed(f"{_shown(person)} was merged into {_shown(into)} already; name that entry.")
    return kept, gone


def _check_nothing_is_leaving(session: Session, *person_ids: int) -> None:
    """Holds the open messages of both, so that none of them leaves while they change hands."""
    open_ones = session.exec(
        select(Message)
        .where(
            col(Message.person_id).in_(person_ids),
            col(Message.state).in_([MessageState.QUEUED, MessageState.LEASED]),
        )
        .with_for_update()
    ).all()
    if any(message.state is MessageState.LEASED for message in open_ones):
        raise NotAllowed("A message to one of them is being sent at this moment; try again in a minute.")


def _check_is_latest(session: Session, row: Merge) -> None:
    """Later merges of the same person rest on this one."""
    both = (row.kept_id, row.gone_id)
    later = session.exec(
        select(Merge.id)
        .where(
            col(Merge.id) > row.pk,
            col(Merge.undone_at).is_(None),
            or_(col(Merge.kept_id).in_(both), col(Merge.gone_id).in_(both)),
        )
        .order_by(col(Merge.id).desc())
    ).first()
    if later is not None:
        raise NotAllowed(f"Merge {later} of the same person came after it; take that one back first.")


_NOT_JOINED = {
    "id",
    "partnership_id",
    "email",
    "do_not_contact_since",
    "paused_until",
    "wants_digest",
    "merged_into_id",
    "created_at",
    "anonymized_at",
}
_TOGETHER = ("assistant_name", "assistant_email", "assistant_phone")


def _join_persons(session: Session, moves: Moves, kept: Person, gone: Person) -> None:
    """Fills in what the kept entry did not know; each value on its own, so that each can be given back."""
    is_refused = people.address_refused_at(session, kept) is not None
    if kept.email is None or (is_refused and gone.email and not people.address_refused_at(session, gone)):
        mine, theirs = kept.email, gone.email
        moves.change(kept, {"email": theirs})
        moves.change(gone, {"email": mine})
    asked = [moment for moment in (kept.do_not_contact_since, gone.do_not_contact_since) if moment]
    if asked:
        moves.change(kept, {"do_not_contact_since": min(asked)})
    pauses = [until for until in (kept.paused_until, gone.paused_until) if until]
    if pauses:
        moves.change(kept, {"paused_until": max(pauses)})
    if not (kept.wants_digest and gone.wants_digest):
        moves.change(kept, {"wants_digest": False})
    for name in Person.model_fields:
        if name not in (*_NOT_JOINED, *_TOGETHER) and not getattr(kept, name) and getattr(gone, name):
            moves.change(kept, {name: getattr(gone, name)})
    if not any(getattr(kept, name) for name in _TOGETHER):
        moves.change(kept, {name: getattr(gone, name) for name in _TOGETHER})


def _address_what_waits(session: Session, moves: Moves, kept: Person) -> None:
    """What has not left yet goes to the one address they have now."""
    waiting = select(Message).where(Message.person_id == kept.id, Message.state == MessageState.QUEUED)
    for message in session.exec(waiting).all():
        by_mail = message.channel == "email" and not assistants.is_copy(message)
        if by_mail and kept.email is not None and message.to_address != kept.email:
            moves.change(
                message,
                {
                    "to_address": kept.email,
                    "to_name": kept.name,
                    "calendar_text": calendar.addressed_to(message.calendar_text, kept.email),
                },
            )


def _note(
    session: Session,
    now: datetime,
    runs: list[int],
    by: str,
    kind: EventKind,
    words: str,
    merge: Merge,
    **data: Any,
) -> None:
    concerned: list[int | None] = [*runs]
    for run_id in concerned or [None]:
        events.record(session, now, run_id, by, kind, words, merge_id=merge.pk, **data)
    session.flush()


def _shown(person: Person) -> str:
    return f"{person.name} ({person.email or person.phone or f'number {person.id}'})"

"""Takes a person out of what meetings and teams left behind. What was said stays, without their name beside it or in it."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlmodel import Session, col, select

from sectorlaunch.tables import (
    ActionTeam,
    AgendaItem,
    Document,
    DocumentLook,
    Invitation,
    Meeting,
    MeetingNote,
    NamedPeer,
    Offer,
    PlaybookRun,
    Priority,
    PriorityInterest,
    PriorityTally,
    Quotable,
    ReportBack,
    Rhythm,
)

FORMER_PEER = "a former contact"
Without = Callable[[Any], Any]
"""A value with the person's name and address taken out of every text in it."""


def blank(session: Session, runs: Sequence[int | None], entry_ids: Collection[int], without: Without) -> None:
    """In every partnership of these runs; `entry_ids` are all the entries the person had."""
    places = select(PlaybookRun.partnership_id).where(col(PlaybookRun.id).in_(runs))
    meetings = select(Meeting.id).where(col(Meeting.partnership_id).in_(places))
    priorities = select(Priority.id).where(col(Priority.partnership_id).in_(places))
    for note in session.exec(select(MeetingNote).where(col(MeetingNote.meeting_id).in_(meetings))):
        if note.speaker_id in entry_ids or note.speaker_name != without(note.speaker_name):
            note.quotable = Quotable.NO
        _rewrite(session, note, ("words", "speaker_name", "taken_by"), without)
    for item in session.exec(select(AgendaItem).where(col(AgendaItem.meeting_id).in_(meetings))):
        _rewrite(session, item, ("title", "handout", "decision"), without)
        if item.person_id in entry_ids:
            item.person_id = item.confirmed_at = None
    for place in session.exec(select(Invitation).where(col(Invitation.meeting_id).in_(meetings))):
        _rewrite(session, place, ("checked_in_by", "accommodation"), without)
        if place.person_id in entry_ids:
            place.accommodation = ""
    for tally in session.exec(select(PriorityTally).where(col(PriorityTally.priority_id).in_(priorities))):
        _rewrite(session, tally, ("counted_by",), without)
    for wish in session.exec(
        select(PriorityInterest).where(col(PriorityInterest.priority_id).in_(priorities))
    ):
        _rewrite(session, wish, ("said_by",), without)
    for offer in session.exec(
        select(Offer)
        .join(ActionTeam, col(ActionTeam.id) == col(Offer.team_id))
        .where(col(ActionTeam.partnership_id).in_(places))
    ):
        _rewrite(session, offer, ("what", "answer", "answered_by"), without)
    for report in session.exec(select(ReportBack).where(col(ReportBack.partnership_id).in_(places))):
        _rewrite(session, report, ("done", "next", "help", "win"), without)
    for peer in session.exec(select(NamedPeer).where(col(NamedPeer.partnership_id).in_(places))):
        if peer.person_id in entry_ids:
            peer.name, peer.company, peer.email, peer.phone, peer.words = FORMER_PEER, "", None, "", ""
        _rewrite(session, peer, ("name", "words"), without)
    for look in session.exec(
        select(DocumentLook)
        .join(Document, col(Document.id) == col(DocumentLook.document_id))
        .where(col(Document.partnership_id).in_(places))
    ):
        _rewrite(session, look, ("words",), without)
    for rhythm in session.exec(select(Rhythm).where(col(Rhythm.partnership_id).in_(places))):
        _rewrite(session, rhythm, ("set_by", "ended_why"), without)
    for team in session.exec(select(ActionTeam).where(col(ActionTeam.partnership_id).in_(places))):
        _rewrite(session, team, ("ended_why", "learned"), without)
    session.flush()


def _rewrite(session: Session, row: Any, columns: Sequence[str], without: Without) -> None:
    for column in columns:
        old = getattr(row, column)
        if (new := without(old)) != old:
            setattr(row, column, new)
            session.add(row)

"""What becomes of each row that refers to a person when two entries turn out to be one person.

Every column that refers to a person is named here; a test walks the tables and fails for one that is not.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from sectorlaunch.tables import (
    Champion,
    ChampionMove,
    ChampionStage,
    Invitation,
    InvitationState,
    Message,
    MessageState,
    PlannedTouch,
    PriorityInterest,
    PriorityVote,
    Role,
    SurveyPlace,
    TeamMember,
    ToDo,
    TouchState,
)

Values = dict[str, Any]

MOVES = frozenset(
    {
        "role.person_id",
        "role.owner_id",
        "champion.person_id",
        "champion.owner_id",
        "contactnote.person_id",
        "accesslink.person_id",
        "answer.person_id",
        "meeting.host_id",
        "meeting.facilitator_id",
        "meeting.chair_id",
        "meeting.agenda_by_id",
        "invitation.person_id",
        "message.person_id",
        "todo.owner_id",
        "todo.about_id",
        "pollvote.person_id",
        "priorityvote.person_id",
        "priorityinterest.person_id",
        "agendaitem.person_id",
        "meetingnote.speaker_id",
        "actionteam.lead_id",
        "teammember.person_id",
        "commitment.owner_id",
        "offer.person_id",
        "namedpeer.person_id",
        "namedpeer.named_by_id",
        "reportback.person_id",
        "surveyplace.person_id",
        "surveyrating.person_id",
        "document.owner_id",
        "documentlook.person_id",
        "receivedmail.person_id",
        "touchchange.person_id",
        "touchrelease.person_id",
        "touchrelease.agreed_by_id",
        "touchrelease.given_by_id",
        "signature.person_id",
        "sectornote.person_id",
        "sectorscore.person_id",
    }
)
"""Follow the person to the entry that is kept."""
STAYS = frozenset({"person.merged_into_id", "merge.kept_id", "merge.gone_id", "talkhours.person_id"})
"""Say who was merged into whom; earlier merges stay as they were made. Hours for talks are one entry's own, and a sealed
address with them, which no merge writes down."""
OCCURRENCES = frozenset({"plannedtouch.occurrence", "message.occurrence", "todo.occurrence"})
"""Columns that may name a person in words, such as person:12."""
ABOUT = {
    "plannedtouch": ("about_kind", "about_id"),
    "message": ("about_kind", "about_id"),
    "todo": ("matter_kind", "matter_id"),
}
"""Columns that say what a row is about, and may so name a person."""
NUMBERS_IN_JSON = frozenset({"meeting.roles"})
"""Columns that hold numbers of persons among other things."""


# Where both entries hold the one place there is: the more binding of the two is kept, filled in from the other.


def _role(_session: Session, kept: SQLModel, gone: SQLModel) -> Values:
    """Held while either is held; acknowledged once either was."""
    assert isinstance(kept, Role)
    assert isinstance(gone, Role)
    return {
        "since": min(kept.since, gone.since),
        "owner_id": kept.owner_id or gone.owner_id,
        "note": kept.note or gone.note,
        "acknowledged_at": _first(kept.acknowledged_at, gone.acknowledged_at),
        "ended_at": None
        if None in (kept.ended_at, gone.ended_at)
        else max(filter(None, (kept.ended_at, gone.ended_at))),
    }


def _champion(session: Session, kept: SQLModel, gone: SQLModel) -> Values:
    """The stage furthest along. Between a no and a yes the later of the two holds."""
    assert isinstance(kept, Champion)
    assert isinstance(gone, Champion)
    further = max(kept, gone, key=lambda one: _STAGES.index(one.stage))
    pair = {kept.stage, gone.stage}
    if ChampionStage.DECLINED in pair and pair & _COMMITTED:
        further = max(kept, gone, key=lambda one: _moved_at(session, one))
    return {
        "stage": further.stage,
        "cares_for_industry": kept.cares_for_industry or gone.cares_for_industry,
        "cares_for_region": kept.cares_for_region or gone.cares_for_region,
        "wants_digest": kept.wants_digest or gone.wants_digest,
        "asked_at": _first(kept.asked_at, gone.asked_at),
        "agreed_at": _first(kept.agreed_at, gone.agreed_at),
        "signed_at": _first(kept.signed_at, gone.signed_at),
        "promise": further.promise or kept.promise or gone.promise,
    }


_STAGES = (
    ChampionStage.PROSPECT,
    ChampionStage.ASKED,
    ChampionStage.DECLINED,
    ChampionStage.AGREED,
    ChampionStage.SIGNED,
    ChampionStage.HOSTING,
)
_COMMITTED = {ChampionStage.AGREED, ChampionStage.SIGNED, ChampionStage.HOSTING}


def _moved_at(session: Session, champion: Champion) -> tuple[float, int]:
    moves = session.exec(
        select(ChampionMove)
        .where(ChampionMove.champion_id == champion.id)
        .order_by(col(ChampionMove.moved_at), col(ChampionMove.id))
    ).all()
    return (moves[-1].moved_at.timestamp(), moves[-1].pk) if moves else (0.0, 0)


def _invitation(_session: Session, kept: SQLModel, gone: SQLModel) -> Values:
    """Having been there outweighs any reply, and the latest reply any other."""
    assert isinstance(kept, Invitation)
    assert isinstance(gone, Invitation)
    binding = max(kept, gone, key=_how_binding)
    answer = {
        name: getattr(binding, name) for name in ("state", "reason", "substitute", "replied_at", "replied_by")
    }
    asked = kept if kept.accommodation else gone
    return {
        **answer,
        "wave": min(kept.wave, gone.wave),
        "waits_since": _first(kept.waits_since, gone.waits_since),
        **{name: getattr(binding, name) for name in ("arrived_at", "checked_in_by", "state_before")},
        "reminder_seen_at": _first(kept.reminder_seen_at, gone.reminder_seen_at),
        **{name: getattr(asked, name) for name in _ACCOMMODATION},
    }


_ACCOMMODATION = ("accommodation", "accommodation_asked_on", "accommodation_settled_on")


def _how_binding(invitation: Invitation) -> tuple[int, int, float]:
    record = {InvitationState.ATTENDED: 2, InvitationState.NO_SHOW: 1}.get(invitation.state, 0)
    answered = invitation.state is not InvitationState.INVITED
    return record, int(answered), invitation.replied_at.timestamp() if invitation.replied_at else 0.0


def _vote(_session: Session, kept: SQLModel, gone: SQLModel) -> Values:
    assert isinstance(kept, PriorityVote)
    assert isinstance(gone, PriorityVote)
    return {"voted_at": min(kept.voted_at, gone.voted_at)}


def _interest(_session: Session, kept: SQLModel, gone: SQLModel) -> Values:
    """What was said last."""
    assert isinstance(kept, PriorityInterest)
    assert isinstance(gone, PriorityInterest)
    newest = max(kept, gone, key=lambda one: one.said_at)
    return {name: getattr(newest, name) for name in ("interest", "said_at", "said_by")}


def _member(_session: Session, kept: SQLModel, gone: SQLModel) -> Values:
    assert isinstance(kept, TeamMember)
    assert isinstance(gone, TeamMember)
    return {"joined_at": min(kept.joined_at, gone.joined_at)}


def _place(_session: Session, kept: SQLModel, gone: SQLModel) -> Values:
    """Answered once either has."""
    assert isinstance(kept, SurveyPlace)
    assert isinstance(gone, SurveyPlace)
    days = [one.answered_on for one in (kept, gone) if one.answered_on is not None]
    return {"answered_on": min(days, default=None)}


COMBINED: dict[str, Callable[[Session, SQLModel, SQLModel], Values]] = {
    "role": _role,
    "champion": _champion,
    "invitation": _invitation,
    "priorityvote": _vote,
    "priorityinterest": _interest,
    "teammember": _member,
    "surveyplace": _place,
}


# Where both entries have a record of the same thing, both records stay: the one that counts goes to the entry that
# is kept, so that nothing is sent or asked a second time; the other stays with the entry that goes.


def _rank_of_message(row: SQLModel) -> int:
    assert isinstance(row, Message)
    return _MESSAGES.index(row.state)


_MESSAGES = (
    MessageState.CANCELED,
    MessageState.MISSED,
    MessageState.DEAD,
    MessageState.WITHHELD,
    MessageState.QUEUED,
    MessageState.UNCERTAIN,
    MessageState.LEASED,
    MessageState.SENT,
)


def _rank_of_touch(row: SQLModel) -> int:
    assert isinstance(row, PlannedTouch)
    return (TouchState.CANCELED, TouchState.MISSED, TouchState.PLANNED, TouchState.DONE).index(row.state)


def _rank_of_task(row: SQLModel) -> int:
    assert isinstance(row, ToDo)
    return int(row.done_at is not None)


def _end_message(row: SQLModel, _now: datetime, name: str) -> Values:
    assert isinstance(row, Message)
    if row.state is not MessageState.QUEUED:
        return {}
    return {
        "state": MessageState.CANCELED,
        "held_because": None,
        "state_reason": f"there is the same one for {name} already",
    }


def _end_touch(row: SQLModel, now: datetime, name: str) -> Values:
    assert isinstance(row, PlannedTouch)
    if row.state is not TouchState.PLANNED:
        return {}
    return {
        "state": TouchState.CANCELED,
        "settled_at": now,
        "held_because": None,
        "result": f"there is one for {name} already"[:200],
    }


def _end_task(row: SQLModel, now: datetime, name: str) -> Values:
    assert isinstance(row, ToDo)
    if row.done_at is not None:
        return {}
    return {"done_at": now, "outcome": f"There is the same task about {name}."}


KEPT_BESIDE: dict[str, tuple[Callable[[SQLModel], int], Callable[[SQLModel, datetime, str], Values]]] = {
    "message": (_rank_of_message, _end_message),
    "plannedtouch": (_rank_of_touch, _end_touch),
    "todo": (_rank_of_task, _end_task),
}


def _first(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((moment for moment in (one, other) if moment is not None), default=None)

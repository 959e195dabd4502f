"""Letters about meetings: invitation, reminders, notes after it, moves and cancellations."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from notifications.context import DatedLine, MeetingBrief, PersonBrief, PriorityBrief
from sectorlaunch import wording
from sectorlaunch.letters import offered_fields
from sectorlaunch.letters.letter_source import Fields, LetterSource, short_day
from sectorlaunch.records import audiences, documents, invitations, meeting_moves, meetings, people
from sectorlaunch.records.about import About
from sectorlaunch.tables import (
    ActionTeam,
    Commitment,
    DocumentKind,
    Invitation,
    InvitationState,
    Meeting,
    MeetingKind,
    Person,
    Priority,
)


def invitation(desk: LetterSource) -> Fields:
    return {
        "reply_by": _reply_by(desk, 14),
        "guests_expected": _planned_for(desk),
    }


def letter_copy(desk: LetterSource) -> Fields:
    others = tuple(p for p in offered_fields.champions(desk) if p.name != desk.person.name)
    return {
        "co_signers": others,
        "guests": len(audiences.resolve(desk.session, desk.partnership_id, "other-guests", About())),
    }


def _planned_for(desk: LetterSource) -> int:
    return desk.partnership.numbers.get("critical_mass") or desk.playbook.numbers.get("critical_mass", 0)


def second_letter(desk: LetterSource) -> Fields:
    return {
        "reply_by": _reply_by(desk, 7),
        "coming": _business_coming(desk),
        "date_changed": _has_to_confirm(desk),
    }


def logistics(desk: LetterSource) -> Fields:
    return {
        "on_the_day": desk.brief(desk.sender),
        "to_confirm": _has_to_confirm(desk),
        "unsure": _is(desk, InvitationState.TENTATIVE),
    }


def meeting_reminder(desk: LetterSource) -> Fields:
    return {
        "on_the_team": _place(desk) is None,
        "coming": _business_coming(desk),
        "to_confirm": _has_to_confirm(desk),
        "unsure": _is(desk, InvitationState.TENTATIVE),
    }


def same_day_note(desk: LetterSource) -> Fields:
    return {
        "notes_by": desk.in_days(5),
        "priorities": _chosen(desk),
        "you_hosted": desk.launch is not None and desk.launch.host_id == desk.person.id,
    }


def no_show_note(desk: LetterSource) -> Fields:
    return {"priorities": _chosen(desk), "coming": first_calls(desk)}


def debrief_call(desk: LetterSource) -> Fields:
    launch = desk.launch
    return {
        "meeting": desk.meeting_brief(desk.debrief) if desk.debrief else _planned_debrief(desk),
        "is_dated": desk.debrief is not None,
        "launch_on": desk.on(launch.starts_at) if launch and launch.starts_at else "",
    }


def _planned_debrief(desk: LetterSource) -> MeetingBrief:
    from_day = desk.launch.starts_at if desk.launch and desk.launch.starts_at else desk.now
    days = desk.playbook.numbers.get("debrief_days", 2)
    last = desk.calendar.add_business_days(desk.calendar.local_date(from_day), days)
    return MeetingBrief(title="Partners' debrief", when_words=f"by {wording.day(last)}, the hour follows")


def executive_summary(desk: LetterSource) -> Fields:
    document = documents.newest(desk.session, desk.partnership_id, DocumentKind.EXECUTIVE_SUMMARY)
    assert desk.launch is not None
    places = invitations.invited(desk.session, desk.launch.pk)
    present = [p for place, p in places if place.state is InvitationState.ATTENDED]
    sectors = people.sectors(desk.session, present)
    promised = desk.session.exec(
        select(Commitment)
        .where(Commitment.partnership_id == desk.partnership_id)
        .order_by(col(Commitment.due_on), col(Commitment.id))
    ).all()
    own_words = document is not None and document.body != documents.summary_words(
        desk.session, desk.partnership_id
    )
    body = document.body if document is not None and own_words else ""
    chosen, calls = _chosen(desk), first_calls(desk)
    return {
        "meeting": desk.meeting_brief(desk.launch),
        "business_present": sum(people.is_business(sectors, p) for p in present),
        "summary": body,
        "priorities": () if _says(body, [p.words for p in chosen]) else chosen,
        "commitments": ()
        if _says(body, [c.what for c in promised])
        else tuple(desk.commitment_brief(c) for c in promised),
        "calls": () if _says(body, [call.what for call in calls]) else calls,
        "correct_by": desk.in_days(5),
    }


def _says(body: str, items: Sequence[str]) -> bool:
    """Whether the words of the summary name all of these already, so that a list below would say them twice."""
    said = " ".join(body.split()).casefold()
    return bool(said) and all(" ".join(item.split()).casefold() in said for item in items)


def summary_nag(desk: LetterSource) -> Fields:
    launch = desk.launch
    held = (launch.starts_at or launch.held_at) if launch else None
    waiting = 0
    if launch is not None and launch.id is not None:
        places = invitations.invited(desk.session, launch.id)
        present = [p for place, p in places if place.state is InvitationState.ATTENDED]
        sectors = people.sectors(desk.session, present)
        waiting = sum(people.is_business(sectors, p) for p in present)
    draft = documents.newest(desk.session, desk.partnership_id, DocumentKind.EXECUTIVE_SUMMARY)
    return {
        "launch_on": desk.on(held) if held else "the launch day",
        "days_since": (desk.now - held).days if held else 0,
        "waiting": waiting,
        "draft_ready": draft is not None,
    }


def meeting_moved(desk: LetterSource) -> Fields:
    place = _place(desk)
    meeting = desk.meeting_of_the_letter()
    assert meeting is not None
    known = meeting_moves.known_to(desk.session, desk.run_id, meeting, desk.person)
    return {
        "was_when": meeting_moves.was_when(known, meeting, desk.zone),
        "was_where": meeting_moves.was_where(known, meeting),
        "had_accepted": place is not None and place.state in STILL_MEANT,
        "had_declined": place is not None and place.state is InvitationState.DECLINED,
        "on_the_team": place is None,
        "your_part": offered_fields.your_part(desk) if place is None else "",
    }


STILL_MEANT = (InvitationState.ACCEPTED, InvitationState.TENTATIVE, InvitationState.TO_CONFIRM)


def quarterly_invitation(desk: LetterSource) -> Fields:
    meeting = desk.meeting_of_the_letter()
    assert meeting is not None
    return {
        "chair": _chair(desk, meeting),
        "you_chair": meeting.chair_id == desk.person.id,
        "reply_by": _reply_by(desk, 7),
        "progress": tuple(
            f"{team.name}: {team.outcome}"
            for team in desk.session.exec(
                select(ActionTeam).where(ActionTeam.partnership_id == desk.partnership_id)
            )
            if team.outcome
        ),
    }


def _chair(desk: LetterSource, meeting: Meeting) -> PersonBrief | None:
    if meeting.chair_id is None:
        return None
    return desk.brief_without_address(desk.session.get_one(Person, meeting.chair_id))


def _reply_by(desk: LetterSource, days_before: int) -> str:
    meeting = desk.meeting_of_the_letter()
    if meeting is None or meeting.starts_at is None:
        return ""
    latest = (meeting.starts_at - timedelta(days=days_before)).astimezone(desk.zone).date()
    soonest = desk.calendar.add_business_days(desk.today, 3)
    return short_day(max(latest, soonest))


def _place(desk: LetterSource) -> Invitation | None:
    meeting = desk.meeting_of_the_letter()
    return desk.session.exec(
        select(Invitation).where(
            Invitation.meeting_id == (meeting.id if meeting else None), Invitation.person_id == desk.person.id
        )
    ).one_or_none()


def _is(desk: LetterSource, state: InvitationState) -> bool:
    place = _place(desk)
    return place is not None and place.state is state


def _has_to_confirm(desk: LetterSource) -> bool:
    """Whether they meant to come on a date that has changed since, and have not said more."""
    return _is(desk, InvitationState.TO_CONFIRM)


def _business_coming(desk: LetterSource) -> int:
    meeting = desk.meeting_of_the_letter()
    if meeting is None or meeting.id is None:
        return 0
    places = invitations.invited(desk.session, meeting.id)
    coming = [p for place, p in places if place.state is InvitationState.ACCEPTED]
    sectors = people.sectors(desk.session, coming)
    return sum(people.is_business(sectors, p) for p in coming)


def _chosen(desk: LetterSource) -> tuple[PriorityBrief, ...]:
    chosen = desk.session.exec(
        select(Priority)
        .where(Priority.partnership_id == desk.partnership_id, col(Priority.chosen_at).is_not(None))
        .order_by(col(Priority.position))
    ).all()
    leads = {
        team.priority_id: team.lead_id
        for team in desk.session.exec(
            select(ActionTeam).where(ActionTeam.partnership_id == desk.partnership_id)
        )
    }
    return tuple(PriorityBrief(words=p.words, lead=desk.named(leads.get(p.pk))) for p in chosen)


def first_calls(desk: LetterSource) -> tuple[DatedLine, ...]:
    """The team calls ahead, each with its date and hour."""
    return tuple(
        DatedLine(when_words=wording.moment(call.starts_at, desk.zone), what=call.title)
        for call in meetings.of_kind(desk.session, desk.partnership_id, MeetingKind.TEAM_CALL)
        if call.starts_at is not None and call.starts_at > desk.now
    )

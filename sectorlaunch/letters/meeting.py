"""Letters about meetings: invitation, reminders, notes after it, moves and cancellations."""

from collections.abc import Sequence

from sqlmodel import col, select

from languages import Language, formatting
from notifications.context import DatedLine, MeetingBrief, PersonBrief, PriorityBrief
from notifications.rendering import kinds_with, traits
from sectorlaunch.letters import local_figure, offered_fields
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import (
    agenda_drafts,
    audiences,
    deadlines,
    documents,
    invitations,
    looks,
    meeting_moves,
    meetings,
    people,
    surveys,
)
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
    TeamMember,
)


def invitation(source: LetterSource) -> Fields:
    return {
        "reply_by": source.due_words,
        "guests_expected": _planned_for(source),
        "figure": local_figure.sentence(source),
    }


def letter_copy(source: LetterSource) -> Fields:
    others = tuple(p for p in offered_fields.champions(source) if p.name != source.person.name)
    return {
        "co_signers": others,
        "guests": len(
            audiences.resolve(source.launch.session, source.launch.partnership_id, "other-guests", About())
        ),
    }


def _planned_for(source: LetterSource) -> int:
    return source.launch.partnership.numbers.get("critical_mass") or source.launch.playbook.numbers.get(
        "critical_mass", 0
    )


def second_letter(source: LetterSource) -> Fields:
    return {
        "reply_by": _answer_due(source),
        "coming": _business_coming(source),
        "date_changed": _has_to_confirm(source),
    }


def _answer_due(source: LetterSource) -> str:
    """The day the letter itself asked them to answer by, while that is to come."""
    invites = (one for _, _, one in source.launch.playbook.touches() if traits(one.kind).invites)
    by = next((deadlines.answer_by(source.launch, one, source.person.pk) for one in invites), None)
    return source.day(by) if by is not None and by >= source.today else ""


def logistics(source: LetterSource) -> Fields:
    return {
        "on_the_day": source.sender_brief,
        "you_host": source.launch.meeting is not None and source.launch.meeting.host_id == source.person.id,
        "to_confirm": _has_to_confirm(source),
        "unsure": _is(source, InvitationState.TENTATIVE),
    }


def meeting_reminder(source: LetterSource) -> Fields:
    return {
        "on_the_team": readers_place(source) is None,
        "agenda": _agenda(source, meeting) if (meeting := source.meeting_of_the_letter()) else (),
        "coming": _business_coming(source),
        "to_confirm": _has_to_confirm(source),
        "unsure": _is(source, InvitationState.TENTATIVE),
    }


def same_day_note(source: LetterSource) -> Fields:
    asked = surveys.carried_by(source.launch, "same-day-note", source.person.pk)
    return {
        "about": {**source.numbers(), **({"survey": asked.pk} if asked is not None else {})},
        "asks_two_taps": asked is not None,
        "notes_by": source.due_words,
        "priorities": chosen_priorities(source),
        "you_hosted": source.launch.meeting is not None and source.launch.meeting.host_id == source.person.id,
    }


def quote_request(source: LetterSource) -> Fields:
    meeting = source.meeting_of_the_letter()
    assert meeting is not None
    begun = meeting.starts_at or meeting.held_at
    assert begun is not None
    return {"said_on": source.on(begun)}


def no_show_note(source: LetterSource) -> Fields:
    return {"priorities": chosen_priorities(source), "coming": first_calls(source)}


def debrief_call(source: LetterSource) -> Fields:
    launch = source.launch.meeting
    return {
        "meeting": source.meeting_brief(source.debrief) if source.debrief else _planned_debrief(source),
        "is_dated": source.debrief is not None,
        "launch_on": source.on(launch.starts_at) if launch and launch.starts_at else "",
    }


def _planned_debrief(source: LetterSource) -> MeetingBrief:
    from_day = (
        source.launch.meeting.starts_at
        if source.launch.meeting and source.launch.meeting.starts_at
        else source.launch.now
    )
    days = source.launch.number("debrief_days", 2)
    last = source.launch.calendar.add_business_days(source.launch.calendar.local_date(from_day), days)
    by = source.say("launch.by", date=formatting.day(source.language, last))
    return MeetingBrief(title=source.say("meeting.debrief"), date=by)


def executive_summary(source: LetterSource) -> Fields:
    document = documents.newest(
        source.launch.session, source.launch.partnership_id, DocumentKind.EXECUTIVE_SUMMARY
    )
    assert source.launch.meeting is not None
    promised = source.launch.session.exec(
        select(Commitment)
        .where(Commitment.partnership_id == source.launch.partnership_id)
        .order_by(col(Commitment.due_on), col(Commitment.id))
    ).all()
    own_words = document is not None and document.body not in {
        documents.summary_words(source.launch.session, source.launch.partnership, language)
        for language in Language
    }
    body = document.body if document is not None and own_words else ""
    chosen, calls = chosen_priorities(source), first_calls(source)
    return {
        "meeting": source.meeting_brief(source.launch.meeting),
        "was_there": _is(source, InvitationState.ATTENDED),
        "has_part": _has_part(source),
        "next_meeting": _next_meeting(source),
        "business_present": leaders_with(source, source.launch.meeting, InvitationState.ATTENDED),
        "summary": body,
        "priorities": () if _says(body, [p.words for p in chosen]) else chosen,
        "commitments": ()
        if _says(body, [c.what for c in promised])
        else tuple(source.commitment_brief(c) for c in promised),
        "calls": () if _says(body, [call.what for call in calls]) else calls,
        "correct_by": source.in_days(5),
    }


def _has_part(source: LetterSource) -> bool:
    launch, person_id = source.launch, source.person.pk
    on_a_team = select(TeamMember.id).join(ActionTeam, col(ActionTeam.id) == col(TeamMember.team_id))
    mine = (ActionTeam.partnership_id == launch.partnership_id, TeamMember.person_id == person_id)
    took_on = select(Commitment.id).where(
        Commitment.partnership_id == launch.partnership_id, Commitment.owner_id == person_id
    )
    return any(
        launch.session.exec(found.limit(1)).first() is not None for found in (on_a_team.where(*mine), took_on)
    )


def _next_meeting(source: LetterSource) -> MeetingBrief | None:
    found = meetings.of_kind(source.launch.session, source.launch.partnership_id, MeetingKind.QUARTERLY)
    ahead = (one for one in found if one.starts_at is not None and one.starts_at > source.launch.now)
    following = next(ahead, None)
    return source.meeting_brief(following) if following is not None else None


def _says(body: str, items: Sequence[str]) -> bool:
    """Whether the words of the summary name all of these already, so that a list below would say them twice."""
    said = " ".join(body.split()).casefold()
    return bool(said) and all(" ".join(item.split()).casefold() in said for item in items)


def summary_nag(source: LetterSource) -> Fields:
    launch = source.launch.meeting
    held = (launch.starts_at or launch.held_at) if launch else None
    draft = documents.newest(
        source.launch.session, source.launch.partnership_id, DocumentKind.EXECUTIVE_SUMMARY
    )
    return {
        "launch_on": source.on(held) if held else source.say("launch.day"),
        "days_since": (source.launch.now - held).days if held else 0,
        "promised_for": _promised_for(source),
        "waiting": leaders_with(source, launch, InvitationState.ATTENDED),
        "draft_ready": draft is not None,
    }


def _promised_for(source: LetterSource) -> str:
    """The day by which the summary was promised to those who were there."""
    summaries = set(kinds_with("is_summary"))
    for step, _, touch in source.launch.playbook.touches():
        if touch.promised_in is None or summaries.isdisjoint(traits(touch.kind).announces):
            continue
        told = deadlines.of_ask(source.launch.session, source.launch.run_id, step.key, touch.key)
        if told:
            return source.day(told[0].due_on)
    return ""


def summary_first_look(source: LetterSource) -> Fields:
    found = looks.of_person(source.launch, source.person.pk)
    if found is None:
        raise ValueError("The summary is out.")
    look, document = found
    return {"until_day": source.day(look.until), "words": document.body, "title": document.title}


def summary_remark(source: LetterSource) -> Fields:
    """The newest, where several have said something."""
    said = looks.at_summary(source.launch.session, source.launch.partnership_id)
    newest, champion = max(
        ((look, person) for look, person in said if look.words),
        key=lambda one: one[0].said_at or one[0].asked_at,
    )
    return {"who": source.named(champion.pk), "words": newest.words}


def summary_late(source: LetterSource) -> Fields:
    """The day that was promised is the letter's deadline."""
    return {"promised_for": source.due_words}


def meeting_moved(source: LetterSource) -> Fields:
    place = readers_place(source)
    meeting = source.meeting_of_the_letter()
    assert meeting is not None
    known = meeting_moves.known_to(source.launch.session, source.launch.run_id, meeting, source.person)
    return {
        "was_when": meeting_moves.was_when(source.language, known, meeting, source.zone),
        "was_where": meeting_moves.was_where(known, meeting),
        "had_accepted": place is not None and place.state in STILL_MEANT,
        "had_declined": place is not None and place.state is InvitationState.DECLINED,
        "on_the_team": place is None,
        "your_part": offered_fields.your_part(source) if place is None else "",
    }


def meeting_canceled(source: LetterSource) -> Fields:
    """What is called off is what its reader was told last: of a move they never heard of there is nothing to take back."""
    return {"meeting": source.meeting_brief(source.meeting_as_told())}


STILL_MEANT = (InvitationState.ACCEPTED, InvitationState.TENTATIVE, InvitationState.TO_CONFIRM)


def quarterly_invitation(source: LetterSource) -> Fields:
    meeting = source.meeting_of_the_letter()
    assert meeting is not None
    return {
        "chair": _chair(source, meeting),
        "you_chair": meeting.chair_id == source.person.id,
        "reply_by": source.due_words,
        "progress": tuple(
            f"{team.name}: {team.outcome}"
            for team in source.launch.session.exec(
                select(ActionTeam).where(ActionTeam.partnership_id == source.launch.partnership_id)
            )
            if team.outcome
        ),
    }


def agenda_request(source: LetterSource) -> Fields:
    meeting = source.meeting_of_the_letter()
    assert meeting is not None
    return {"parts": _agenda(source, meeting)}


def _agenda(source: LetterSource, meeting: Meeting) -> tuple[DatedLine, ...]:
    """Each part with its minutes, in the reader's language as far as nobody has put it in words."""
    return tuple(
        DatedLine(when_words=formatting.duration(source.language, one.minutes), what=one.title)
        for one in agenda_drafts.parts(source.launch, meeting, source.language)
    )


def meeting_notice(source: LetterSource) -> Fields:
    """With the next two dates after it, where it comes round."""
    meeting = source.meeting_of_the_letter()
    assert meeting is not None
    later = [
        one.starts_at
        for one in meetings.of_kind(source.launch.session, source.launch.partnership_id, meeting.kind)
        if one.starts_at and meeting.starts_at and one.starts_at > meeting.starts_at and one.rhythm_id
    ]
    return {
        "looks_back": meeting.kind is MeetingKind.HEALTH_CHECK,
        "then": tuple(source.on(at) for at in later[:2]),
    }


def _chair(source: LetterSource, meeting: Meeting) -> PersonBrief | None:
    if meeting.chair_id is None:
        return None
    return source.brief_without_address(source.launch.session.get_one(Person, meeting.chair_id))


def readers_place(source: LetterSource) -> Invitation | None:
    """The reader's place at the meeting the letter is about."""
    meeting = source.meeting_of_the_letter()
    return source.launch.session.exec(
        select(Invitation).where(
            Invitation.meeting_id == (meeting.id if meeting else None),
            Invitation.person_id == source.person.id,
        )
    ).one_or_none()


def _is(source: LetterSource, state: InvitationState) -> bool:
    place = readers_place(source)
    return place is not None and place.state is state


def _has_to_confirm(source: LetterSource) -> bool:
    """Whether they meant to come on a date that has changed since, and have not said more."""
    return _is(source, InvitationState.TO_CONFIRM)


def _business_coming(source: LetterSource) -> int:
    return leaders_with(source, source.meeting_of_the_letter(), InvitationState.ACCEPTED)


def leaders_with(source: LetterSource, meeting: Meeting | None, state: InvitationState) -> int:
    """How many business leaders have a place of that state at a meeting."""
    if meeting is None:
        return 0
    places = invitations.invited(source.launch.session, meeting.pk)
    those = [person for place, person in places if place.state is state]
    sectors = people.sectors(source.launch.session, those)
    return sum(people.is_business(sectors, person) for person in those)


def chosen_priorities(source: LetterSource) -> tuple[PriorityBrief, ...]:
    """What business leaders chose, each with who leads it."""
    chosen = source.launch.session.exec(
        select(Priority)
        .where(Priority.partnership_id == source.launch.partnership_id, col(Priority.chosen_at).is_not(None))
        .order_by(col(Priority.position))
    ).all()
    leads = {
        team.priority_id: team.lead_id
        for team in source.launch.session.exec(
            select(ActionTeam).where(ActionTeam.partnership_id == source.launch.partnership_id)
        )
    }
    return tuple(PriorityBrief(words=p.words, lead=source.named(leads.get(p.pk))) for p in chosen)


def first_calls(source: LetterSource) -> tuple[DatedLine, ...]:
    """The team calls ahead, each with its date and hour."""
    return tuple(
        DatedLine(
            when_words=formatting.short_moment(source.language, call.starts_at, source.zone),
            what=meetings.title_in(source.language, call),
        )
        for call in meetings.of_kind(
            source.launch.session, source.launch.partnership_id, MeetingKind.TEAM_CALL
        )
        if call.starts_at is not None and call.starts_at > source.launch.now
    )

"""Letters about one action team: its calls and what came of them, that it rests, goes into another or ends."""

from sectorlaunch.letters.action import times_of
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import peers, report_backs, team_calls, team_minutes
from sectorlaunch.tables import ActionTeam, CommitmentState, InvitationState, Person, TeamState

_CHANGES = {TeamState.RESTING: "rests", TeamState.MERGED: "merged", TeamState.ENDED: "ended"}


def call_record_request(source: LetterSource) -> Fields:
    return {"day": _day_of_call(source)}


def next_call_request(source: LetterSource) -> Fields:
    return {"last_day": _day_of_call(source), "times": times_of(source, _team(source))}


def call_minutes(source: LetterSource) -> Fields:
    session = source.launch.session
    call = source.meeting_of_the_letter()
    assert call is not None
    missed = team_minutes.present(session, call, InvitationState.NO_SHOW, InvitationState.DECLINED)
    following = team_calls.ahead(source.launch, _team(source))
    return {
        "there": tuple(source.named(person.pk) for person in team_minutes.present(session, call)),
        "missed": tuple(source.named(person.pk) for person in missed),
        "decisions": tuple(team_minutes.decisions(session, call)),
        "notes": tuple(team_minutes.notes(session, call)),
        "promises": tuple(source.commitment_brief(one) for one in team_minutes.promises(session, call)),
        "next_call": source.meeting_brief(following) if following is not None else None,
    }


def team_changed(source: LetterSource) -> Fields:
    team = _team(source)
    into = team.merged_into_id
    kept = [
        one for one in report_backs.promises(source.launch.session, team) if one.state is CommitmentState.DONE
    ]
    return {
        "change": _CHANGES[team.state],
        "until_day": source.day(team.rests_until) if team.rests_until else "",
        "successor": source.launch.session.get_one(ActionTeam, into).name if into is not None else "",
        "because": team.ended_why,
        "learned": team.learned,
        "kept": len(kept),
    }


def team_goodbye(source: LetterSource) -> Fields:
    """Of a call it takes out, the day its reader knows."""
    is_call = source.about.id_of("meeting") is not None
    return {
        "call": source.meeting_brief(source.meeting_as_told()) if is_call else None,
        "taken_over_by": source.explanation,
    }


def peer_welcome(source: LetterSource) -> Fields:
    """Whoever named the reader, in their own words, and the call that comes next."""
    following = team_calls.ahead(source.launch, _team(source))
    peer = peers.welcomed(source.launch.session, source.team_id or 0, source.person.pk)
    return {
        "named_by": source.brief_without_address(source.launch.session.get_one(Person, peer.named_by_id)),
        "words": peer.words,
        "next_call": source.meeting_brief(following) if following is not None else None,
    }


def team_rested(source: LetterSource) -> Fields:
    return {"because": _team(source).ended_why}


def _team(source: LetterSource) -> ActionTeam:
    return source.launch.session.get_one(ActionTeam, source.team_id)


def _day_of_call(source: LetterSource) -> str:
    call = source.meeting_of_the_letter()
    return source.on(call.starts_at) if call is not None and call.starts_at is not None else ""

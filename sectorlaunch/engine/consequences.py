"""What follows from a deed: done before the commit, by the kind of event, here and nowhere else."""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import inspect
from sqlmodel import Session

from playbooks.model import Anchor
from sectorlaunch import database, events
from sectorlaunch.actions import assistants
from sectorlaunch.database import Tolerates
from sectorlaunch.engine import (
    accommodations,
    address_repair,
    announcements,
    calls,
    deadlines,
    debriefs,
    decisions,
    documents,
    gates,
    held,
    help_asked,
    interests,
    latecomers,
    letter,
    looks,
    mail_grants,
    peers,
    plan,
    polls,
    quotes,
    releases,
    replies,
    scores,
    second_yes,
    surveys,
    talks,
    team_letters,
    umbrella,
    waves,
)
from sectorlaunch.errors import EndlessConsequences
from sectorlaunch.events import EventKind, Happening
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import RoleKind

LOG = logging.getLogger(__name__)

Reaction = Callable[[Launch, Happening], object]

MOST_ROUNDS = 10
"""What follows may cause events in turn: a poll that is closed moves the launch, which moves the debrief, and so on."""


def _leave_assistant_alone(launch: Launch, refused: Happening) -> None:
    assistants.leave_alone(launch.session, launch.now, refused.data["person_id"])


BRING_PEOPLE = {
    EventKind.PEOPLE_IMPORTED,
    EventKind.ROLE_GIVEN,
    EventKind.CHAMPION_OWNER_NAMED,
    EventKind.TEAM_JOINED,
    EventKind.TEAM_LED,
}
"""After these, latecomers get the place and the first letters the others had."""

REACTIONS: dict[EventKind, tuple[Reaction, ...]] = {
    EventKind.GATE_OPENED: (gates.announce,),
    EventKind.GATE_REOPENED: (gates.ask_again,),
    EventKind.CHAMPION_MOVED: (letter.follow_signer,),
    EventKind.LETTER_DRAFTED: (letter.ask_for_new_signatures,),
    EventKind.LETTER_SIGNED: (letter.let_leave,),
    EventKind.INVITATION_ANSWERED: (
        calls.end_when_answered,
        waves.look_at_answers,
        replies.to_answer,
        talks.end_when_declined,
    ),
    EventKind.ACCOMMODATION_ASKED: (accommodations.give_task,),
    EventKind.TASK_DONE: (accommodations.settle,),
    EventKind.COMMITMENT_MADE: (replies.to_promise,),
    EventKind.COMMITMENT_PUT_OFF: (replies.to_promise,),
    EventKind.COMMITMENT_HANDED_OVER: (replies.to_promise,),
    EventKind.CALL_CLOSED: (team_letters.send_minutes,),
    EventKind.PEER_NAMED: (peers.give_task,),
    EventKind.PEER_WELCOMED: (peers.send_welcome,),
    EventKind.PEER_LET_BE: (peers.end_task,),
    EventKind.OFFER_MADE: (team_letters.tell_of_offer,),
    EventKind.OFFER_ANSWERED: (team_letters.answer_offer,),
    EventKind.TEAM_LEFT: (team_letters.look_for_business, team_letters.say_goodbye),
    EventKind.TEAM_RESTS: (team_letters.tell_of_change,),
    EventKind.TEAM_MERGED: (team_letters.tell_of_change,),
    EventKind.TEAM_ENDED: (team_letters.tell_of_change,),
    EventKind.MEETING_PLANNED: (announcements.of_hour, deadlines.follow, team_letters.end_calls),
    EventKind.INTEREST_SAID: (interests.join,),
    EventKind.TEAM_FORMED: (interests.join_those_who_said_so,),
    EventKind.HELP_ASKED: (help_asked.give_task,),
    EventKind.MEETING_SETTLED: (announcements.of_hour, deadlines.follow, talks.tell),
    EventKind.MEETING_MOVED: (announcements.of_move, debriefs.follow, deadlines.follow, talks.tell),
    EventKind.CLOCK_CHANGED: (announcements.of_clock,),
    EventKind.MEETING_CALLED_OFF: (announcements.of_cancellation, umbrella.look_above),
    EventKind.ATTENDANCE_RECORDED: (umbrella.look_above, quotes.ask_of_meeting),
    EventKind.MEETING_NOTE_TAKEN: (quotes.ask_of_note,),
    EventKind.MEETING_NOTE_CHANGED: (quotes.ask_of_note,),
    EventKind.DATE_POLL_OPENED: (polls.ask,),
    EventKind.DATE_POLL_CLOSED: (polls.hand_to_the_convener,),
    EventKind.DOCUMENT_SETTLED: (looks.ask_champions, documents.send_summary, held.look_at_what_waits),
    EventKind.DOCUMENT_LOOKED_AT: (looks.hand_on, held.look_at_what_waits),
    EventKind.LABOR_MARKET_DATA_RECORDED: (held.look_at_what_waits,),
    EventKind.GUESTS_LISTED: (held.look_at_what_waits,),
    EventKind.PRIORITY_CHOSEN: (held.look_at_what_waits,),
    EventKind.SECTOR_DECIDED: (decisions.count_as_answers,),
    EventKind.SURVEY_CLOSED: (surveys.look_at_results,),
    EventKind.SCORING_OPENED: (scores.ask,),
    EventKind.SCORES_LAID_OPEN: (scores.send,),
    EventKind.RELEASED: (releases.let_leave,),
    EventKind.WAIVER_ASKED: (second_yes.ask,),
    EventKind.RELEASE_ASKED: (second_yes.ask,),
    EventKind.RELEASE_TAKEN_BACK: (releases.withdraw,),
    EventKind.PEOPLE_MERGED: (address_repair.send_what_was_kept,),
    EventKind.MAIL_GRANT_ENDED: (mail_grants.ask_to_mend,),
    EventKind.MAIL_GRANT_RENEWED: (mail_grants.note_mended,),
    EventKind.ASSISTANT_REFUSED: (_leave_assistant_alone,),
}


@database.before_commit
def follow(
    session: Session, now: datetime, *, review: bool = True, tolerates: Tolerates | None = None
) -> None:
    """Does what follows from everything that happened to any launch in this unit of work, until nothing is left.

    Without `review` the gates wait for the next time. With `tolerates`, an error it says yes to loses only what
    follows for the launch it comes from. Raises EndlessConsequences when it does not end, naming the events.
    """
    if tolerates is not None:
        for run_id, happenings in events.take(session).items():
            _follow_apart(session, now, run_id, happenings, tolerates)
        return
    concerned: set[int] = set()
    for _ in range(MOST_ROUNDS):
        happened = events.take(session)
        if not happened:
            break
        concerned |= happened.keys()
        for run_id, happenings in happened.items():
            _follow(Launch.of(session, now, run_id), happenings, review)
    else:
        _check_it_ends(session)
    for run_id in () if review else concerned:
        events.touch(session, run_id)


def _follow_apart(
    session: Session, now: datetime, run_id: int, happenings: list[Happening], tolerates: Tolerates
) -> None:
    """One launch in a savepoint of its own. Where that fails, once more without the gates: a review may come later."""
    for review in (True, False):
        try:
            with session.begin_nested():
                events.put_back(session, run_id, happenings)
                follow(session, now, review=review)
        except Exception as error:
            if not tolerates(error):
                raise
            LOG.exception(
                "What follows for run %s failed %s the gates", run_id, "with" if review else "without"
            )
            _read_anew(session)
        else:
            return


def _read_anew(session: Session) -> None:
    """Reads what was taken back: a sender still needs its messages when the session is closed."""
    for row in list(session):
        if inspect(row).expired:
            session.refresh(row)


def _check_it_ends(session: Session) -> None:
    if left := events.take(session):
        kinds = {one.kind for happenings in left.values() for one in happenings}
        raise EndlessConsequences(
            f"What follows from this does not end; after {MOST_ROUNDS} rounds there is still: "
            f"{', '.join(sorted(kinds)) or 'a launch to review'}."
        )


def _follow(launch: Launch, happenings: list[Happening], review: bool) -> None:
    """One round for one launch: latecomers, touches, reactions in the order of the events, then the gates."""
    if any(map(_brings_people, happenings)):
        latecomers.catch_up(launch.session, launch.now, launch.run_id)
    if moved := frozenset[Anchor]().union(*(one.kind.anchors for one in happenings)):
        plan.replan(launch.session, launch.now, launch.run_id, moved)
    for one in happenings:
        for reaction in REACTIONS.get(one.kind, ()):
            reaction(launch, one)
    if review and not _can_wait(happenings):
        gates.review_run(launch.session, launch.now, launch.run_id)


def _can_wait(happenings: list[Happening]) -> bool:
    """Whether the gates may be reviewed a moment later, with what others do meanwhile."""
    return bool(happenings) and all(one.kind in events.REVIEWED_LATER for one in happenings)


def _brings_people(happening: Happening) -> bool:
    """A new champion is no latecomer yet: they are asked in the name of their owner, once they have one."""
    return happening.kind in BRING_PEOPLE and happening.data.get("role") != RoleKind.CHAMPION

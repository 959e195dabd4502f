"""A date poll as it stands: who is asked, what they have said, and what would follow from it. Reads only."""

from datetime import datetime

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from languages import DEFAULT, Language
from notifications import phrases
from notifications.context import PartnershipBrief
from sectorlaunch.errors import NotAllowed, NotFound
from sectorlaunch.records import audiences, partnerships
from sectorlaunch.records import champions as champion_records
from sectorlaunch.records import people as people_records
from sectorlaunch.records.about import About
from sectorlaunch.rules import poll_rule
from sectorlaunch.rules.poll_rule import Ballot
from sectorlaunch.tables import (
    ActionTeam,
    Partnership,
    Person,
    Poll,
    PollChoice,
    PollOption,
    PollRule,
    PollState,
    PollVote,
    RoleKind,
    TeamMember,
)

ASKED_ABOUT_LAUNCH = (*people_records.CONVENING, RoleKind.FACILITATOR, RoleKind.SUPPORT_TEAM)


def find(session: Session, partnership_id: int, poll_id: int) -> Poll:
    """Raises NotFound for a poll of another partnership."""
    poll = session.get(Poll, poll_id)
    if poll is None or poll.partnership_id != partnership_id:
        raise NotFound("There is no date poll %(number)s in this partnership.", number=poll_id)
    return poll


def of_partnership(session: Session, partnership_id: int) -> list[Poll]:
    """Every poll, the newest first."""
    return list(
        session.exec(select(Poll).where(Poll.partnership_id == partnership_id).order_by(col(Poll.id).desc()))
    )


def open_for_person(session: Session, partnership_id: int, person_id: int) -> list[Poll]:
    """The open polls this person is asked in."""
    found = session.exec(
        select(Poll)
        .where(Poll.partnership_id == partnership_id, Poll.state == PollState.OPEN)
        .order_by(col(Poll.closes_at), col(Poll.id))
    ).all()
    return [poll for poll in found if person_id in {person.id for person in asked(session, poll)}]


def options(session: Session, poll: Poll) -> list[PollOption]:
    """Its dates, the earliest first."""
    return list(
        session.exec(
            select(PollOption)
            .where(PollOption.poll_id == poll.id)
            .order_by(col(PollOption.starts_at), col(PollOption.id))
        )
    )


def asked(session: Session, poll: Poll) -> list[Person]:
    """Who may vote now: for the launch the champions who have agreed, the conveners, the facilitator and the support
    team; for a call the members of the team. Somebody who joins is asked, somebody who leaves no longer is."""
    if poll.team_id is not None:
        return list(
            session.exec(
                select(Person)
                .join(TeamMember, col(TeamMember.person_id) == col(Person.id))
                .where(TeamMember.team_id == poll.team_id, col(Person.anonymized_at).is_(None))
                .order_by(col(TeamMember.id))
            )
        )
    return asked_about_launch(session, poll.partnership_id)


def asked_about_launch(session: Session, partnership_id: int) -> list[Person]:
    """The champions who have agreed, the conveners, the facilitator and the support team."""
    people = [
        *audiences.resolve(session, partnership_id, "champions", About()),
        *people_records.with_role(session, partnership_id, ASKED_ABOUT_LAUNCH),
    ]
    return list({person.id: person for person in people}.values())


def votes(session: Session, poll: Poll) -> dict[int, dict[int, PollChoice]]:
    """Option → person → their latest word on it."""
    said: dict[int, dict[int, PollChoice]] = {option.pk: {} for option in options(session, poll)}
    rows = session.exec(
        select(PollVote)
        .where(col(PollVote.option_id).in_(said))
        .order_by(col(PollVote.voted_at), col(PollVote.id))
    )
    for row in rows:
        said[row.option_id][row.person_id] = row.choice
    return said


def voters(session: Session, poll: Poll) -> set[int]:
    """The people asked now who have voted."""
    have_voted = {person_id for by_person in votes(session, poll).values() for person_id in by_person}
    return have_voted & {person.id for person in asked(session, poll) if person.id is not None}


def silent(session: Session, poll: Poll) -> list[Person]:
    """The people asked now who have not voted."""
    voted = voters(session, poll)
    return [person for person in asked(session, poll) if person.id not in voted]


def decision(session: Session, poll: Poll, candidates: list[PollOption]) -> poll_rule.Decision:
    """What the rule says of these dates with the votes as they are, of the people asked now."""
    may_vote = {person.id for person in asked(session, poll)}
    said = votes(session, poll)
    return poll_rule.decide(
        poll.rule,
        [
            Ballot(
                option.pk,
                option.starts_at,
                {who: what for who, what in said[option.pk].items() if who in may_vote},
            )
            for option in candidates
        ],
        champions(session, poll),
    )


def champions(session: Session, poll: Poll) -> frozenset[int]:
    """Whose votes weigh first; nobody's under the other rule."""
    if poll.rule is not PollRule.CHAMPIONS_FIRST:
        return frozenset()
    found = champion_records.at_stages(session, poll.partnership_id, champion_records.COMMITTED)
    return frozenset(person.id for _, person in found if person.id is not None)


def what_for(session: Session, poll: Poll, language: Language = DEFAULT) -> str:
    """What the date is for, inside a sentence: "the launch of the Fernwater Valley Partnership"."""
    if poll.team_id is not None:
        return phrases.say(language, "poll.team", team=session.get_one(ActionTeam, poll.team_id).name)
    name = session.get_one(Partnership, poll.partnership_id).name
    brief = PartnershipBrief(name=name, language=language)
    return phrases.say(language, "poll.launch", partnership=brief.the_name)


def is_settled_for(session: Session, poll_id: int, person_id: int) -> bool:
    """Whether nothing is to be asked of this person any more: it is over, they have voted, or are not asked."""
    poll = session.get_one(Poll, poll_id)
    if poll.state is not PollState.OPEN:
        return True
    return person_id not in {person.id for person in silent(session, poll)}


CLOCK = "Sector Launch"


def next_due(session: Session) -> datetime | None:
    """The moment the next reminder or deadline of any open poll is due."""
    due: datetime | None = session.exec(
        select(func.min(Poll.due_at)).where(text("poll.state = 'open'"))
    ).one()
    return due


def standing(session: Session, run_id: int, poll_id: int) -> Poll:
    poll = locked(session, run_id, poll_id)
    if poll.state is not PollState.OPEN:
        raise NotAllowed("This poll is over already: %(how)s", how=poll.closed_how)
    return poll


def locked(session: Session, run_id: int, poll_id: int) -> Poll:
    """The poll as it is now, held until the commit: a vote and the deadline never pass each other."""
    partnership_id = partnerships.partnership_of(session, run_id).pk
    find(session, partnership_id, poll_id)
    return session.exec(
        select(Poll).where(Poll.id == poll_id).with_for_update().execution_options(populate_existing=True)
    ).one()

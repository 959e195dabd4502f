"""Who an audience is, right now. An empty audience is nobody."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from sectorlaunch.operations.letter import joint_letter
from sectorlaunch.operations.people import people_of
from sectorlaunch.operations.sector import score_sheets
from sectorlaunch.tables import (
    ActionTeam,
    ChampionStage,
    Commitment,
    InvitationState,
    Meeting,
    Person,
    RoleKind,
    TeamMember,
)


@dataclass(frozen=True)
class Subject:
    """What one occurrence of a touch is about: the run as a whole, a person, a meeting, a commitment or a week."""

    kind: str = "run"
    key: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}" if self.key else self.kind

    @classmethod
    def parse(cls, text: str) -> "Subject":
        kind, _, key = text.partition(":")
        return cls(kind, key)

    def id_of(self, kind: str) -> int | None:
        return int(self.key) if self.kind == kind else None


def resolve(session: Session, partnership_id: int, audience: str, about: Subject) -> list[Person]:
    """The people of an audience, each once. Raises KeyError for a name that is not in `AUDIENCES`."""
    return list({p.id: p for p in _RULES[audience](session, partnership_id, about)}.values())


Rule = Callable[[Session, int, Subject], Iterable[Person]]


def _roles(*kinds: RoleKind) -> Rule:
    return lambda session, partnership_id, _about: people_of.with_role(session, partnership_id, kinds)


def _champions(*stages: ChampionStage) -> Rule:
    def rule(session: Session, partnership_id: int, about: Subject) -> list[Person]:
        only = about.id_of("person")
        found = people_of.champions(session, partnership_id, stages)
        return [person for _, person in found if only in (None, person.id)]

    return rule


def _champions_with_digest(session: Session, partnership_id: int, _about: Subject) -> list[Person]:
    found = people_of.champions(session, partnership_id, people_of.COMMITTED)
    return [person for champion, person in found if champion.wants_digest]


def _guests(*states: InvitationState, business: bool | None = None) -> Rule:
    def rule(session: Session, partnership_id: int, _about: Subject) -> list[Person]:
        launch = people_of.launch_meeting(session, partnership_id)
        if launch is None or launch.id is None:
            return []
        people = [
            person
            for invitation, person in people_of.invited(session, launch.id)
            if not states or invitation.state in states
        ]
        if business is None:
            return people
        sectors = people_of.sectors(session, people)
        return [p for p in people if people_of.is_business(sectors, p) is business]

    return rule


def _signers(session: Session, partnership_id: int, _about: Subject) -> list[Person]:
    return [person for _, person in joint_letter.signatures(session, partnership_id)]


def _without(rule: Rule, others: Rule) -> Rule:
    def left(session: Session, partnership_id: int, about: Subject) -> list[Person]:
        out = {person.id for person in others(session, partnership_id, Subject())}
        return [person for person in rule(session, partnership_id, about) if person.id not in out]

    return left


def _relationship_owner(session: Session, partnership_id: int, about: Subject) -> list[Person]:
    person_id = about.id_of("person")
    champion = people_of.champion_of(session, partnership_id, person_id) if person_id is not None else None
    if champion is not None and champion.owner_id is not None:
        return [session.get_one(Person, champion.owner_id)]
    return [people_of.convener(session, partnership_id)]


def _partners(session: Session, partnership_id: int, _about: Subject) -> list[Person]:
    return people_of.with_role(
        session, partnership_id, [*people_of.CONVENING, RoleKind.SUPPORT_TEAM, RoleKind.PUBLIC_PARTNER]
    )


def _teams_about(session: Session, partnership_id: int, about: Subject) -> list[ActionTeam]:
    meeting_id = about.id_of("meeting")
    teams = people_of.teams(session, partnership_id)
    if meeting_id is None:
        return teams
    team_id = session.get_one(Meeting, meeting_id).team_id
    return [team for team in teams if team.id == team_id]


def team_members(session: Session, partnership_id: int, about: Subject) -> list[Person]:
    teams = [team.id for team in _teams_about(session, partnership_id, about)]
    return list(
        session.exec(
            select(Person)
            .join(TeamMember, col(TeamMember.person_id) == col(Person.id))
            .where(col(TeamMember.team_id).in_(teams), col(Person.anonymised_at).is_(None))
            .order_by(col(TeamMember.id))
        )
    )


def _team_leads(session: Session, partnership_id: int, about: Subject) -> list[Person]:
    leads = [team.lead_id for team in _teams_about(session, partnership_id, about) if team.lead_id]
    return [session.get_one(Person, lead) for lead in leads]


def _team_partners(session: Session, partnership_id: int, about: Subject) -> list[Person]:
    members = team_members(session, partnership_id, about)
    sectors = people_of.sectors(session, members)
    return [p for p in members if not people_of.is_business(sectors, p)]


def _commitment_owner(session: Session, _partnership_id: int, about: Subject) -> list[Person]:
    commitment_id = about.id_of("commitment")
    if commitment_id is None:
        return []
    owner = session.get_one(Commitment, commitment_id).owner_id
    return [session.get_one(Person, owner)] if owner is not None else []


def _meeting_members(session: Session, _partnership_id: int, about: Subject) -> list[Person]:
    meeting_id = about.id_of("meeting")
    return [] if meeting_id is None else [person for _, person in people_of.invited(session, meeting_id)]


_LAUNCH_TEAM = (RoleKind.CO_CONVENER, RoleKind.FACILITATOR, RoleKind.SCRIBE, RoleKind.SUPPORT_TEAM)
_WAS_THERE = (InvitationState.ATTENDED,)
_COMING = (InvitationState.ACCEPTED, InvitationState.TENTATIVE, InvitationState.TO_CONFIRM)

_RULES: dict[str, Rule] = {
    "convener": lambda session, partnership_id, _: [people_of.convener(session, partnership_id)],
    "conveners": _roles(*people_of.CONVENING),
    "facilitator": _roles(RoleKind.FACILITATOR),
    "scribe": lambda session, partnership_id, _: [people_of.scribe(session, partnership_id)],
    "support-team": _roles(RoleKind.SUPPORT_TEAM),
    "scorers": lambda session, partnership_id, _: score_sheets.scorers(session, partnership_id),
    "launch-team": _without(_roles(*_LAUNCH_TEAM), _guests()),
    "role-holders": _roles(*people_of.ROLE_SHEET),
    "champion-prospects": _champions(ChampionStage.PROSPECT),
    "champions-asked": _champions(ChampionStage.ASKED),
    "champions": _champions(*people_of.COMMITTED),
    "champions-with-digest": _champions_with_digest,
    "relationship-owner": _relationship_owner,
    "guests": _guests(),
    "other-guests": _without(_guests(), _signers),
    "letter-signers": _signers,
    "business-guests": _guests(business=True),
    "public-guests": _guests(business=False),
    "guests-coming": _guests(*_COMING),
    "other-guests-coming": _without(_guests(*_COMING), _champions(*people_of.COMMITTED)),
    "attendees": _guests(*_WAS_THERE),
    "business-attendees": _guests(*_WAS_THERE, business=True),
    "no-shows": _guests(InvitationState.NO_SHOW),
    "partners": _partners,
    "team-members": team_members,
    "team-leads": _team_leads,
    "team-partners": _team_partners,
    "commitment-owner": _commitment_owner,
    "summary-owner": lambda session, partnership_id, _: [people_of.scribe(session, partnership_id)],
    "meeting-members": _meeting_members,
}

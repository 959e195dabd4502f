"""Who an audience is, right now. An empty audience is nobody."""

from collections.abc import Callable, Iterable

from sqlmodel import Session

from sectorlaunch.records import champions, invitations, letter, meetings, scores, surveys, teams
from sectorlaunch.records import people as people_records
from sectorlaunch.records.about import About
from sectorlaunch.tables import (
    AboutKind,
    ChampionStage,
    Commitment,
    InvitationState,
    Meeting,
    Person,
    RoleKind,
)


def resolve(session: Session, partnership_id: int, audience: str, about: About) -> list[Person]:
    """The people of an audience, each once. Raises KeyError for a name that is not in `AUDIENCES`."""
    return list({p.id: p for p in _RULES[audience](session, partnership_id, about)}.values())


Rule = Callable[[Session, int, About], Iterable[Person]]


def _roles(*kinds: RoleKind) -> Rule:
    return lambda session, partnership_id, _about: people_records.with_role(session, partnership_id, kinds)


def _champions(*stages: ChampionStage) -> Rule:
    def rule(session: Session, partnership_id: int, about: About) -> list[Person]:
        only = about.id_of("person")
        found = champions.at_stages(session, partnership_id, stages)
        return [person for _, person in found if only in (None, person.id)]

    return rule


def _champions_with_digest(session: Session, partnership_id: int, _about: About) -> list[Person]:
    found = champions.at_stages(session, partnership_id, champions.COMMITTED)
    return [person for champion, person in found if champion.wants_digest]


def _guests(*states: InvitationState, business: bool | None = None) -> Rule:
    def rule(session: Session, partnership_id: int, _about: About) -> list[Person]:
        launch = meetings.launch_meeting(session, partnership_id)
        if launch is None or launch.id is None:
            return []
        people = [
            person
            for invitation, person in invitations.invited(session, launch.id)
            if not states or invitation.state in states
        ]
        if business is None:
            return people
        sectors = people_records.sectors(session, people)
        return [p for p in people if people_records.is_business(sectors, p) is business]

    return rule


def _signers(session: Session, partnership_id: int, _about: About) -> list[Person]:
    return [person for _, person in letter.signatures(session, partnership_id)]


def _without(rule: Rule, others: Rule) -> Rule:
    def left(session: Session, partnership_id: int, about: About) -> list[Person]:
        out = {person.id for person in others(session, partnership_id, About())}
        return [person for person in rule(session, partnership_id, about) if person.id not in out]

    return left


def _relationship_owner(session: Session, partnership_id: int, about: About) -> list[Person]:
    person_id = about.id_of("person")
    champion = champions.champion_of(session, partnership_id, person_id) if person_id is not None else None
    if champion is not None and champion.owner_id is not None:
        return [session.get_one(Person, champion.owner_id)]
    owner = people_records.owner_of(session, partnership_id, person_id) if person_id is not None else None
    return [owner or people_records.convener(session, partnership_id)]


def _ask_owners(session: Session, partnership_id: int, about: About) -> list[Person]:
    prospects = champions.at_stages(session, partnership_id, [ChampionStage.PROSPECT])
    only = about.id_of("person")
    found = [About(AboutKind.PERSON, person.id) for _, person in prospects if only in (None, person.id)]
    return [owner for one in found for owner in _relationship_owner(session, partnership_id, one)]


def _partners(session: Session, partnership_id: int, _about: About) -> list[Person]:
    return people_records.with_role(
        session, partnership_id, [*people_records.CONVENING, RoleKind.SUPPORT_TEAM, RoleKind.PUBLIC_PARTNER]
    )


def _team_leads(session: Session, partnership_id: int, about: About) -> list[Person]:
    leads = [team.lead_id for team in teams.teams_about(session, partnership_id, about) if team.lead_id]
    return [session.get_one(Person, lead) for lead in leads]


def _team_partners(session: Session, partnership_id: int, about: About) -> list[Person]:
    members = teams.team_members(session, partnership_id, about)
    sectors = people_records.sectors(session, members)
    return [p for p in members if not people_records.is_business(sectors, p)]


def _commitment_owner(session: Session, _partnership_id: int, about: About) -> list[Person]:
    commitment_id = about.id_of("commitment")
    if commitment_id is None:
        return []
    owner = session.get_one(Commitment, commitment_id).owner_id
    return [session.get_one(Person, owner)] if owner is not None else []


def _meeting_members(session: Session, _partnership_id: int, about: About) -> list[Person]:
    meeting_id = about.id_of("meeting")
    return [] if meeting_id is None else [person for _, person in invitations.invited(session, meeting_id)]


def _any_of(*rules: Rule) -> Rule:
    return lambda session, partnership_id, about: [
        person for rule in rules for person in rule(session, partnership_id, about)
    ]


def _debrief_raters(session: Session, partnership_id: int, about: About) -> list[Person]:
    """The support team, and public partners who were in the room."""
    team = people_records.with_role(session, partnership_id, [RoleKind.SUPPORT_TEAM])
    return [*team, *_guests(*_WAS_THERE, business=False)(session, partnership_id, about)]


def _survey_raters(session: Session, _partnership_id: int, about: About) -> list[Person]:
    round_id = about.id_of("survey")
    return [] if round_id is None else [person for _, person in surveys.places(session, round_id)]


def _agenda_setter(session: Session, partnership_id: int, about: About) -> list[Person]:
    meeting_id = about.id_of("meeting")
    meeting = session.get(Meeting, meeting_id) if meeting_id is not None else None
    setter = meetings.agenda_by(meeting) if meeting is not None else None
    return [session.get_one(Person, setter) if setter else people_records.convener(session, partnership_id)]


_LAUNCH_TEAM = (RoleKind.CO_CONVENER, RoleKind.FACILITATOR, RoleKind.SCRIBE, RoleKind.SUPPORT_TEAM)
_WAS_THERE = (InvitationState.ATTENDED,)
_COMING = (InvitationState.ACCEPTED, InvitationState.TENTATIVE, InvitationState.TO_CONFIRM)

_RULES: dict[str, Rule] = {
    "convener": lambda session, partnership_id, _: [people_records.convener(session, partnership_id)],
    "conveners": _roles(*people_records.CONVENING),
    "facilitator": _roles(RoleKind.FACILITATOR),
    "scribe": lambda session, partnership_id, _: [people_records.scribe(session, partnership_id)],
    "support-team": _roles(RoleKind.SUPPORT_TEAM),
    "scorers": lambda session, partnership_id, _: scores.scorers(session, partnership_id),
    "launch-team": _without(_roles(*_LAUNCH_TEAM), _guests()),
    "role-holders": _roles(*people_records.ROLE_SHEET),
    "champion-prospects": _champions(ChampionStage.PROSPECT),
    "champions-asked": _champions(ChampionStage.ASKED),
    "champions": _champions(*champions.COMMITTED),
    "champions-with-digest": _champions_with_digest,
    "ask-owners": _ask_owners,
    "relationship-owner": _relationship_owner,
    "guests": _guests(),
    "other-guests": _without(_guests(), _signers),
    "letter-signers": _signers,
    "business-guests": _guests(business=True),
    "public-guests": _guests(business=False),
    "guests-coming": _guests(*_COMING),
    "other-guests-coming": _without(_guests(*_COMING), _champions(*champions.COMMITTED)),
    "attendees": _guests(*_WAS_THERE),
    "business-attendees": _guests(*_WAS_THERE, business=True),
    "no-shows": _guests(InvitationState.NO_SHOW),
    "absent-business-guests": _guests(InvitationState.DECLINED, InvitationState.NO_SHOW, business=True),
    "partners": _partners,
    "team-members": teams.team_members,
    "team-leads": _team_leads,
    "team-partners": _team_partners,
    "commitment-owner": _commitment_owner,
    "summary-owner": lambda session, partnership_id, _: [people_records.scribe(session, partnership_id)],
    "health-raters": _any_of(
        _champions(*champions.COMMITTED),
        teams.team_members,
        _roles(*people_records.CONVENING, RoleKind.SUPPORT_TEAM),
    ),
    "debrief-raters": _debrief_raters,
    "survey-raters": _survey_raters,
    "meeting-members": _meeting_members,
    "agenda-setter": _agenda_setter,
}

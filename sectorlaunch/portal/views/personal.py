"""A person's own page in one partnership: what is asked of them, what they have said, what comes next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from languages import Language
from notifications.context import PartnershipBrief, RoleSheet
from notifications.rendering import traits
from notifications.role_sheets import role_sheet
from playbooks.model import Shown
from sectorlaunch.portal.views import (
    after_launch,
    asked,
    date_polls,
    own_day,
    own_offers,
    own_releases,
    own_scores,
    own_surveys,
    own_talks,
    shown,
    standing,
)
from sectorlaunch.portal.views import launch as launch_views
from sectorlaunch.portal.views.after_launch import AfterLaunch
from sectorlaunch.portal.views.around import Around, OwnTeam, around
from sectorlaunch.portal.views.asked import Asked
from sectorlaunch.portal.views.launch import TaskView
from sectorlaunch.portal.views.own_day import OwnDay
from sectorlaunch.portal.views.own_talks import OwnTalks
from sectorlaunch.portal.views.shown import Evidence
from sectorlaunch.records import (
    agenda_drafts,
    assistants,
    champions,
    data_briefs,
    dates,
    letter,
    looks,
    meetings,
    peers,
    people,
    report_backs,
    who_can_help,
)
from sectorlaunch.records.invitations import UNANSWERED
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import (
    ActionTeam,
    Champion,
    ChampionStage,
    Commitment,
    CommitmentState,
    Document,
    DocumentLook,
    Invitation,
    InvitationState,
    Meeting,
    MeetingKind,
    NamedPeer,
    Partnership,
    Person,
    Role,
    RoleKind,
)

ASKED = (ChampionStage.PROSPECT, ChampionStage.ASKED)


@dataclass(frozen=True)
class Place:
    """A person's place at one meeting."""

    meeting: Meeting
    invitation: Invitation
    host: str
    title: str
    """Of the meeting, in the reader's language."""

    @property
    def is_silent(self) -> bool:
        return self.invitation.state in UNANSWERED

    @property
    def has_to_confirm(self) -> bool:
        """Whether they meant to come, on a date that has changed since."""
        return self.invitation.state is InvitationState.TO_CONFIRM


@dataclass(frozen=True)
class Promise:
    commitment: Commitment
    team: str
    is_late: bool
    who_helps: str
    """Whoever hears of it when they ask for help."""
    reported_on: date | None = None
    """When it was last said how it stands, of what an organization promised."""


@dataclass(frozen=True)
class Sheet:
    """A role's sheet, for the person who holds the role."""

    sheet: RoleSheet
    is_open: bool


@dataclass(frozen=True)
class Contact:
    """Who to call."""

    name: str
    position: str
    phone: str
    email: str


@dataclass(frozen=True)
class PersonalPage:
    launch: Launch
    person: Person
    zone: ZoneInfo
    """Of the dates on the page: the reader's."""
    language: Language
    """Of the page: the person's."""
    convenes: bool
    launch_on: date | None
    letter_is_ready: bool
    """Whether the launch has its day and hour."""
    letter_can_be_read: bool
    """Whether there is a launch the invitation letter can be shown for."""
    letter_seen: str
    """The fingerprint of the words a champion has before them; signing is refused when they were changed meanwhile."""
    questions: list[Asked]
    answered: list[Asked]
    evidence: Mapping[Shown, Evidence]
    """What their questions show above them."""
    sheets: list[Sheet]
    champion: Champion | None
    digest_is_offered: bool
    """Whether a champion may ask for the short note each Monday: they have agreed, and the playbook has it."""
    fellow_champions: list[str]
    places: list[Place]
    polls: list[date_polls.Question]
    promises: list[Promise]
    tasks: list[TaskView]
    ask_from: Contact
    contact: Contact
    around: Around
    """Who comes, their teams, what others said, what comes next."""
    standing: standing.Standing
    """Where the launch is, and what business leaders chose."""
    after_launch: AfterLaunch | None = None
    """What they are asked once the launch is over."""
    scoring: own_scores.Scoring | None = None
    """The sectors they are asked to score alone."""
    sectors_to_note: Mapping[str, str] = field(default_factory=dict)
    """NAICS code and name of the sectors they may put a note beside; none for those who do not choose the sector."""
    has_brief: bool = False
    """Whether a data brief has gone out."""
    releases: list[own_releases.ToRelease] = field(default_factory=list)
    """Letters that leave when they let them go."""
    for_assistant: bool = False
    """Whether their assistant is looking, who answers for them."""
    talks: OwnTalks | None = None
    day: OwnDay | None = None
    """The launch while it is on, or about to be."""
    agendas: list[tuple[Meeting, str, bool]] = field(default_factory=list)
    """Meetings ahead whose agenda they set: what is on it, a line for each part, and whether they have set it."""
    look: tuple[DocumentLook, Document] | None = None
    """The summary they are to look at before it leaves."""
    peers: list[NamedPeer] = field(default_factory=list)
    """Whom they would bring to a team, and have not let the welcome go to."""
    ways_in: list[own_offers.WayIn] = field(default_factory=list)
    """Teams that say how a partner can help."""
    surveys: list[own_surveys.OwnSurvey] = field(default_factory=list)

    @property
    def by(self) -> str:
        """Who answers here, in words."""
        return assistants.acts_for(self.person) if self.for_assistant else self.person.name

    @property
    def the_partnership(self) -> str:
        """Its name as it reads inside a sentence."""
        return PartnershipBrief(name=self.launch.partnership.name, language=self.language).the_name

    @property
    def first_calls(self) -> list[OwnTeam]:
        """The teams they lead whose first call they are to set."""
        return [team for team in self.around.teams if team.waits_for_its_lead]

    @property
    def led(self) -> list[OwnTeam]:
        """The teams they lead."""
        return [one for one in self.around.teams if one.team.lead_id == self.person.id]

    @property
    def has_open_sheet(self) -> bool:
        return any(sheet.is_open for sheet in self.sheets)

    @property
    def has_place_at_launch(self) -> bool:
        return any(place.meeting.kind is MeetingKind.LAUNCH for place in self.places)

    @property
    def champion_job(self) -> str:
        """What a champion is asked to do now: "answer", "sign", or nothing."""
        if self.champion is None:
            return ""
        if self.champion.stage in ASKED:
            return "answer"
        committed = self.champion.stage in champions.COMMITTED
        return "sign" if committed and self.champion.signed_at is None else ""

    @property
    def job(self) -> str:
        """The one thing this page is for now."""
        if self.day is not None and self.day.asks:
            return "day"
        if self.champion_job:
            return self.champion_job
        if any(place.is_silent for place in self.places):
            return "reply"
        if self.look is not None and self.look[0].said_at is None:
            return "look"
        if self.releases:
            return "release"
        if any(not is_set for _, _, is_set in self.agendas):
            return "agenda"
        if any(question.is_silent for question in self.polls):
            return "poll"
        if self.first_calls:
            return "first call"
        if self.questions:
            return "questions"
        if self.scoring is not None and self.scoring.is_silent:
            return "scores"
        if self.has_open_sheet:
            return "sheet"
        if any(one.is_silent for one in self.surveys):
            return "survey"
        if self.tasks or self.promises:
            return "tasks" if self.tasks else "promises"
        return self.after_launch.waits_for if self.after_launch is not None else ""


def personal(
    session: Session, now: datetime, person_id: int, partnership_id: int, *, for_assistant: bool = False
) -> PersonalPage:
    """Everything the page of a person shows."""
    partnership = session.get_one(Partnership, partnership_id)
    person = session.get_one(Person, person_id)
    at_hand = Launch.of_partnership(session, now, partnership)
    zone = ZoneInfo(person.zone or partnership.zone)
    language = people.language_of(session, person)
    convener = people.convener(session, partnership_id)
    champion = champions.champion_of(session, partnership_id, person_id)
    owner = session.get_one(Person, champion.owner_id) if champion and champion.owner_id else convener
    meeting = at_hand.meeting
    questions, answered = asked.of_person(session, at_hand.run_id, person_id, language)
    sheets = _sheets(session, partnership_id, person_id, language)
    return PersonalPage(
        launch=at_hand,
        person=person,
        zone=zone,
        language=language,
        convenes=person_id in {p.id for p in people.with_role(session, partnership_id, people.CONVENING)},
        launch_on=dates.launch_date(session, partnership),
        letter_can_be_read=meeting is not None,
        letter_is_ready=meeting is not None and meeting.starts_at is not None,
        letter_seen=letter.words_in_view(session, partnership_id) if champion else "",
        questions=questions,
        answered=answered,
        evidence=_evidence(at_hand, (*questions, *answered), language),
        sheets=sheets,
        champion=champion,
        digest_is_offered=_digest_is_offered(at_hand, champion),
        fellow_champions=_fellows(session, partnership_id, person_id) if champion else [],
        places=_places(at_hand, person_id, language),
        polls=date_polls.questions(session, now, partnership_id, person_id, language),
        promises=_promises(at_hand, now.astimezone(zone).date(), person_id),
        tasks=launch_views.tasks(at_hand, person_id, language),
        ask_from=_contact(session, owner),
        contact=_contact(session, convener),
        around=around(
            at_hand,
            person_id,
            answered,
            language,
            is_champion=champion is not None and champion.stage in champions.COMMITTED,
            holds_role=bool(sheets),
        ),
        standing=standing.standing(at_hand, language),
        after_launch=after_launch.of_person(at_hand, person),
        scoring=own_scores.of_member(session, partnership, person, language),
        sectors_to_note=own_scores.sectors_to_note(session, partnership_id, person_id, language),
        has_brief=data_briefs.was_sent(session, partnership_id),
        releases=[] if for_assistant else own_releases.of_person(at_hand, person_id, language),
        for_assistant=for_assistant,
        surveys=[] if for_assistant else own_surveys.of_person(at_hand, person_id, language),
        agendas=_agendas(at_hand, person_id, language),
        look=None if for_assistant else looks.of_person(at_hand, person_id),
        peers=peers.named_by(session, partnership_id, person_id),
        ways_in=own_offers.of_person(at_hand, person),
        talks=own_talks.of_person(at_hand, person_id, for_assistant=for_assistant),
        day=None if for_assistant else own_day.of_person(at_hand, person_id),
    )


AGENDA_FROM = timedelta(days=35)
"""So long before a meeting its agenda is on the page of whoever sets it."""


def _agendas(launch: Launch, person_id: int, language: Language) -> list[tuple[Meeting, str, bool]]:
    ahead = [
        one
        for kind in agenda_drafts.DRAFTED
        for one in meetings.of_kind(launch.session, launch.partnership_id, kind)
        if one.held_at is None and one.starts_at and launch.now < one.starts_at < launch.now + AGENDA_FROM
    ]
    return [
        (one, agenda_drafts.lines(launch, one, language), agenda_drafts.is_set(launch, one))
        for one in ahead
        if meetings.agenda_by(one) == person_id
    ]


def _evidence(launch: Launch, asked: Iterable[Asked], language: Language) -> Mapping[Shown, Evidence]:
    """What is shown, once each."""
    wanted = dict.fromkeys(one.question.shows for one in asked if one.question.shows is not None)
    return {what: shown.evidence(launch, what, language) for what in wanted}


def _sheets(session: Session, partnership_id: int, person_id: int, language: Language) -> list[Sheet]:
    roles = session.exec(
        select(Role)
        .where(
            Role.partnership_id == partnership_id,
            Role.person_id == person_id,
            col(Role.kind).in_(people.ROLE_SHEET),
            col(Role.ended_at).is_(None),
        )
        .order_by(col(Role.id))
    ).all()
    return [
        Sheet(role_sheet(RoleKind(role.kind).value, language), role.acknowledged_at is None) for role in roles
    ]


def _digest_is_offered(launch: Launch, champion: Champion | None) -> bool:
    if champion is None or champion.stage not in champions.COMMITTED:
        return False
    return any(
        traits(touch.kind).is_digest and touch.to == "champions-with-digest"
        for _, _, touch in launch.playbook.touches()
    )


def _fellows(session: Session, partnership_id: int, person_id: int) -> list[str]:
    """The other champions who have agreed, with their companies."""
    found = champions.at_stages(session, partnership_id, champions.COMMITTED)
    others = [person for _, person in found if person.id != person_id]
    return [
        f"{p.name} ({company})" if (company := people.organization_name(session, p)) else p.name
        for p in others
    ]


def _places(launch: Launch, person_id: int, language: Language) -> list[Place]:
    """Dated meetings ahead at which the person has a place; those not answered first, then by date."""
    session = launch.session
    rows = session.exec(
        select(Meeting, Invitation)
        .join(Invitation, col(Invitation.meeting_id) == col(Meeting.id))
        .where(
            Meeting.partnership_id == launch.partnership_id,
            Invitation.person_id == person_id,
            col(Meeting.canceled_at).is_(None),
            col(Meeting.held_at).is_(None),
            col(Meeting.starts_at) > launch.now,
            Invitation.state != InvitationState.ATTENDED,  # here; the day has a section of its own
            Meeting.kind != MeetingKind.TALK,  # so has this
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    ).all()
    places = []
    for meeting, invitation in rows:
        host = session.get_one(Person, meeting.host_id) if meeting.host_id is not None else None
        company = people.organization_name(session, host) if host else ""
        host_words = ", ".join(part for part in (host.name if host else "", company) if part)
        title = meetings.title_in(language, meeting)
        places.append(Place(meeting, invitation, host_words, title))
    return sorted(places, key=lambda place: not place.is_silent)


def _promises(launch: Launch, today: date, person_id: int) -> list[Promise]:
    session = launch.session
    rows = session.exec(
        select(Commitment)
        .where(
            Commitment.partnership_id == launch.partnership_id,
            Commitment.owner_id == person_id,
            Commitment.state == CommitmentState.OPEN,
        )
        .order_by(col(Commitment.due_on), col(Commitment.id))
    ).all()
    return [
        Promise(
            commitment,
            session.get_one(ActionTeam, commitment.team_id).name if commitment.team_id else "",
            commitment.due_on is not None and commitment.due_on < today,
            who_can_help.with_promise(launch, commitment).name,
            _reported_on(session, commitment),
        )
        for commitment in rows
    ]


def _reported_on(session: Session, commitment: Commitment) -> date | None:
    said = (
        report_backs.of_commitment(session, commitment.pk) if commitment.organization_id is not None else []
    )
    return said[0].written_at.date() if said else None


def _contact(session: Session, person: Person) -> Contact:
    position = ", ".join(
        part for part in (person.job_title, people.organization_name(session, person)) if part
    )
    return Contact(person.name, position, person.phone, person.email or "")

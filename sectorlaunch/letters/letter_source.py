"""What every letter is written from: the people, the dates, and the shared ways of putting them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from languages import DEFAULT, Language, formatting
from notifications import phrases
from notifications.context import (
    OURS,
    CommitmentBrief,
    MeetingBrief,
    PartnershipBrief,
    PersonBrief,
    Recipient,
    TeamBrief,
)
from notifications.rendering import context_class, language_of, traits
from playbooks.model import Playbook
from sectorlaunch.contacts import names
from sectorlaunch.query_cache import cached
from sectorlaunch.records import champions, data_briefs, meeting_moves, meetings, partnerships
from sectorlaunch.records import letter as letter_records
from sectorlaunch.records import people as people_records
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.meeting_moves import WhenAndWhere
from sectorlaunch.tables import (
    AboutKind,
    ActionTeam,
    ChampionStage,
    Commitment,
    DataBrief,
    Meeting,
    MeetingKind,
    Message,
    MessageState,
    Offer,
    Person,
    PlannedTouch,
    RoleKind,
    TeamMember,
)

Fields = dict[str, Any]


@dataclass(frozen=True)
class LetterRequest:
    """Which letter is to be composed: a kind, to one person, about something."""

    kind: str
    person: Person
    about: About
    why: str
    """Why they get it, in words."""
    link: str
    unsubscribe_url: str = ""
    gate_key: str | None = None
    silent: tuple[Person, ...] = ()
    """Whom a hand-over is about."""
    explanation: str = ""
    answer_by: date | None = None
    """By when they are to answer."""
    planned: PlannedTouch | None = None
    """The touch it comes from."""
    in_partnership_language: bool = False
    """Whether it brings words the convener wrote for it: no letter is in two languages."""


@dataclass(frozen=True, kw_only=True)
class LetterSource(LetterRequest):
    """What is asked for, with the launch it is written in and the shared ways of putting things."""

    launch: Launch

    @classmethod
    def of(cls, launch: Launch, request: LetterRequest) -> "LetterSource":
        return cls(**vars(request), launch=launch)

    def shared_fields(self) -> Fields:
        """What every message says, whatever its kind."""
        return {
            "language": self.language,
            "recipient": Recipient(
                name=self.person.name,
                first_name=names.read(self.person.name).given,
                organization=self.organization,
            ),
            "partnership": PartnershipBrief(
                name=self.launch.partnership.name,
                industry=self.launch.partnership.industry,
                region=self.launch.partnership.region,
                language=self.language,
            ),
            "sender": self.sender_brief,
            "why": self._why(),
            "today": self.today,
            "link": self.link,
            "about": self.numbers(),
            "unsubscribe_url": self.unsubscribe_url,
        }

    @cached_property
    def team_id(self) -> int | None:
        """The action team the letter is about: by itself, by an offer to it, or by its call."""
        offer_id, meeting = self.about.id_of("offer"), self.meeting_of_the_letter()
        if offer_id is not None:
            return self.launch.session.get_one(Offer, offer_id).team_id
        return self.about.id_of("team") or (meeting.team_id if meeting is not None else None)

    def numbers(self, team_id: int | None = None) -> dict[str, int]:
        """Which of several forms is meant: that of this meeting, poll or promise, or of a team."""
        meeting = self.meeting_of_the_letter()
        numbers = {"meeting": meeting.pk} if meeting is not None and meeting.id is not None else {}
        if self.about.id is not None and self.about.kind in (
            AboutKind.POLL,
            AboutKind.SURVEY,
            AboutKind.COMMITMENT,
        ):
            numbers[self.about.kind.value] = self.about.id
        if team := team_id or self.team_id:
            numbers["team"] = team
        return numbers

    @cached_property
    def language(self) -> Language:
        """The reader's, or the partnership's, where the kind has words in it; else English, and no part of it in another.

        Words of the champions' own and the summary are in the partnership's language, and so is all that stands around them.
        """
        partnership = self.launch.partnership
        wish = people_records.language_of(self.launch.session, self.person)
        shows_letter = "letter" in context_class(self.kind).model_fields
        if (
            self.in_partnership_language
            or traits(self.kind).is_summary
            or (shows_letter and not letter_records.is_standard(self.launch.session, partnership))
        ):
            wish = partnership.language
        return DEFAULT if self._quotes_english(wish) else language_of(self.kind, wish)

    def _quotes_english(self, wish: Language) -> bool:
        """Whether it would quote words of the playbook, or bring a brief, that there are not in that language."""
        session, brief_id = self.launch.session, self.about.id_of(AboutKind.BRIEF)
        if brief_id is not None:
            return not data_briefs.in_language(session, session.get_one(DataBrief, brief_id), wish)
        if not traits(self.kind).quotes_playbook:
            return False
        quoted = {self.gate_key, self.planned.touch_key if self.planned else None}
        return bool(quoted & self.launch.translation(wish).lacking)

    @cached_property
    def playbook(self) -> Playbook:
        """The launch's, as the reader gets it."""
        return self.launch.translation(self.language).playbook

    def say(self, key: str, **fields: Any) -> str:
        """A phrase in the reader's language."""
        return phrases.say(self.language, key, **fields)

    def part(self, part: str) -> str:
        """What somebody does at a meeting: "welcome the guests"; a part of the convener's own as they wrote it."""
        key = f"part.{part}"
        return self.say(key) if phrases.has(self.language, key) else part

    @cached_property
    def zone(self) -> ZoneInfo:
        """The recipient's: dates in a letter are theirs."""
        return ZoneInfo(self.person.zone or self.launch.partnership.zone)

    @cached_property
    def today(self) -> date:
        return self.launch.now.astimezone(self.zone).date()

    @cached_property
    def organization(self) -> str:
        return people_records.organization_name(self.launch.session, self.person)

    @cached_property
    def sender(self) -> Person:
        if traits(self.kind).from_the_owner and self.person.id is not None:
            champion = champions.champion_of(self.launch.session, self.launch.partnership_id, self.person.id)
            if champion is not None and champion.owner_id is not None:
                return self.launch.session.get_one(Person, champion.owner_id)
        return self.launch.convener

    @property
    def is_from_us(self) -> bool:
        """Whether the one in whose name it would be written reads it: nobody writes to themselves."""
        return self.sender.id == self.person.id

    @property
    def sender_name(self) -> str:
        return OURS if self.is_from_us else self.sender.name

    @property
    def sender_brief(self) -> PersonBrief:
        return PersonBrief(name=OURS) if self.is_from_us else self.brief(self.sender)

    @cached_property
    def roles(self) -> list[RoleKind]:
        return people_records.roles_of(self.launch.session, self.launch.partnership_id, self.person.id)

    def _why(self) -> str:
        return self.say(self._why_key(), partnership=self.shared_name)

    def because(self, what: str) -> str:
        """Why they get it, where that is something they did: "answered"."""
        return self.say(f"why.{what}", partnership=self.shared_name)

    def _why_key(self) -> str:
        """What the reader is to the partnership: a champion as far as they have come, else the first role they hold."""
        return next(
            (
                key
                for key in (
                    self._as_champion(),
                    *(f"why.{role.value}" for role in RoleKind if role in self.roles),
                )
                if key and phrases.has(self.language, key)
            ),
            "why.anybody",
        )

    def _as_champion(self) -> str:
        """What somebody on the champion pipeline is to us now; nothing where they declined, or hold a part besides."""
        champion = champions.champion_of(self.launch.session, self.launch.partnership_id, self.person.pk)
        if champion is None or set(self.roles) & _PARTS:
            return ""
        return _AS_CHAMPION.get(champion.stage, "")

    @property
    def shared_name(self) -> str:
        return partnerships.name_in_a_sentence(self.language, self.launch.partnership)

    def on(self, moment: datetime) -> str:
        """A day in words on the recipient's calendar: "Thursday, May 14"."""
        return self.day(moment.astimezone(self.zone).date())

    def day(self, on: date) -> str:
        """A day in words: "Thursday, May 14"."""
        return formatting.short_day(self.language, on)

    @property
    def due_words(self) -> str:
        """The one day by which the reader is to answer, in words; empty where none is set."""
        return self.day(self.answer_by) if self.answer_by is not None else ""

    def in_days(self, business_days: int) -> str:
        """The day so many business days from today, in words."""
        return self.day(self.launch.calendar.add_business_days(self.today, business_days))

    def was_sent(self, kind: str, gate_key: str | None = None) -> bool:
        """Whether the reader has had a letter of this kind, about a gate where one is named."""
        sent = select(Message.id).where(
            Message.run_id == self.launch.run_id,
            Message.person_id == self.person.id,
            Message.kind == kind,
            Message.state == MessageState.SENT,
            *([Message.stop_gate == gate_key] if gate_key else []),
        )
        return self.launch.session.exec(sent.limit(1)).first() is not None

    def brief(self, person: Person) -> PersonBrief:
        return PersonBrief(
            name=person.name,
            title=person.job_title,
            organization=people_records.organization_name(self.launch.session, person),
            email=person.email or "",
            phone=person.phone,
        )

    def brief_without_address(self, person: Person) -> PersonBrief:
        """For letters others read: nobody sees another's address or number."""
        return self.brief(person).model_copy(update={"email": "", "phone": ""})

    def named(self, person_id: int | None) -> str:
        """Name and company: "Otto Brasswell, Example Castings"; empty for nobody."""
        if person_id is None:
            return ""
        return self.brief(self.launch.session.get_one(Person, person_id)).of_company

    def meeting_brief(self, meeting: Meeting) -> MeetingBrief:
        return MeetingBrief(
            title=meetings.title_in(self.language, meeting),
            place=meeting.place,
            address=meeting.address,
            getting_there=meeting.getting_there,
            join_url=meeting.join_url,
            dial_in=meeting.dial_in,
            host=self.named(meeting.host_id),
            facilitator=self.named(meeting.facilitator_id),
            lasts=formatting.duration(self.language, meeting.minutes),
            **self._when(meeting),
        )

    def _when(self, meeting: Meeting) -> dict[str, str]:
        if meeting.starts_at is None:
            return {"date": self._undated(meeting)}
        on = meeting.starts_at.astimezone(self.zone).date()
        return {
            "date": formatting.day(self.language, on),
            "day": self.day(on),
            "hours": formatting.hours(self.language, meeting.starts_at, meeting.minutes, self.zone),
        }

    def _undated(self, meeting: Meeting) -> str:
        target = self.launch.partnership.target_launch_on
        if meeting.id == (self.launch.meeting.id if self.launch.meeting else None) and target is not None:
            return self.say("launch.undated", date=formatting.day(self.language, target))
        return self.say("launch.no date")

    @cached_property
    def debrief(self) -> Meeting | None:
        """The partners' debrief, once it has a date."""
        found = meetings.of_kind(self.launch.session, self.launch.partnership_id, MeetingKind.DEBRIEF)
        return next((m for m in found if m.starts_at is not None and m.canceled_at is None), None)

    def meeting_as_told(self) -> Meeting:
        """The meeting of the letter with the time and place its reader was told last; a copy, on no record."""
        meeting = self.meeting_of_the_letter()
        assert meeting is not None
        told = meeting_moves.last_told(self.launch.session, self.launch.run_id, meeting, self.person)
        known = Meeting(**meeting.model_dump())
        if told is not None and told != WhenAndWhere.of(meeting):
            known.starts_at, known.place, known.address = told.starts_at, told.place, ""
        return known

    def meeting_of_the_letter(self) -> Meeting | None:
        """The meeting the letter is about: the one its subject names, else the launch; the debrief has its own."""
        if traits(self.kind).about_the_debrief:
            return self.debrief
        meeting_id = self.about.id_of("meeting")
        return self.launch.meeting if meeting_id is None else self.launch.session.get_one(Meeting, meeting_id)

    def team_brief(self, team: ActionTeam) -> TeamBrief:
        def read() -> Sequence[Person]:
            return self.launch.session.exec(
                select(Person)
                .join(TeamMember, col(TeamMember.person_id) == col(Person.id))
                .where(TeamMember.team_id == team.id, col(Person.anonymized_at).is_(None))
                .order_by(col(TeamMember.id))
            ).all()

        members = cached(self.launch.session, (TeamMember, Person), ("members in order", team.id), read)
        return TeamBrief(
            name=team.name,
            lead=self.named(team.lead_id),
            outcome=team.outcome,
            members=tuple(self.named(member.id) for member in members),
        )

    def commitment_brief(self, commitment: Commitment) -> CommitmentBrief:
        mine = commitment.owner_id == self.person.id
        return CommitmentBrief(
            what=commitment.what,
            due_words=self.day(commitment.due_on) if commitment.due_on else "",
            owner="" if mine else self.named(commitment.owner_id),
        )


_PARTS = {RoleKind.CONVENER, RoleKind.CO_CONVENER, RoleKind.FACILITATOR, RoleKind.SCRIBE}
"""Who holds one of these is written to as that, and not as the champion they may be besides."""
_AS_CHAMPION: dict[ChampionStage, str] = {
    ChampionStage.PROSPECT: "why.possible champion",
    ChampionStage.ASKED: "why.asked champion",
    ChampionStage.AGREED: "why.agreed champion",
    ChampionStage.SIGNED: "why.agreed champion",
    ChampionStage.HOSTING: "why.agreed champion",
}

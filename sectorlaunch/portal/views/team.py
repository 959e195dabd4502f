"""The page of an action team: its next call, what came of the last one, how it stands, what is offered, what is promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from languages import Language
from sectorlaunch.portal import rhythm_form, team_form
from sectorlaunch.portal.views import rhythms
from sectorlaunch.portal.views.results import PromiseView, TeamView, results
from sectorlaunch.portal.views.rhythms import RhythmView
from sectorlaunch.records import invitations, offers, people, report_backs, team_calls, team_minutes
from sectorlaunch.records import teams as team_records
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.report_backs import Beginning
from sectorlaunch.rules import call_slots
from sectorlaunch.tables import (
    ActionTeam,
    Invitation,
    Meeting,
    MeetingKind,
    Offer,
    OfferState,
    Person,
    ReportBack,
    TeamState,
)


@dataclass(frozen=True)
class OfferView:
    offer: Offer
    who: str
    organization: str


@dataclass(frozen=True)
class TeamPage:
    team: TeamView
    calls: list[Meeting]
    next_call: Meeting | None
    to_close: Meeting | None
    """The last call, while what came of it has not been sent around."""
    places: Sequence[tuple[Invitation, Person]]
    """Who was invited to that."""
    agenda: list[tuple[int, str]]
    """Minutes and title of each part of the next call."""
    times: list[datetime]
    days: tuple[date, date]
    may_ask: bool
    """Whether there is time to ask the members which time suits them."""
    is_asked: bool
    """Whether they are being asked."""
    rhythm: RhythmView
    promises: list[PromiseView]
    offers: list[OfferView]
    answered_offers: list[OfferView]
    report_is_due: bool
    beginning: Beginning
    reports: list[ReportBack]
    members: list[Person]
    others: list[ActionTeam]
    """Teams it could become part of."""
    people: tuple[Person, ...]
    """Everyone who may join, or own a promise, by name."""
    usual_due: date
    weeks = rhythm_form.WEEKS
    weekdays = rhythm_form.WEEKDAYS

    @property
    def open_promises(self) -> list[PromiseView]:
        return [one for one in self.promises if one.commitment.state.value == "open"]

    @property
    def offer_forms(self) -> list[str]:
        return [f"offer-{one.offer.id}" for one in self.offers]

    @property
    def is_over(self) -> bool:
        return self.team.team.state in (TeamState.ENDED, TeamState.MERGED)

    @property
    def rests(self) -> bool:
        return self.team.team.state is TeamState.RESTING

    @property
    def job(self) -> str:
        """What the page is for now: "call", "close", "report", "offers", or nothing."""
        if self.is_over or self.rests:
            return ""
        if self.to_close is not None:
            return "close"
        if self.next_call is None and not self.is_asked:
            return "call"
        if self.report_is_due:
            return "report"
        return "offers" if self.offers else ""


def page(launch: Launch, team_id: int, language: Language) -> TeamPage | None:
    """An action team of the partnership; None for one of another."""
    session = launch.session
    found = results(session, launch.now, launch.partnership)
    mine = next((one for one in found.teams if one.team.id == team_id), None)
    if mine is None:
        return None
    team = mine.team
    calls = select(Meeting).where(Meeting.team_id == team_id, Meeting.kind == MeetingKind.TEAM_CALL)
    to_close, times = team_calls.to_close(launch, team), team_calls.times(launch, team)
    members, following = team_records.members(session, team), team_calls.ahead(launch, team)
    return TeamPage(
        team=mine,
        calls=list(session.exec(calls.order_by(col(Meeting.starts_at)))),
        next_call=following,
        to_close=to_close,
        places=invitations.invited(session, to_close.pk) if to_close is not None else (),
        agenda=team_minutes.agenda_lines(session, following, language) if following is not None else [],
        times=times,
        days=team_calls.days(launch, team),
        may_ask=len(times) > 1
        and len(members) > 1
        and call_slots.asked_until(launch.calendar, launch.now, times) is not None,
        is_asked=team_records.is_asked_for_a_date(session, team),
        rhythm=rhythms.of(launch, MeetingKind.TEAM_CALL, team_id),
        promises=[one for one in found.promises if one.commitment.team_id == team_id],
        offers=_offers(session, team, OfferState.OPEN),
        answered_offers=_offers(session, team, OfferState.ACCEPTED, OfferState.THANKED),
        report_is_due=report_backs.is_due(launch, team),
        beginning=report_backs.beginning(launch, team, language),
        reports=report_backs.of_team(session, team),
        members=members,
        others=[one for one in team_records.standing(session, launch.partnership_id) if one.id != team_id],
        people=found.people,
        usual_due=team_form.usual_due(launch),
    )


def _offers(session: Session, team: ActionTeam, *states: OfferState) -> list[OfferView]:
    found = []
    for offer in offers.of_team(session, team, *states):
        person = session.get_one(Person, offer.person_id)
        found.append(OfferView(offer, person.name, people.organization_name(session, person)))
    return found

"""What the convener does about each fact that is missing. A fact without an entry settles by itself, or is waived."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from sectorlaunch.actions import champions as champion_actions
from sectorlaunch.actions import footprints, roles, scope, sector_records
from sectorlaunch.records import champions, people
from sectorlaunch.rehearsal import action_days, launch_day
from sectorlaunch.rehearsal.stage import Stage
from sectorlaunch.tables import ChampionStage, DocumentKind, Partnership, Person, Role, RoleKind, Sector


@dataclass(frozen=True)
class Needs:
    """What a deed may look up: the thresholds that hold for this partnership."""

    numbers: dict[str, int]

    def number(self, name: str, otherwise: int) -> int:
        return self.numbers.get(name, otherwise)


Settle = Callable[[Stage, Session, Needs], None]


def facilitator(stage: Stage, session: Session, needs: Needs) -> None:
    roles.name_role(
        session,
        stage.now,
        stage.slug,
        RoleKind.FACILITATOR,
        "facilitator@example.org",
        roles.Newcomer(name="A neutral facilitator", organization="Independent", sector=Sector.COMMUNITY),
    )


def labor_data(stage: Stage, session: Session, needs: Needs) -> None:
    convener = people.convener(session, stage.partnership_id)
    today = stage.calendar.local_date(stage.now)
    quarters = (today.year * 4 + (today.month - 1) // 3) - 2
    sector_records.load_labor_data(
        session,
        stage.now,
        stage.run_id,
        sector_records.LaborMarketPicture(source="BLS QCEW", quarter=f"{quarters // 4}-Q{quarters % 4 + 1}"),
        by=convener.name,
    )


def other_effort(stage: Stage, session: Session, needs: Needs) -> None:
    convener = people.convener(session, stage.partnership_id)
    name = "The advisory board of the college's programs"
    sector_records.note_other_effort(session, stage.now, stage.run_id, name, by=convener.name)


def more_champions(stage: Stage, session: Session, needs: Needs) -> None:
    """Once nobody is left who might still agree, another leader who decides is asked by the convener."""
    in_play = champions.at_stages(
        session, stage.partnership_id, [ChampionStage.PROSPECT, ChampionStage.ASKED]
    )
    if in_play:
        return
    convener = people.convener(session, stage.partnership_id)
    tried = {c.person_id for c, _ in champions.at_stages(session, stage.partnership_id, list(ChampionStage))}
    leaders = session.exec(
        select(Person)
        .join(Role, col(Role.person_id) == col(Person.id))
        .where(
            Role.partnership_id == stage.partnership_id,
            Role.kind == RoleKind.BUSINESS_LEADER,
            col(Role.ended_at).is_(None),
            col(Person.decides).is_(True),
        )
        .order_by(col(Role.id))
    ).all()
    may_ask = [
        leader
        for leader in leaders
        if leader.id not in tried and people.left_alone_since(session, leader) is None
    ]
    for person in may_ask[:2]:
        roles.add_role(session, stage.now, stage.slug, person.pk, RoleKind.CHAMPION, by=convener.name)
        champion_actions.propose(session, stage.now, stage.run_id, person, convener, convener.name)
        stage.follow(session)
        champion_actions.move(session, stage.now, stage.run_id, person, ChampionStage.ASKED, by=convener.name)


def logistics(stage: Stage, session: Session, needs: Needs) -> None:
    launch_day.settle_logistics(stage, session, needs.number("invitation_lead_days", 30) + 3)


def critical_mass(stage: Stage, session: Session, needs: Needs) -> None:
    convener = people.convener(session, stage.partnership_id)
    number = session.get_one(Partnership, stage.partnership_id).numbers.get("critical_mass")
    if number is None:
        wanted = needs.number("critical_mass", 8)
        scope.set_number(session, stage.now, stage.run_id, "critical_mass", wanted, by=convener.name)


def attendance(stage: Stage, session: Session, needs: Needs) -> None:
    launch_day.record_attendance(stage, session)


def priorities(stage: Stage, session: Session, needs: Needs) -> None:
    fewest, most = needs.number("priorities_min", 3), needs.number("priorities_max", 5)
    launch_day.record_priorities(stage, session, fewest, most)


def commitments(stage: Stage, session: Session, needs: Needs) -> None:
    launch_day.record_commitments(stage, session, needs.number("commitments_min", 2))


def debrief(stage: Stage, session: Session, needs: Needs) -> None:
    launch = launch_day.launch_of(stage, session)
    if launch is not None and launch.held_at is not None:
        launch_day.hold_debrief(stage, session)


def first_calls(stage: Stage, session: Session, needs: Needs) -> None:
    """A call needs people: whoever proposes dates has asked the members first."""
    action_days.fill_teams(stage, session)
    first, last = needs.number("first_call_from_days", 14), needs.number("first_call_until_days", 28)
    action_days.schedule_calls(stage, session, first, last)
    action_days.set_the_rhythm(stage, session)


def fill_teams(stage: Stage, session: Session, needs: Needs) -> None:
    action_days.fill_teams(stage, session)


def sharpen_teams(stage: Stage, session: Session, needs: Needs) -> None:
    action_days.sharpen_teams(stage, session)


def the_year(stage: Stage, session: Session, needs: Needs) -> None:
    action_days.set_the_rhythm(stage, session)


def plan_accepted(stage: Stage, session: Session, needs: Needs) -> None:
    action_days.accept(stage, session, DocumentKind.SUSTAINABILITY_PLAN)


def priorities_revised(stage: Stage, session: Session, needs: Needs) -> None:
    action_days.accept(stage, session, DocumentKind.PRIORITIES_REVIEW)


def footprint(stage: Stage, session: Session, needs: Needs) -> None:
    convener = people.convener(session, stage.partnership_id)
    footprints.state(
        session,
        stage.now,
        stage.run_id,
        "Enough companies of the sector to fill a room, and most figures can be shown.",
        "Everyone can drive to the meeting and be home the same morning.",
        by=convener.name,
    )


SETTLES: dict[str, Settle] = {
    "team.facilitator_named": facilitator,
    "scope.labor_data_loaded": labor_data,
    "scope.other_efforts": other_effort,
    "scope.footprint_stated": footprint,
    "champions.agreed": more_champions,
    "champions.signed": more_champions,
    "launch.date_set": logistics,
    "launch.place_set": logistics,
    "launch.at_business_facility": logistics,
    "launch.facilitator_neutral": logistics,
    "launch.working_day": logistics,
    "launch.lead_days": logistics,
    "launch.roles_open": logistics,
    "launch.critical_mass_set": critical_mass,
    "room.held": attendance,
    "room.attendance_recorded": attendance,
    "outcome.priorities_recorded": priorities,
    "outcome.priorities_chosen": priorities,
    "outcome.business_commitments": commitments,
    "outcome.debrief_in_time": debrief,
    "outcome.calls_proposed": first_calls,
    "action.teams": fill_teams,
    "action.priorities_without_team": fill_teams,
    "action.teams_without_business_lead": fill_teams,
    "action.teams_without_business_majority": fill_teams,
    "action.calls_outside_window": first_calls,
    "action.teams_unclear": sharpen_teams,
    "action.teams_without_way_in": sharpen_teams,
    "sustain.agenda_by_business": the_year,
    "sustain.chaired_by_business": the_year,
    "sustain.quarterly_meetings": the_year,
    "sustain.health_check_dated": the_year,
    "sustain.sustainability_plan_accepted": plan_accepted,
    "sustain.priorities_revised": priorities_revised,
}

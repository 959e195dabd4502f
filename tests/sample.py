"""A launch caught in the middle: real tables and a real mailbox, walked there by simulated people on a clock that jumps."""

import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from pathlib import Path

from alembic import command
from sqlalchemy import Connection, Engine, Table, insert, text
from sqlmodel import SQLModel, col, select

from bench import census
from bench.census import Cell
from playbooks.calendar import Calendar
from sectorlaunch import access_links, database, links, migrations
from sectorlaunch.actions import assistants, census_loading, data_briefs, feeds, polls, scores, sector_notes
from sectorlaunch.census import reading
from sectorlaunch.engine import data_briefs as data_brief_engine
from sectorlaunch.papers import data_brief
from sectorlaunch.records import champions as champion_records
from sectorlaunch.records import meetings, people
from sectorlaunch.rehearsal import begin
from sectorlaunch.rehearsal.walk import Walk
from sectorlaunch.rules.poll_dates import ProposedDate
from sectorlaunch.settings import Settings
from sectorlaunch.tables import (
    AccountLinkPurpose,
    ActionTeam,
    Champion,
    ChampionStage,
    Channel,
    Commitment,
    CommitmentState,
    GateRun,
    GateState,
    Invitation,
    InvitationState,
    LinkPurpose,
    NoteKind,
    Organization,
    Person,
    Sector,
    TeamMember,
)
from sectorlaunch.tables import RoleKind as Role

BEGINS_ON = date(2026, 3, 2)
SEED = 2
DAY = timedelta(days=1)


class Moment(Enum):
    """Where a sample is caught, in the order a launch comes by: the gate it waits at, and for how long it has."""

    CHAMPIONS_ASKED = ("step-3-asking", "champions", 4)
    INVITED = ("step-3", "invited", 24)
    ACTION = ("step-5", "clarity", 5)

    def __init__(self, word: str, gate: str, days: int) -> None:
        self.word = word
        self.gate = gate
        self.days = days


@dataclass(frozen=True)
class Sample:
    """An installation with one partnership in it, at rest at a moment."""

    engine: Engine
    settings: Settings
    now: datetime
    slug: str
    partnership_id: int
    run_id: int
    moment: Moment

    def link(
        self,
        person: Person,
        purpose: LinkPurpose | AccountLinkPurpose = LinkPurpose.PERSONAL,
        **more: bool,
    ) -> str:
        """A fresh token."""
        with database.unit_of_work(self.engine, self.now) as session:
            if purpose is LinkPurpose.FEED:
                return feeds.open_feed(session, self.now, person.pk, self.partnership_id, None)
            if isinstance(purpose, AccountLinkPurpose):
                assert person.account_id is not None
                return access_links.issue_to_account(session, self.now, person.account_id, purpose)
            return access_links.issue(session, self.now, person.pk, purpose, self.partnership_id, **more)

    def copied(self, folder: Path) -> "Sample":
        """The same launch in another folder, for a test that changes it."""
        shutil.copytree(self.settings.home_folder, folder)
        settings = Settings(home=folder)
        with self.engine.connect() as connection, sqlite3.connect(folder / "sector-launch.db") as copy:
            raw(connection).backup(copy)
        return replace(self, engine=database.open_engine(settings.database), settings=settings)

    def poured_into(self, engine: Engine) -> "Sample":
        """The same records in another database, which is empty."""
        migrations.upgrade(engine)
        with self.engine.connect() as there, engine.begin() as here:
            for table in SQLModel.metadata.sorted_tables:
                rows = [dict(row._mapping) for row in there.execute(select(table))]
                if rows:
                    here.execute(insert(table), rows)
            count_on(here, SQLModel.metadata.sorted_tables)
        return replace(self, engine=engine)

    @property
    def convener(self) -> Person:
        with database.reading(self.engine) as session:
            return people.convener(session, self.partnership_id)

    @property
    def member(self) -> Person:
        """Somebody of the support team who convenes nothing."""
        with database.reading(self.engine) as session:
            convening = {
                person.id for person in people.with_role(session, self.partnership_id, people.CONVENING)
            }
            team = people.with_role(session, self.partnership_id, [Role.SUPPORT_TEAM])
            return next(person for person in team if person.id not in convening)

    @property
    def scribe(self) -> Person | None:
        """Whoever writes the summary, once the launch is over."""
        with database.reading(self.engine) as session:
            launch = meetings.launch_meeting(session, self.partnership_id)
            held = launch is not None and launch.held_at is not None
            return people.scribe(session, self.partnership_id) if held else None

    @property
    def team_lead(self) -> Person | None:
        """Who leads the first team, once there is one."""
        with database.reading(self.engine) as session:
            led = select(Person).join(ActionTeam, col(ActionTeam.lead_id) == col(Person.id))
            return session.exec(led.order_by(col(ActionTeam.id))).first()

    @property
    def champion(self) -> Person:
        """A champion; one who has not been heard from or has not signed, as long as there is one."""
        with database.reading(self.engine) as session:
            for stage in (
                ChampionStage.ASKED,
                ChampionStage.AGREED,
                ChampionStage.SIGNED,
                ChampionStage.HOSTING,
            ):
                found = champion_records.at_stages(session, self.partnership_id, [stage])
                if found:
                    return found[0][1]
        raise LookupError("nobody is on the pipeline of champions")

    @property
    def guest(self) -> Person:
        """A business leader who has been invited and has not answered, or any guest where all have."""
        with database.reading(self.engine) as session:
            launch = meetings.launch_meeting(session, self.partnership_id)
            assert launch is not None
            champions = select(Champion.person_id)
            rows = session.exec(
                select(Person, Invitation.state)
                .join(Invitation, col(Invitation.person_id) == col(Person.id))
                .join(Organization, col(Person.organization_id) == col(Organization.id))
                .where(
                    Invitation.meeting_id == launch.id,
                    Organization.sector == Sector.BUSINESS,
                    col(Person.id).not_in(champions),
                )
                .order_by(col(Person.id))
            ).all()
        silent = [person for person, state in rows if state is InvitationState.INVITED]
        found = silent or [person for person, _ in rows]
        return found[0] if found else self.champion

    @property
    def team_member(self) -> Person:
        """Somebody who promised something in an action team, once there are teams; a guest before."""
        with database.reading(self.engine) as session:
            found = session.exec(
                select(Person)
                .join(TeamMember, col(TeamMember.person_id) == col(Person.id))
                .join(Commitment, col(Commitment.owner_id) == col(Person.id), isouter=True)
                .order_by(Commitment.state != CommitmentState.OPEN, col(TeamMember.id))
            ).first()
        return found or self.guest


def count_on(connection: Connection, tables: Iterable[Table]) -> None:
    """Has PostgreSQL give out ids beyond those that were written by hand; SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        for table in tables:
            if "id" in table.columns:
                serial = f"pg_get_serial_sequence('{table.name}', 'id')"
                connection.execute(text(f"SELECT setval({serial}, coalesce(max(id), 1)) FROM {table.name}"))


def samples(
    folder: Path, partnership: Path, *moments: Moment, begins_on: date = BEGINS_ON
) -> dict[Moment, Sample]:
    """One launch, copied as it stood at each of the moments."""
    links.portal_url.cache_clear()
    walk = begin(partnership, seed=SEED, begins_on=begins_on, mailbox=folder / "letters")
    found = {moment: _catch(walk, moment, folder) for moment in Moment if moment in moments}
    walk.stage.close()
    return found


def _catch(walk: Walk, moment: Moment, folder: Path) -> Sample:
    while not _waits_at(walk, moment.gate):
        walk.until(walk.stage.now + DAY)
    walk.until(walk.stage.now + moment.days * DAY)
    assert _waits_at(walk, moment.gate), (
        f"by {walk.stage.now} the gate {moment.gate} has opened: choose fewer days"
    )
    home = folder / moment.word
    settings = Settings(home=home)
    home.mkdir(parents=True)
    shutil.copytree(folder / "letters", settings.mailbox)
    with walk.stage.engine.connect() as connection, sqlite3.connect(home / "sector-launch.db") as copy:
        raw(connection).backup(copy)
    stage = walk.stage
    engine = database.open_engine(settings.database)
    command.stamp(
        migrations.configuration(engine), "head"
    )  # rehearsals make their tables without the migrations
    sample = Sample(
        engine,
        settings,
        stage.now,
        stage.slug,
        stage.partnership_id,
        stage.run_id,
        moment,
    )
    _settle_in(sample, stage.calendar)
    _choose_the_sector(sample, folder)
    return sample


def raw(connection: Connection) -> sqlite3.Connection:
    """The SQLite connection underneath."""
    found = connection.connection.driver_connection
    assert isinstance(found, sqlite3.Connection)
    return found


def _waits_at(walk: Walk, gate: str) -> bool:
    with walk.stage.reading() as session:
        return (
            session.exec(select(GateRun).where(GateRun.key == gate, GateRun.state == GateState.SHUT)).first()
            is not None
        )


def _settle_in(sample: Sample, calendar: Calendar) -> None:
    """What rehearsals do without: letters that stay on the machine, an assistant, and once there are teams a date poll."""
    champion, now = sample.champion, sample.now
    with database.unit_of_work(sample.engine, now) as session:
        for channel in session.exec(select(Channel)).all():
            session.delete(channel)
        held = session.get_one(Person, champion.id)
        assistants.name_assistant(session, now, held, "Ada Desk", "ada.desk@example.com", by=champion.name)
        team = session.exec(select(ActionTeam).order_by(col(ActionTeam.id))).first()
        if team is not None and team.id is not None:
            days = _working_days(calendar, now, 3)
            dates = [ProposedDate(calendar.moment(day, time(10)), 60) for day in days]
            polls.open_for_team(
                session, now, sample.run_id, team.id, dates, now + 5 * DAY, by="Marisol Brightwater"
            )


SECTORS = (
    Cell("236115", 700, 9000, 1150, 1.6, 400),
    Cell("332710", 400, 13000, 1320, 1.3, 130),
    Cell("445110", 600, 15000, 560, 1.0, 250),
    Cell("541511", 900, 6500, 1700, 0.8, -120, hidden="N"),
)
"""A made-up region: building, machining, groceries, and software with a county hidden."""


def _choose_the_sector(sample: Sample, folder: Path) -> None:
    """Census files of both counties, a note, a round of scores and a data brief."""
    file = folder / f"{sample.moment.word}.csv"
    for county in ("08069", "08123"):
        census.write(file, "bulk", census.area(county, 2025, (1, 2, 3), SECTORS, dialect="bulk"))
        with database.unit_of_work(sample.engine, sample.now) as session:
            census_loading.load(
                session, sample.now, sample.run_id, reading.read(file), by="Marisol Brightwater"
            )
    with database.unit_of_work(sample.engine, sample.now) as session:
        sector_notes.note(
            session,
            sample.now,
            sample.run_id,
            sample.member,
            "31-33",
            NoteKind.OPENING,
            "A new foundry opens.",
        )
        scores.open_round(session, sample.now, sample.run_id, ["31-33", "23"], by="Marisol Brightwater")
        draft = data_brief.write(session, sample.now, sample.run_id)
        brief = data_briefs.keep(
            session, sample.now, sample.run_id, data_brief.render(draft), by="Marisol Brightwater"
        )
        session.flush()
        data_brief_engine.send(session, sample.now, sample.run_id, brief.pk, by="Marisol Brightwater")


def _working_days(calendar: Calendar, now: datetime, count: int) -> list[date]:
    days = [calendar.next_business_day(calendar.local_date(now + 15 * DAY))]
    while len(days) < count:
        days.append(calendar.next_business_day(days[-1]))
    return days

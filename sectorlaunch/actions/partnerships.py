"""Starts a partnership from what a convener hands in; a second time it says what is different."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from playbooks.model import Playbook
from playbooks.yaml_lines import FileMistakes, Mistake
from sectorlaunch import events, wall_clock, wording
from sectorlaunch.actions import accounts
from sectorlaunch.actions import contacts as contact_actions
from sectorlaunch.actions.contacts import Outcome
from sectorlaunch.actions.matching import OnRecord, fill_blanks
from sectorlaunch.events import EventKind
from sectorlaunch.files import contacts_file, launch_dates, partnership_file
from sectorlaunch.files.contacts_file import ContactsFile
from sectorlaunch.files.partnership_fields import PartnershipFile
from sectorlaunch.records import clock_changes, meetings
from sectorlaunch.records.partnership_differences import differences
from sectorlaunch.records.people import CONVENING
from sectorlaunch.tables import (
    GateRun,
    Meeting,
    MeetingKind,
    Partnership,
    Person,
    PlaybookEdition,
    PlaybookRun,
    Role,
    StepRun,
)


@dataclass(frozen=True)
class Created:
    """What came of handing in a partnership. `differences` are sentences about a file that says something
    else than what is stored; what is stored stands."""

    partnership_id: int
    run_id: int
    slug: str
    already_there: bool
    people: int = 0
    differences: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    """What speaks against the day the launch is planned for, in sentences."""


def create(
    session: Session,
    now: datetime,
    file: PartnershipFile,
    contacts: ContactsFile | None,
    playbook_text: str,
    playbook: Playbook,
) -> Created:
    """Stores a partnership with its people, its playbook run and its launch meeting.

    A second time it does nothing and says so. A target date given in weeks is counted from the day of `now`
    in the partnership's zone. Raises FileMistakes, and then nothing is stored, when a number is not in the
    playbook or a contact does not fit the rest.
    """
    stored = session.exec(select(Partnership).where(Partnership.slug == file.slug)).one_or_none()
    if stored is not None:
        return _already_there(session, now, stored, file, contacts, playbook_text)
    partnership_file.check_against(file, playbook)
    with session.begin_nested():
        partnership = _partnership(now, file)
        session.add(partnership)
        session.flush()
        team = _people(session, now, partnership.pk, file)
        rows = _contacts(session, now, partnership.pk, contacts, list(team.values()))
        run_id = _run(session, now, partnership.pk, playbook_text, playbook)
        session.add(_launch_meeting(now, partnership, file, team, playbook))
        session.flush()
    people = len(team) + sum(row.outcome is Outcome.TAKEN for row in rows)
    actor = next(entry.name for _, _, entry in file.people())
    events.record(
        session,
        now,
        run_id,
        actor,
        EventKind.PARTNERSHIP_STARTED,
        f"{partnership.name} was started with the playbook {playbook.title} and {wording.counted(people, 'person', 'people')} on record.",
        slug=file.slug,
        people=people,
        target_launch_on=str(partnership.target_launch_on),
    )
    return Created(partnership.pk, run_id, file.slug, already_there=False, people=people)


def _already_there(
    session: Session,
    now: datetime,
    stored: Partnership,
    file: PartnershipFile,
    contacts: ContactsFile | None,
    playbook_text: str,
) -> Created:
    run = session.exec(
        select(PlaybookRun).where(PlaybookRun.partnership_id == stored.id).order_by(col(PlaybookRun.id))
    ).first()
    assert run is not None
    return Created(
        stored.pk,
        run.pk,
        stored.slug,
        already_there=True,
        differences=differences(session, stored, run, file, contacts, playbook_text),
    )


def _partnership(now: datetime, file: PartnershipFile) -> Partnership:
    return Partnership(
        slug=file.slug,
        name=file.name,
        industry=file.industry.name,
        naics=list(file.industry.naics),
        region=file.region.name,
        counties=list(file.region.counties),
        state=file.region.state,
        zone=file.time_zone,
        clock_rules=wall_clock.rules_version()[: clock_changes.RULES_LENGTH],
        language=file.language,
        target_launch_on=file.launch_on(now.astimezone(ZoneInfo(file.time_zone)).date()),
        numbers=file.thresholds,
        created_at=now,
    )


def _people(session: Session, now: datetime, partnership_id: int, file: PartnershipFile) -> dict[str, Person]:
    """Everyone of the partnership file, by e-mail, each with their roles."""
    entries = list(file.people())
    known = OnRecord(
        session,
        partnership_id,
        [e.email for _, _, e in entries],
        [],
        [e.organization for _, _, e in entries],
    )
    people: dict[str, Person] = {}
    for kind, sector, entry in entries:
        organization = known.organization_or_new(entry.organization, sector)
        session.flush()
        person = known.person(entry.email, entry.name, entry.organization)
        if person is None:
            person = known.new_person(now, entry.name, entry.email, organization)
            session.flush()
        fill_blanks(
            person,
            email=entry.email,
            phone=entry.phone,
            job_title=entry.title,
            decides=False,
            language=entry.language,
        )
        person.organization_id = person.organization_id or organization.id
        session.add(Role(partnership_id=partnership_id, person_id=person.pk, kind=kind, since=now))
        if kind in CONVENING:
            accounts.open_for(session, now, person)
        people[entry.email] = person
    session.flush()
    return people


def _contacts(
    session: Session, now: datetime, partnership_id: int, contacts: ContactsFile | None, team: list[Person]
) -> tuple[contact_actions.ImportedRow, ...]:
    """Takes all of the contacts or none: a row that does not fit the rest is a mistake in the file."""
    if contacts is None:
        return ()
    contacts_file.check_owners(contacts, sorted(person.email for person in team if person.email))
    rows = contact_actions.take(session, now, partnership_id, contacts, team)
    refused = [row for row in rows if row.outcome is Outcome.REFUSED]
    if refused:
        raise FileMistakes([Mistake(str(contacts.path), row.line, row.name, row.why) for row in refused])
    return rows


def _run(session: Session, now: datetime, partnership_id: int, text: str, playbook: Playbook) -> int:
    """The run with the text it starts with, and a row for every step and gate, numbered from 1."""
    run = PlaybookRun(
        partnership_id=partnership_id,
        edition_digest=edition(session, text, playbook).digest,
        started_at=now,
    )
    session.add(run)
    session.flush()
    position = 0
    for number, step in enumerate(playbook.steps, start=1):
        step_run = StepRun(run_id=run.pk, key=step.key, position=number)
        session.add(step_run)
        session.flush()
        for gate in step.gates:
            position += 1
            session.add(
                GateRun(
                    run_id=run.pk,
                    step_run_id=step_run.pk,
                    step_key=step.key,
                    key=gate.key,
                    position=position,
                )
            )
    return run.pk


def edition(session: Session, text: str, playbook: Playbook) -> PlaybookEdition:
    """The edition with this text, put on the shelf if it is new."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    found = session.get(PlaybookEdition, digest)
    if found is None:
        found = PlaybookEdition(digest=digest, key=playbook.key, version=playbook.version, text=text)
        session.add(found)
        session.flush()
    return found


def _launch_meeting(
    now: datetime,
    partnership: Partnership,
    file: PartnershipFile,
    team: dict[str, Person],
    playbook: Playbook,
) -> Meeting:
    """The launch meeting. Without an hour it has no start: the target date alone anchors the plan."""
    assert partnership.target_launch_on is not None
    launch = file.launch
    starts_at = (
        launch_dates.moment(partnership.target_launch_on, launch.time, partnership.zone)
        if launch.time
        else None
    )
    facilitator = team.get(file.facilitator.email) if file.facilitator else None
    return Meeting(
        partnership_id=partnership.pk,
        kind=MeetingKind.LAUNCH,
        title=meetings.usual_title(MeetingKind.LAUNCH, partnership.name, main=playbook.meeting),
        starts_at=starts_at,
        starts_local=wall_clock.reading(starts_at, partnership.zone),
        minutes=launch.minutes,
        place=launch.place,
        address=launch.address,
        place_kind=launch.place_kind,
        facilitator_id=facilitator.id if facilitator else None,
        uid=f"{uuid5(NAMESPACE_URL, f'{file.slug} launch {now.isoformat()}')}@sector-launch",
    )

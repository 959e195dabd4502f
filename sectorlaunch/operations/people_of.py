"""Who is who in one partnership: the reads that everything else is built on."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from sectorlaunch.tables import (
    Champion,
    ChampionStage,
    Invitation,
    Meeting,
    MeetingKind,
    Organisation,
    Partnership,
    Person,
    PlaybookRun,
    Role,
    RoleKind,
    Sector,
)

COMMITTED = (ChampionStage.AGREED, ChampionStage.SIGNED, ChampionStage.HOSTING)
CONVENING = (RoleKind.CONVENER, RoleKind.CO_CONVENER)
ROLE_SHEET = (*CONVENING, RoleKind.FACILITATOR, RoleKind.SCRIBE, RoleKind.SUPPORT_TEAM)
"""Roles that come with a role sheet to acknowledge."""


def partnership_of(session: Session, run_id: int) -> Partnership:
    run = session.get_one(PlaybookRun, run_id)
    return session.get_one(Partnership, run.partnership_id)


def run_of(session: Session, partnership_id: int) -> PlaybookRun:
    """The run under way, or the last one."""
    return session.exec(
        select(PlaybookRun)
        .where(PlaybookRun.partnership_id == partnership_id)
        .order_by(col(PlaybookRun.id).desc())
        .limit(1)
    ).one()


def with_role(session: Session, partnership_id: int, kinds: Iterable[RoleKind]) -> list[Person]:
    """People who hold one of the roles now, each once, in the order the roles were given."""
    rows = session.exec(
        select(Person, Role)
        .join(Role, col(Role.person_id) == col(Person.id))
        .where(
            Role.partnership_id == partnership_id,
            col(Role.kind).in_(list(kinds)),
            col(Role.ended_at).is_(None),
            col(Person.anonymised_at).is_(None),
        )
        .order_by(col(Role.id))
    )
    return list({person.id: person for person, _ in rows}.values())


def convener(session: Session, partnership_id: int) -> Person:
    """The lead convener, or the first co-convener where nobody leads alone."""
    leads = with_role(session, partnership_id, [RoleKind.CONVENER])
    return (leads or with_role(session, partnership_id, [RoleKind.CO_CONVENER]))[0]


def scribe(session: Session, partnership_id: int) -> Person:
    named = with_role(session, partnership_id, [RoleKind.SCRIBE])
    return named[0] if named else convener(session, partnership_id)


def champions(
    session: Session, partnership_id: int, stages: Iterable[ChampionStage]
) -> list[tuple[Champion, Person]]:
    return list(
        session.exec(
            select(Champion, Person)
            .join(Person, col(Champion.person_id) == col(Person.id))
            .where(
                Champion.partnership_id == partnership_id,
                col(Champion.stage).in_(list(stages)),
                col(Person.anonymised_at).is_(None),
            )
            .order_by(col(Champion.id))
        )
    )


def champion_of(session: Session, partnership_id: int, person_id: int) -> Champion | None:
    return session.exec(
        select(Champion).where(Champion.partnership_id == partnership_id, Champion.person_id == person_id)
    ).one_or_none()


def launch_meeting(session: Session, partnership_id: int) -> Meeting | None:
    """The launch meeting that stands; a cancelled one does not count."""
    return launch_meetings(session, [partnership_id]).get(partnership_id)


def launch_meetings(session: Session, partnership_ids: Sequence[int]) -> dict[int, Meeting]:
    """The launch meeting that stands of each partnership that has one: the newest."""
    found = session.exec(
        select(Meeting)
        .where(
            col(Meeting.partnership_id).in_(partnership_ids),
            Meeting.kind == MeetingKind.LAUNCH,
            col(Meeting.cancelled_at).is_(None),
        )
        .order_by(col(Meeting.id))
    )
    return {meeting.partnership_id: meeting for meeting in found}


def meetings(session: Session, partnership_id: int, kind: MeetingKind) -> list[Meeting]:
    """Meetings of a kind that stand, by date; undated ones last."""
    found = session.exec(
        select(Meeting).where(
            Meeting.partnership_id == partnership_id,
            Meeting.kind == kind,
            col(Meeting.cancelled_at).is_(None),
        )
    ).all()
    return sorted(found, key=lambda m: (m.starts_at is None, m.starts_at, m.id))


def invited(session: Session, meeting_id: int) -> list[tuple[Invitation, Person]]:
    """Everyone with a place at a meeting, in the order they were listed."""
    return list(
        session.exec(
            select(Invitation, Person)
            .join(Person, col(Invitation.person_id) == col(Person.id))
            .where(Invitation.meeting_id == meeting_id, col(Person.anonymised_at).is_(None))
            .order_by(col(Invitation.id))
        )
    )


def sectors(session: Session, people: Sequence[Person]) -> dict[int, Sector]:
    """The sector each person speaks for, by person id; people without an organisation are left out."""
    wanted = {p.organisation_id for p in people if p.organisation_id is not None}
    if not wanted:
        return {}
    by_id = {
        organisation.id: organisation.sector
        for organisation in session.exec(select(Organisation).where(col(Organisation.id).in_(wanted)))
    }
    return {
        p.id: by_id[p.organisation_id] for p in people if p.id is not None and p.organisation_id is not None
    }


def is_business(sectors_by_person: dict[int, Sector], person: Person) -> bool:
    assert person.id is not None
    return sectors_by_person.get(person.id) is Sector.BUSINESS


def organisation_name(session: Session, person: Person) -> str:
    if person.organisation_id is None:
        return ""
    return session.get_one(Organisation, person.organisation_id).name

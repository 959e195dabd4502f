"""Who is who in one partnership: the reads that everything else is built on."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from sectorlaunch.remembering import recalled, remember, remembered
from sectorlaunch.tables import (
    ActionTeam,
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
    """The partnership a run belongs to, which never changes."""

    def read() -> Partnership:
        return session.get_one(Partnership, session.get_one(PlaybookRun, run_id).partnership_id)

    return remembered(session, (), ("partnership", run_id), read)


def run_of(session: Session, partnership_id: int) -> PlaybookRun:
    """The run under way, or the last one."""

    def read() -> PlaybookRun:
        runs = select(PlaybookRun).where(PlaybookRun.partnership_id == partnership_id)
        return session.exec(runs.order_by(col(PlaybookRun.id).desc()).limit(1)).one()

    return remembered(session, (PlaybookRun,), ("run", partnership_id), read)


def runs_of(session: Session, partnership_ids: Sequence[int]) -> dict[int, PlaybookRun]:
    """The run under way, or the last one, of each partnership: at most one query, and each is known from then on."""
    known = {key: recalled(session, (PlaybookRun,), ("run", key)) for key in partnership_ids}
    unread = [key for key, run in known.items() if run is None]
    if unread:
        wanted = select(PlaybookRun).where(col(PlaybookRun.partnership_id).in_(unread))
        for run in session.exec(wanted.order_by(col(PlaybookRun.id))):
            known[run.partnership_id] = run
            remember(session, (PlaybookRun,), ("run", run.partnership_id), run)
    return known


def read_together(session: Session, person_ids: Iterable[int]) -> None:
    """Reads people in one query, so that asking for each of them afterwards costs nothing."""
    wanted = set(person_ids)
    if wanted:
        session.exec(select(Person).where(col(Person.id).in_(wanted))).all()


def with_role(session: Session, partnership_id: int, kinds: Iterable[RoleKind]) -> list[Person]:
    """People who hold one of the roles now, each once, in the order the roles were given."""
    wanted = frozenset(kinds)

    def read() -> list[Person]:
        held = roles_held(session, partnership_id)
        return list({person.id: person for person, kind in held if kind in wanted}.values())

    return list(remembered(session, (Role, Person), ("with role", partnership_id, wanted), read))


def roles_held(session: Session, partnership_id: int) -> list[tuple[Person, RoleKind]]:
    """Every role somebody holds in the partnership now, in the order they were given."""

    def read() -> list[tuple[Person, RoleKind]]:
        # Their organisations come along, because whoever writes to people names these too.
        rows = session.exec(
            select(Person, Role.kind, Organisation)
            .join(Role, col(Role.person_id) == col(Person.id))
            .join(Organisation, col(Person.organisation_id) == col(Organisation.id), isouter=True)
            .where(
                Role.partnership_id == partnership_id,
                col(Role.ended_at).is_(None),
                col(Person.anonymised_at).is_(None),
            )
            .order_by(col(Role.id))
        )
        return [(person, RoleKind(kind)) for person, kind, _ in rows]

    return remembered(session, (Role, Person), ("roles held", partnership_id), read)


def roles_of(session: Session, partnership_id: int, person_id: int | None) -> list[RoleKind]:
    """The roles one person holds in the partnership now."""

    def read() -> dict[int | None, list[RoleKind]]:
        held: dict[int | None, list[RoleKind]] = {}
        for person, kind in roles_held(session, partnership_id):
            held.setdefault(person.id, []).append(kind)
        return held

    held = remembered(session, (Role, Person), ("roles by person", partnership_id), read)
    return list(held.get(person_id, ()))


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
    """Those of the pipeline at one of the stages, in the order they were put on it."""

    def read() -> list[tuple[Champion, Person]]:
        return list(
            session.exec(
                select(Champion, Person)
                .join(Person, col(Champion.person_id) == col(Person.id))
                .where(Champion.partnership_id == partnership_id, col(Person.anonymised_at).is_(None))
                .order_by(col(Champion.id))
            )
        )

    wanted = frozenset(stages)
    everyone = remembered(session, (Champion, Person), ("champions", partnership_id), read)
    return [(champion, person) for champion, person in everyone if champion.stage in wanted]


def champion_of(session: Session, partnership_id: int, person_id: int) -> Champion | None:
    """The place of a person on the pipeline, whoever they are by now; None for someone who is not on it."""

    def read() -> dict[int, Champion]:
        found = session.exec(select(Champion).where(Champion.partnership_id == partnership_id))
        return {champion.person_id: champion for champion in found}

    return remembered(session, (Champion,), ("pipeline", partnership_id), read).get(person_id)


def launch_meeting(session: Session, partnership_id: int) -> Meeting | None:
    """The launch meeting that stands; a cancelled one does not count."""
    return launch_meetings(session, [partnership_id]).get(partnership_id)


def launch_meetings(session: Session, partnership_ids: Sequence[int]) -> dict[int, Meeting]:
    """The launch meeting that stands of each partnership that has one: the newest."""

    def read() -> dict[int, Meeting]:
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

    return remembered(session, (Meeting,), ("launches", tuple(partnership_ids)), read)


def meetings(session: Session, partnership_id: int, kind: MeetingKind) -> list[Meeting]:
    """Meetings of a kind that stand, by date; undated ones last."""

    def read() -> list[Meeting]:
        found = session.exec(
            select(Meeting).where(
                Meeting.partnership_id == partnership_id, col(Meeting.cancelled_at).is_(None)
            )
        ).all()
        return sorted(found, key=lambda m: (m.starts_at is None, m.starts_at, m.id))

    standing = remembered(session, (Meeting,), ("meetings", partnership_id), read)
    return [meeting for meeting in standing if meeting.kind is kind]


def teams(session: Session, partnership_id: int) -> list[ActionTeam]:
    """The action teams of the partnership, the oldest first."""

    def read() -> list[ActionTeam]:
        found = select(ActionTeam).where(ActionTeam.partnership_id == partnership_id)
        return list(session.exec(found.order_by(col(ActionTeam.id))))

    return list(remembered(session, (ActionTeam,), ("teams", partnership_id), read))


def invited(session: Session, meeting_id: int) -> list[tuple[Invitation, Person]]:
    """Everyone with a place at a meeting, in the order they were listed."""

    def read() -> list[tuple[Invitation, Person]]:
        return list(
            session.exec(
                select(Invitation, Person)
                .join(Person, col(Invitation.person_id) == col(Person.id))
                .where(Invitation.meeting_id == meeting_id, col(Person.anonymised_at).is_(None))
                .order_by(col(Invitation.id))
            )
        )

    return list(remembered(session, (Invitation, Person), ("invited", meeting_id), read))


def sectors(session: Session, people: Sequence[Person]) -> dict[int, Sector]:
    """The sector each person speaks for, by person id; people without an organisation are left out."""
    wanted = frozenset(p.organisation_id for p in people if p.organisation_id is not None)
    if not wanted:
        return {}

    def read() -> dict[int | None, Sector]:
        found = session.exec(select(Organisation).where(col(Organisation.id).in_(wanted)))
        return {organisation.id: organisation.sector for organisation in found}

    by_id = remembered(session, (Organisation,), ("sectors", wanted), read)
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

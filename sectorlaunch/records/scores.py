"""What is on record of scoring the sectors: the newest round, who has scored, and what, once it is laid open."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from sectorlaunch.query_cache import cached
from sectorlaunch.records import people
from sectorlaunch.tables import Person, Role, RoleKind, ScoringRound, SectorScore

SCORERS = (RoleKind.CONVENER, RoleKind.CO_CONVENER, RoleKind.SUPPORT_TEAM)
WIDE = 2
"""From this difference between the lowest and the highest score on, the team should talk."""


@dataclass(frozen=True)
class Scored:
    """The scores of one sector: who gave what alone, and what the team settled on together."""

    industry: str
    alone: dict[str, SectorScore]
    """By name."""
    together: SectorScore | None

    @property
    def points(self) -> list[int]:
        return sorted(score.points for score in self.alone.values())

    @property
    def mean(self) -> float | None:
        return sum(self.points) / len(self.points) if self.alone else None

    @property
    def spread(self) -> int | None:
        """From the lowest to the highest; 0 is agreement."""
        return self.points[-1] - self.points[0] if self.alone else None


def newest_round(session: Session, partnership_id: int) -> ScoringRound | None:
    """The round opened last; earlier ones ask nobody any more."""

    def read() -> ScoringRound | None:
        wanted = select(ScoringRound).where(ScoringRound.partnership_id == partnership_id)
        return session.exec(wanted.order_by(col(ScoringRound.id).desc()).limit(1)).one_or_none()

    return cached(session, (ScoringRound,), ("newest scoring round", partnership_id), read)


def is_asked(session: Session, partnership_id: int, round_id: int, person_id: int) -> bool:
    """Whether somebody is still to score alone: the round is the newest, nothing is laid open, and they have not."""

    def read() -> set[int]:
        newest = newest_round(session, partnership_id)
        if newest is None or newest.id != round_id or newest.shown_at is not None:
            return set()
        given = select(SectorScore.person_id).where(SectorScore.round_id == round_id)
        silent = {person.id for person in scorers(session, partnership_id)} - set(session.exec(given))
        return {id_ for id_ in silent if id_ is not None}

    behind = (ScoringRound, SectorScore, Role, Person)
    return person_id in cached(session, behind, ("still to score", partnership_id, round_id), read)


def who_scored(session: Session, scoring: ScoringRound) -> list[str]:
    """Names of those who have scored alone; not what they gave."""
    return sorted({name for one in _scores(session, scoring) for name in one.alone})


def scores(session: Session, scoring: ScoringRound) -> list[Scored]:
    """The scores of a round, sector by sector; empty until they are laid open."""
    return _scores(session, scoring) if scoring.shown_at is not None else []


def own_scores(session: Session, scoring: ScoringRound, person: Person) -> dict[str, SectorScore]:
    """What one member has given, by sector."""
    rows = session.exec(
        select(SectorScore)
        .where(SectorScore.round_id == scoring.id, SectorScore.person_id == person.id)
        .order_by(col(SectorScore.id))
    )
    return {row.industry: row for row in rows}


def scorers(session: Session, partnership_id: int) -> list[Person]:
    """Conveners and support team."""
    return people.with_role(session, partnership_id, SCORERS)


def _scores(session: Session, scoring: ScoringRound) -> list[Scored]:
    rows = session.exec(
        select(SectorScore, Person.name)
        .join(Person, col(SectorScore.person_id) == col(Person.id), isouter=True)
        .where(SectorScore.round_id == scoring.id)
        .order_by(col(SectorScore.id))
    ).all()
    found = []
    for code in scoring.industries:
        here = [(given, name) for given, name in rows if given.industry == code]
        alone = {name: given for given, name in here if given.person_id is not None}
        together = [given for given, _ in here if given.person_id is None]
        found.append(Scored(code, dict(sorted(alone.items())), together[-1] if together else None))
    return found

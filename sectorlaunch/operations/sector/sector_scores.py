"""The team scores a few sectors: each member alone, then, with all scores laid open, together (S2 slide 7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.labour_market.industries import level_of, title_of
from sectorlaunch.operations import events
from sectorlaunch.operations.people import people_of
from sectorlaunch.tables import Person, RoleKind, ScoringRound, SectorScore

LEAST, MOST = 1, 5
SCORERS = (RoleKind.CONVENER, RoleKind.CO_CONVENER, RoleKind.SUPPORT_TEAM)


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


def open_round(
    session: Session, now: datetime, run_id: int, industries: Sequence[str], *, by: str
) -> ScoringRound:
    """Asks the team to score a few sectors, each member alone. A new round leaves the earlier ones as they are."""
    partnership_id = _partnership(session, run_id)
    chosen = list(dict.fromkeys(industries))
    for code in chosen:
        level_of(code)
    if not chosen:
        raise BadInput("Tick the sectors the team is to score; three to five are enough.")
    opened = ScoringRound(partnership_id=partnership_id, industries=chosen, opened_at=now, opened_by=by)
    session.add(opened)
    session.flush()
    named = ", ".join(title_of(code) for code in chosen)
    events.record(session, now, run_id, by, "scoring opened", f"Each member scores alone: {named}.")
    return opened


def newest_round(session: Session, partnership_id: int) -> ScoringRound | None:
    return session.exec(
        select(ScoringRound)
        .where(ScoringRound.partnership_id == partnership_id)
        .order_by(col(ScoringRound.id).desc())
        .limit(1)
    ).one_or_none()


def score(
    session: Session,
    now: datetime,
    run_id: int,
    round_id: int,
    person: Person | None,
    points: Mapping[str, int],
    why: Mapping[str, str] | None = None,
    *,
    by: str,
) -> None:
    """Notes a member's own scores while the round is closed to view, or the team's (no person) once all are shown.

    Raises NotAllowed at the wrong time, BadInput for a score outside 1 to 5 or a sector that is not scored.
    """
    scoring = _round(session, run_id, round_id)
    if person is not None and scoring.shown_at is not None:
        raise NotAllowed("The scores are laid open already; from here on the team scores together.")
    if person is None and scoring.shown_at is None:
        raise NotAllowed("Each scores alone first. Lay the scores open, then score together.")
    if not points:
        raise BadInput("Give at least one sector a score.")
    for code, value in points.items():
        if code not in scoring.industries:
            raise BadInput(f"{title_of(code)} is not among the sectors of this round.")
        if not LEAST <= value <= MOST:
            raise BadInput(f"A score goes from {LEAST} to {MOST}.")
        session.add(
            SectorScore(
                round_id=round_id,
                person_id=person.id if person else None,
                industry=code,
                points=value,
                why=(why or {}).get(code, "").strip()[:4000],
                given_at=now,
            )
        )
    # What somebody scored alone stays theirs until the scores are laid open, in the record of events too.
    said = "has scored alone." if person else ", ".join(f"{title_of(c)} {v}" for c, v in points.items())
    events.record(
        session, now, run_id, by, "sectors scored", f"{by} {said}" if person else f"Together: {said}."
    )


def show_scores(session: Session, now: datetime, run_id: int, round_id: int, *, by: str) -> None:
    """Lays everyone's scores open. Raises NotAllowed while nobody has scored."""
    scoring = _round(session, run_id, round_id)
    if scoring.shown_at is not None:
        return
    if not who_scored(session, scoring):
        raise NotAllowed("Nobody has scored yet.")
    scoring.shown_at = now
    session.add(scoring)
    events.record(session, now, run_id, by, "scores laid open", "From here on the team scores together.")


def who_scored(session: Session, scoring: ScoringRound) -> list[str]:
    """Names of those who have scored alone; not what they gave."""
    assert scoring.id is not None
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
    return people_of.with_role(session, partnership_id, SCORERS)


def _round(session: Session, run_id: int, round_id: int) -> ScoringRound:
    scoring = session.get(ScoringRound, round_id)
    if scoring is None or scoring.partnership_id != _partnership(session, run_id):
        raise NotFound("There is no such round of scoring in this partnership.")
    return scoring


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


def _partnership(session: Session, run_id: int) -> int:
    partnership_id = people_of.partnership_of(session, run_id).id
    assert partnership_id is not None
    return partnership_id

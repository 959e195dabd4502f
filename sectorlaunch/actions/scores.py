"""The team scores a few sectors: each member alone, then, with all scores laid open, together (S2 slide 7)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.census.industries import level_of, title_of
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.records import partnerships, scores
from sectorlaunch.tables import Person, ScoringRound, SectorScore

LEAST, MOST = 1, 5


def open_round(
    session: Session, now: datetime, run_id: int, industries: Sequence[str], *, by: str
) -> ScoringRound:
    """Asks the team to score a few sectors, each member alone, by a letter with their own link.

    A new round leaves the earlier ones as they are, and asks in their place. Raises BadInput for no sector.
    """
    partnership_id = _partnership(session, run_id)
    chosen = list(dict.fromkeys(industries))
    for code in chosen:
        level_of(code)
    if not chosen:
        raise BadInput("Check the sectors the team will score; three to five are enough.")
    opened = ScoringRound(partnership_id=partnership_id, industries=chosen, opened_at=now, opened_by=by)
    session.add(opened)
    session.flush()
    named = ", ".join(title_of(code) for code in chosen)
    events.record(
        session,
        now,
        run_id,
        by,
        EventKind.SCORING_OPENED,
        f"Each member scores alone: {named}.",
        round_id=opened.pk,
    )
    return opened


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
        raise NotAllowed("The scores are already open to everyone; from here on, the team scores together.")
    if person is None and scoring.shown_at is None:
        raise NotAllowed("Everyone scores alone first. Open the scores, then score together.")
    if not points:
        raise BadInput("Give at least one sector a score.")
    for code, value in points.items():
        if code not in scoring.industries:
            raise BadInput("%(sector)s is not among the sectors of this round.", sector=title_of(code))
        if not LEAST <= value <= MOST:
            raise BadInput("A score goes from 1 to 5.")
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
        session, now, run_id, by, EventKind.SECTORS_SCORED, f"{by} {said}" if person else f"Together: {said}."
    )


def show_scores(session: Session, now: datetime, run_id: int, round_id: int, *, by: str) -> None:
    """Lays everyone's scores open and sends them to the team. Raises NotAllowed while nobody has scored."""
    scoring = _round(session, run_id, round_id)
    if scoring.shown_at is not None:
        return
    if not scores.who_scored(session, scoring):
        raise NotAllowed("Nobody has scored yet.")
    scoring.shown_at = now
    session.add(scoring)
    events.record(
        session,
        now,
        run_id,
        by,
        EventKind.SCORES_LAID_OPEN,
        "From here on the team scores together.",
        round_id=round_id,
    )


def _round(session: Session, run_id: int, round_id: int) -> ScoringRound:
    scoring = session.get(ScoringRound, round_id)
    if scoring is None or scoring.partnership_id != _partnership(session, run_id):
        raise NotFound("There is no such round of scoring in this partnership.")
    return scoring


def _partnership(session: Session, run_id: int) -> int:
    return partnerships.partnership_of(session, run_id).pk

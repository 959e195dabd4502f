"""How a team, or an organization's commitment, stands: written down by whoever answers for it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.actions import outcomes, teams
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.tables import Commitment, CommitmentState, Person, ReportBack


@dataclass(frozen=True)
class Report:
    """In the words of whoever writes it; at least one of them says something."""

    done: str = ""
    next: str = ""
    help: str = ""
    """What would help, and from whom."""
    win: str = ""
    """What went well, however small: told at the partnership meeting."""

    def tidied(self) -> "Report":
        """Raises BadInput where it says nothing."""
        words = {name: said.replace("\r\n", "\n").strip() for name, said in asdict(self).items()}
        if not any(words.values()):
            raise BadInput("Write a line in one of the fields at least.")
        return Report(**words)


def of_team(
    session: Session, now: datetime, run_id: int, team_id: int, person: Person, report: Report, *, by: str
) -> ReportBack:
    """Keeps how a team stands. Raises BadInput for a report that says nothing, NotAllowed for a team that has ended."""
    team = teams.at_work(session, team_id)
    words = asdict(report.tidied())
    row = ReportBack(
        partnership_id=team.partnership_id, team_id=team_id, person_id=person.pk, written_at=now, **words
    )
    session.add(row)
    session.flush()
    said = f"{person.name} reported back for “{team.name}”."
    events.record(session, now, run_id, by, EventKind.REPORTED_BACK, said, report_id=row.pk)
    return row


def of_commitment(
    session: Session,
    now: datetime,
    run_id: int,
    commitment_id: int,
    person: Person,
    report: Report,
    *,
    by: str,
    is_done: bool = False,
) -> ReportBack:
    """Keeps how an organization's commitment stands; with `is_done` it is kept, and asked about no more.

    Raises BadInput for a report that says nothing, NotFound, and NotAllowed for one that is settled.
    """
    commitment = session.get(Commitment, commitment_id)
    if commitment is None:
        raise NotFound("There is no commitment number %(number)s.", number=commitment_id)
    if commitment.state is not CommitmentState.OPEN:
        raise NotAllowed("That is already settled.")
    words = asdict(report.tidied())
    row = ReportBack(
        partnership_id=commitment.partnership_id,
        team_id=None,
        commitment_id=commitment_id,
        person_id=person.pk,
        written_at=now,
        **words,
    )
    session.add(row)
    session.flush()
    said = f"{person.name} said how it stands: {commitment.what}"
    events.record(session, now, run_id, by, EventKind.REPORTED_BACK, said[:4000], report_id=row.pk)
    if is_done:
        outcomes.settle(session, now, run_id, commitment_id, CommitmentState.DONE, by=by)
    return row

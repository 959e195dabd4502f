"""From options of the command line to what the launch brought."""

from pathlib import Path

from sqlmodel import select

from playbooks.yaml_lines import read_text
from sectorlaunch.actions import documents, teams
from sectorlaunch.cli.recording import Recording
from sectorlaunch.errors import NotFound
from sectorlaunch.tables import ActionTeam, Commitment, DocumentKind, DocumentState, Priority


def priority_number(at: Recording, position: int) -> int:
    """The id of the priority with this number. Raises NotFound."""
    found = at.session.exec(
        select(Priority).where(Priority.partnership_id == at.partnership_id, Priority.position == position)
    ).one_or_none()
    if found is None or found.id is None:
        raise NotFound(f"There is no priority {position} in this partnership.")
    return found.id


def own_commitment(at: Recording, commitment_id: int) -> int:
    """The id, when the commitment belongs to this partnership. Raises NotFound."""
    found = at.session.get(Commitment, commitment_id)
    if found is None or found.partnership_id != at.partnership_id:
        raise NotFound(f"There is no commitment {commitment_id} in this partnership.")
    return commitment_id


def own_team(at: Recording, team_id: int) -> ActionTeam:
    """Raises NotFound for a team of another partnership, naming those there are."""
    own = at.session.exec(select(ActionTeam).where(ActionTeam.partnership_id == at.partnership_id)).all()
    for team in own:
        if team.id == team_id:
            return team
    known = ", ".join(f"{team.id} ({team.name})" for team in own) or "none yet"
    raise NotFound(f"There is no action team {team_id} in this partnership. There are: {known}.")


def own_teams(at: Recording) -> list[ActionTeam]:
    """The teams, formed for the chosen priorities where they are not yet."""
    teams.form_for_chosen(at.session, at.now, at.run_id)
    query = select(ActionTeam).where(ActionTeam.partnership_id == at.partnership_id)
    return list(at.session.exec(query.order_by(ActionTeam.id)))  # type: ignore[arg-type]


def write_summary(at: Recording, text: Path | None, sent: bool) -> str:
    """Drafts the executive summary, from a file or from the notes, and releases it with `sent`."""
    kind = DocumentKind.EXECUTIVE_SUMMARY
    if text is not None:
        title = f"What business leaders said at the launch of the {at.partnership.name}"[:200]
        documents.draft(at.session, at.now, at.run_id, kind, title, read_text(text).strip(), by=at.by)
    else:
        documents.draft_summary(at.session, at.now, at.run_id)
    if not sent:
        return "The executive summary is drafted. `--sent` releases it to the business leaders."
    documents.settle(at.session, at.now, at.run_id, kind, DocumentState.SENT, by=at.by)
    return "The executive summary is released."

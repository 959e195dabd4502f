"""Who can help with a promise: the lead of its team, else whoever knows its owner best, else the convener."""

from sectorlaunch.records import people
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import ActionTeam, Commitment, Person


def with_promise(launch: Launch, commitment: Commitment) -> Person:
    """Somebody a letter reaches, and never the owner; the convener where there is nobody nearer."""
    session = launch.session
    team = session.get(ActionTeam, commitment.team_id) if commitment.team_id is not None else None
    lead = session.get(Person, team.lead_id) if team is not None and team.lead_id is not None else None
    owner_id = commitment.owner_id
    knows = people.owner_of(session, launch.partnership_id, owner_id) if owner_id is not None else None
    for person in (lead, knows):
        if person is None or person.pk == owner_id or not person.email:
            continue
        if people.left_alone_since(session, person) is None:
            return person
    return launch.convener

"""Who said that they join is on the team: at once where there is one, else when it forms. Partners are brought in by its lead."""

from collections.abc import Sequence

from sqlmodel import col, select

from sectorlaunch.actions import teams as team_actions
from sectorlaunch.events import Happening
from sectorlaunch.records import people, teams
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import ActionTeam, Interest, Person, PriorityInterest

JOINING = (Interest.LEAD, Interest.JOIN)


def join(launch: Launch, said: Happening) -> None:
    """Puts a business leader on the team of the priority they said it of. Whether they lead it, people settle."""
    if said.data["interest"] not in JOINING:
        return
    priority_id = said.data["priority_id"]
    for team in teams.standing(launch.session, launch.partnership_id):
        if team.priority_id == priority_id:
            _let_in(launch, team, [launch.session.get_one(Person, said.data["person_id"])], said.actor)


def join_those_who_said_so(launch: Launch, formed: Happening) -> None:
    """The same for everyone who said it before there was a team."""
    for team in teams.standing(launch.session, launch.partnership_id):
        wish = (
            select(Person)
            .join(PriorityInterest, col(PriorityInterest.person_id) == col(Person.id))
            .where(
                PriorityInterest.priority_id == team.priority_id,
                col(PriorityInterest.interest).in_(JOINING),
                col(Person.anonymized_at).is_(None),
            )
            .order_by(col(PriorityInterest.id))
        )
        _let_in(launch, team, launch.session.exec(wish).all(), formed.actor)


def _let_in(launch: Launch, team: ActionTeam, those: Sequence[Person], by: str) -> None:
    sectors = people.sectors(launch.session, those)
    for person in those:
        if people.is_business(sectors, person):
            team_actions.join(launch.session, launch.now, launch.run_id, team.pk, person, by=by)

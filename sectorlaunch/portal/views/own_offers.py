"""Where somebody who is no member could help a team, and what they have offered."""

from dataclasses import dataclass

from sectorlaunch.records import audiences, offers, teams
from sectorlaunch.records.about import THE_RUN
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import ActionTeam, Offer, OfferState, Person


@dataclass(frozen=True)
class WayIn:
    """A team that says how partners can help, and what the reader has offered it last."""

    team: ActionTeam
    lead: str
    offer: Offer | None

    @property
    def is_open(self) -> bool:
        """Whether what they offered waits for its answer: sent again, it changes."""
        return self.offer is not None and self.offer.state is OfferState.OPEN


def of_person(launch: Launch, person: Person) -> list[WayIn]:
    """For partners: the teams at work that say how they can help, but for those they are on."""
    session = launch.session
    partners = audiences.resolve(session, launch.partnership_id, "partners", THE_RUN)
    if person.pk not in {one.pk for one in partners}:
        return []
    made = offers.of_person(session, person.pk)
    return [
        WayIn(
            team,
            session.get_one(Person, team.lead_id).name if team.lead_id is not None else "",
            next((offer for offer in made if offer.team_id == team.pk), None),
        )
        for team in teams.at_work(session, launch.partnership_id)
        if team.way_in and not offers.is_on(session, team, person)
    ]

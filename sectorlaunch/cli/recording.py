"""What a command that records works with: the launch, who says so, and what the typed words stand for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from sqlmodel import select

from playbooks.yaml_lines import read_text
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.files import launch_dates
from sectorlaunch.records import people, people_list
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import ActionTeam, Commitment, Meeting, Person, Priority


@dataclass(frozen=True)
class Recording(Launch):
    """The launch in an open unit of work, who records, and what is to be said once it is committed."""

    given_by: str
    said: list[str] = field(default_factory=list)

    @property
    def by(self) -> str:
        return self.given_by or self.convener.name

    @property
    def asks(self) -> Person | None:
        """The convener whose name was given, who so cannot be who agrees to it as well; None for any other name."""
        conveners = people.with_role(self.session, self.partnership_id, people.CONVENING)
        return next((one for one in conveners if one.name == self.by), None)

    def say(self, *sentences: str) -> None:
        self.said.extend(sentences)

    def person(self, email: str) -> Person:
        return people_list.find(self.session, self.partnership.slug, email)

    def people(self, emails: Sequence[str]) -> list[Person]:
        return [self.person(email) for email in emails]

    def people_listed(self, given: Sequence[str]) -> list[Person]:
        """By address, where a name of a file stands for the addresses in it, one a line."""
        found: list[str] = []
        for word in given:
            if "@" in word and not Path(word).exists():
                found.append(word)
            else:
                found += [line.strip() for line in read_text(Path(word)).splitlines() if line.strip()]
        return self.people(found)

    def moment(self, on: date, at: time) -> datetime:
        """A local date and time of the partnership, in UTC. Raises BadInput for an hour the clocks skip."""
        try:
            return launch_dates.moment(on, at, self.partnership.zone)
        except ValueError as remedy:
            raise BadInput(str(remedy)) from None

    def launch_meeting(self) -> Meeting:
        """Raises BadInput when the launch was called off and no other is planned."""
        if self.meeting is None:
            raise BadInput("No launch meeting is planned. Set one with `record launch --date … --time …`.")
        return self.meeting

    def priority_id(self, position: int) -> int:
        """Of the priority with this number. Raises NotFound."""
        own = select(Priority).where(Priority.partnership_id == self.partnership_id)
        found = self.session.exec(own.where(Priority.position == position)).one_or_none()
        if found is None:
            raise NotFound(f"There is no priority {position} in this partnership.")
        return found.pk

    def commitment_id(self, number: int) -> int:
        """The same, when the commitment belongs to this partnership. Raises NotFound."""
        found = self.session.get(Commitment, number)
        if found is None or found.partnership_id != self.partnership_id:
            raise NotFound(f"There is no commitment {number} in this partnership.")
        return number

    def team(self, number: int) -> ActionTeam:
        """Raises NotFound for a team of another partnership, naming those there are."""
        own = select(ActionTeam).where(ActionTeam.partnership_id == self.partnership_id)
        teams = {team.pk: team for team in self.session.exec(own)}
        if number in teams:
            return teams[number]
        known = ", ".join(f"{team.id} ({team.name})" for team in teams.values()) or "none yet"
        raise NotFound(f"There is no action team {number} in this partnership. There are: {known}.")

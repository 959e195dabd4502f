"""What every `record` command does around its one operation."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import installation
from sectorlaunch.errors import BadInput
from sectorlaunch.files import launch_dates
from sectorlaunch.records import people_list
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Person


@dataclass(frozen=True)
class Recording(Launch):
    """The launch in an open unit of work, who records, and what is to be said once it is committed."""

    by: str
    said: list[str] = field(default_factory=list)

    def say(self, *sentences: str) -> None:
        self.said.extend(sentences)

    def person(self, email: str) -> Person:
        return people_list.find(self.session, self.partnership.slug, email)

    def people(self, emails: list[str] | None) -> list[Person]:
        return [self.person(email) for email in emails or ()]

    def moment(self, on: date | object, at: time | object) -> datetime:
        """A local date and time of the partnership, in UTC. Raises BadInput for an hour the clocks skip."""
        assert isinstance(on, date)
        assert isinstance(at, time)
        try:
            return launch_dates.moment(on, at, self.partnership.zone)
        except ValueError as remedy:
            raise BadInput(str(remedy)) from None


@contextmanager
def recording(slug: str, by: str) -> Iterator[Recording]:
    """One unit of work for one partnership. `by` in words; the convener when empty. What is said comes after the commit."""
    here = installation()
    with here.changing() as session:
        launch = here.launch(session, slug)
        noted = Recording(session, here.now, launch.run_id, by or launch.convener.name)
        yield noted
    output.say(*noted.said)

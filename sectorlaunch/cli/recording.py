"""What every `record` command does around its one operation."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time

from sqlmodel import Session

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import Launch, installation, launch_of
from sectorlaunch.errors import BadInput
from sectorlaunch.files import launch_dates
from sectorlaunch.records import people_list
from sectorlaunch.tables import Person


@dataclass
class Recording:
    """The open unit of work, and what is to be said once it is committed."""

    session: Session
    now: datetime
    launch: Launch
    by: str
    said: list[str] = field(default_factory=list)

    @property
    def run_id(self) -> int:
        return self.launch.run_id

    def say(self, *sentences: str) -> None:
        self.said.extend(sentences)

    def person(self, email: str) -> Person:
        return people_list.find(self.session, self.launch.slug, email)

    def people(self, emails: list[str] | None) -> list[Person]:
        return [self.person(email) for email in emails or ()]

    def moment(self, on: date | object, at: time | object) -> datetime:
        """A local date and time of the partnership, in UTC. Raises BadInput for an hour the clocks skip."""
        assert isinstance(on, date)
        assert isinstance(at, time)
        try:
            return launch_dates.moment(on, at, self.launch.partnership.zone)
        except ValueError as remedy:
            raise BadInput(str(remedy)) from None


@contextmanager
def recording(slug: str, by: str) -> Iterator[Recording]:
    """One unit of work for one partnership. `by` in words; the convener when empty. What is said comes after the commit."""
    here = installation()
    with here.changing() as session:
        launch = launch_of(session, slug)
        noted = Recording(session, here.now, launch, by or launch.convener.name)
        yield noted
    output.say(*noted.said)

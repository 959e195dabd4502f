"""The launch one works on, at one moment: what nearly everything asks first, read once in a unit of work."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlmodel import Session

from languages import Language
from playbooks.calendar import Calendar
from playbooks.model import Playbook
from playbooks.translation import Translation
from sectorlaunch import calendars
from sectorlaunch.query_cache import cached
from sectorlaunch.records import meetings, partnerships, people, playbook_editions
from sectorlaunch.tables import Meeting, Partnership, Person, PlaybookRun


@dataclass(frozen=True)
class Launch:
    """A playbook's run and the partnership behind it. `now` is aware; `today` is the date in the partnership's zone."""

    session: Session
    now: datetime
    run_id: int

    @staticmethod
    def of(session: Session, now: datetime, run_id: int) -> "Launch":
        """The same one for everybody who asks within a unit of work."""
        return cached(session, (), ("launch", run_id, now), lambda: Launch(session, now, run_id))

    @staticmethod
    def of_partnership(session: Session, now: datetime, partnership: Partnership) -> "Launch":
        """The run under way, or the last one, of a partnership."""
        return Launch.of(session, now, partnerships.run_of(session, partnership.pk).pk)

    @cached_property
    def run(self) -> PlaybookRun:
        return self.session.get_one(PlaybookRun, self.run_id)

    @cached_property
    def partnership(self) -> Partnership:
        return partnerships.partnership_of(self.session, self.run_id)

    @cached_property
    def partnership_id(self) -> int:
        return self.partnership.pk

    @cached_property
    def playbook(self) -> Playbook:
        """As it was when the run started."""
        return playbook_editions.of_run(self.session, self.run_id)

    def translation(self, language: Language) -> Translation:
        """Its playbook as readers of a language get it."""
        return playbook_editions.translation(self.session, self.run_id, language)

    @property
    def here(self) -> tuple[Session, datetime, int]:
        """What actions take first: the session, the moment and the run."""
        return self.session, self.now, self.run_id

    @property
    def numbers(self) -> dict[str, int]:
        """Every number the launch is held to: the playbook's, and the partnership's own over them."""
        return {**self.playbook.numbers, **self.partnership.numbers}

    def number(self, name: str, usual: int = 0) -> int:
        """One of them; `usual` where neither the partnership nor the playbook names it."""
        return self.numbers.get(name, usual)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.partnership.zone)

    @property
    def calendar(self) -> Calendar:
        return calendars.of(self.partnership)

    def on(self, moment: datetime) -> date:
        """The date of a moment in the partnership's zone."""
        return moment.astimezone(self.zone).date()

    @property
    def today(self) -> date:
        return self.on(self.now)

    @property
    def convener(self) -> Person:
        """The lead convener, or the first co-convener where nobody leads alone."""
        return people.convener(self.session, self.partnership_id)

    @property
    def meeting(self) -> Meeting | None:
        """The launch meeting that stands."""
        return meetings.launch_meeting(self.session, self.partnership_id)

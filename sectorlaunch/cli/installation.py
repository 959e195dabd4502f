"""What most commands begin with: the settings, the database and the moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from sectorlaunch import clock, database
from sectorlaunch.engine import consequences  # noqa: F401  what follows from a deed, before each commit
from sectorlaunch.records import partnerships, people_list
from sectorlaunch.records.launch import Launch
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Person

Found = TypeVar("Found")
Given = ParamSpec("Given")


@dataclass(frozen=True)
class Installation:
    """This installation at one moment: `now` is read once for each command."""

    settings: Settings
    engine: Engine
    now: datetime

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with database.reading(self.engine) as session:
            yield session

    @contextmanager
    def changing(self) -> Iterator[Session]:
        with database.unit_of_work(self.engine, self.now) as session:
            yield session

    def read(self, look: Callable[[Session], Found]) -> Found:
        """What one look at the records finds."""
        with self.reading() as session:
            return look(session)

    def change(
        self,
        action: Callable[Concatenate[Session, datetime, Given], Found],
        *given: Given.args,
        **named: Given.kwargs,
    ) -> Found:
        """Does one thing in a unit of work of its own, at the moment of the command."""
        with self.changing() as session:
            return action(session, self.now, *given, **named)

    def launch(self, session: Session, slug: str) -> Launch:
        """The launch a command is about. Raises NotFound, with the nearest right name."""
        return Launch.of_partnership(session, self.now, partnerships.find(session, slug))


def installation() -> Installation:
    """Opens the installation of `SECTOR_LAUNCH_HOME`; its tables are made on first use."""
    settings = Settings()
    engine = database.open_database(settings)
    make_tables_on_first_use(engine)
    return Installation(settings, engine, clock.now())


def make_tables_on_first_use(engine: Engine) -> None:
    from sqlalchemy import inspect

    if not inspect(engine).has_table("partnership"):
        from sectorlaunch.migrations import upgrade

        upgrade(engine)


def person(launch: Launch, email: str | None) -> Person:
    """Somebody of the partnership by e-mail; the convener when no address is given."""
    return launch.convener if not email else people_list.find(launch.session, launch.partnership.slug, email)


def everyone(launch: Launch, emails: list[str]) -> list[Person]:
    return [person(launch, email) for email in emails]

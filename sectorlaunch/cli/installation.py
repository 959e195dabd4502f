"""What most commands begin with: the settings, the database and the moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from sectorlaunch import clock, database
from sectorlaunch.engine import consequences  # noqa: F401  what follows from a deed, before each commit
from sectorlaunch.records import partnerships, people, people_list
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Partnership, Person


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


@dataclass(frozen=True)
class Launch:
    """The partnership a command is about, with its run."""

    partnership: Partnership
    partnership_id: int
    run_id: int
    convener: Person

    @property
    def slug(self) -> str:
        return self.partnership.slug


def launch_of(session: Session, slug: str) -> Launch:
    """Raises NotFound, with the nearest right name."""
    partnership = partnerships.find(session, slug)
    run_id = partnerships.run_of(session, partnership.pk).pk
    return Launch(partnership, partnership.pk, run_id, people.convener(session, partnership.pk))


def person(session: Session, launch: Launch, email: str | None) -> Person:
    """Somebody of the partnership by e-mail; the convener when no address is given."""
    return launch.convener if not email else people_list.find(session, launch.slug, email)


def everyone(session: Session, launch: Launch, emails: list[str]) -> list[Person]:
    return [people_list.find(session, launch.slug, email) for email in emails]

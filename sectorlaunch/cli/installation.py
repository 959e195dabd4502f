"""What commands begin with: the settings, the database, the moment, and the launch they are about.

Every command imports this, so that what it needs itself is imported only when one runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from sectorlaunch.cli import output

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from sectorlaunch.cli.recording import Recording
    from sectorlaunch.mail_grants.fetching import MailTokens
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

    def tokens(self) -> MailTokens:
        """What opens mailboxes at Microsoft and Google."""
        from sectorlaunch.mail_grants.fetching import MailTokens

        return MailTokens.of(self.engine, lambda: self.now, self.settings)

    def reading(self) -> AbstractContextManager[Session]:
        from sectorlaunch import database

        return database.reading(self.engine)

    def changing(self) -> AbstractContextManager[Session]:
        from sectorlaunch import database

        return database.unit_of_work(self.engine, self.now)

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
        from sectorlaunch.records import partnerships
        from sectorlaunch.records.launch import Launch

        return Launch.of_partnership(session, self.now, partnerships.find(session, slug))


def installation() -> Installation:
    """Opens the installation of `SECTOR_LAUNCH_HOME`; its tables are made on first use."""
    from sqlalchemy import inspect

    from sectorlaunch import clock, database
    from sectorlaunch.engine import consequences  # noqa: F401  what follows from a deed, before each commit
    from sectorlaunch.settings import Settings

    settings = Settings()
    engine = database.open_database(settings)
    if not inspect(engine).has_table("partnership"):
        from sectorlaunch.backup import upgrading

        upgrading.bring_up_to_date(settings, engine, clock.now(), output.say)
    return Installation(settings, engine, clock.now())


@contextmanager
def reading(slug: str) -> Iterator[Launch]:
    """The launch a command looks at. Raises NotFound, with the nearest right name."""
    here = installation()
    with here.reading() as session:
        yield here.launch(session, slug)


@contextmanager
def recording(slug: str, by: str = "") -> Iterator[Recording]:
    """One unit of work for one partnership. `by` in words; the convener when empty. What is said comes after the commit."""
    from sectorlaunch.cli.recording import Recording

    here = installation()
    with here.changing() as session:
        noted = Recording(session, here.now, here.launch(session, slug).run_id, by)
        yield noted
    output.say(*noted.said)


def person(launch: Launch, email: str | None) -> Person:
    """Somebody of the partnership by e-mail; the convener when no address is given."""
    from sectorlaunch.records import people_list

    return launch.convener if not email else people_list.find(launch.session, launch.partnership.slug, email)

"""One request to the portal: its moment, its unit of work, and the page that comes back."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Engine
from sqlmodel import Session

from sectorlaunch import database
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.operations import people_of
from sectorlaunch.portal import conveners, sessions
from sectorlaunch.portal.conveners import Viewer
from sectorlaunch.portal.entry import ForgedForm, SignInNeeded, WrongRole
from sectorlaunch.portal.pages import Pages
from sectorlaunch.portal.sessions import Sessions, SignedIn
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Partnership, Person


@dataclass(frozen=True)
class Portal:
    """What every request shares; kept as `app.state.portal`."""

    settings: Settings
    engine: Engine
    clock: Callable[[], datetime]
    sessions: Sessions
    pages: Pages


@dataclass(frozen=True)
class Trouble:
    """Why a form could not be taken, at which form, and what had been typed into it."""

    form: str
    message: str
    typed: Mapping[str, str]


class Visit:
    """What a route needs to know about the request it answers."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.portal: Portal = request.app.state.portal
        self.now = self.portal.clock()

    @property
    def settings(self) -> Settings:
        return self.portal.settings

    def reading(self) -> AbstractContextManager[Session]:
        return database.reading(self.portal.engine)

    def changing(self) -> AbstractContextManager[Session]:
        return database.unit_of_work(self.portal.engine, self.now)

    def signed_in(self) -> SignedIn | None:
        return self.portal.sessions.read(self.now, self.request.cookies.get(sessions.COOKIE))

    def viewer(self, session: Session) -> Viewer:
        """The convener who is signed in. Raises SignInNeeded, and WrongRole for one who convenes nothing any more."""
        signed_in = self.signed_in()
        person = session.get(Person, signed_in.person_id) if signed_in else None
        if signed_in is None or person is None or person.anonymised_at is not None:
            raise SignInNeeded
        if not conveners.convenes_anything(session, signed_in.person_id):
            raise WrongRole
        return Viewer(signed_in.person_id, person.name, self.portal.sessions.form_token(signed_in))

    def convened(self, session: Session, slug: str) -> tuple[Viewer, Partnership, int]:
        """The convener who is signed in, a partnership they convene, and its run. Raises as the two reads do."""
        viewer = self.viewer(session)
        partnership = conveners.partnership(session, viewer.person_id, slug)
        assert partnership.id is not None
        run = people_of.run_of(session, partnership.id)
        assert run.id is not None
        return viewer, partnership, run.id

    def check_form(self, form: Mapping[str, str]) -> None:
        """Raises ForgedForm unless the form was made for the browser that posts it."""
        signed_in = self.signed_in()
        if signed_in is None:
            raise SignInNeeded
        if not self.portal.sessions.is_form_token(signed_in, form.get("form_token", "")):
            raise ForgedForm

    def page(
        self, template: str, *, status: int = 200, viewer: Viewer | None = None, **context: object
    ) -> HTMLResponse:
        html = self.portal.pages.render(
            template, viewer=viewer, now=self.now, settings=self.settings, **context
        )
        return HTMLResponse(html, status)

    def carry_out(self, change: Callable[[Session], str], again: Callable[[str], Response]) -> Response:
        """One unit of work, then on to the address it returns. What cannot be done is said where it was asked for."""
        try:
            with self.changing() as session:
                target = change(session)
        except (BadInput, NotAllowed) as error:
            return again(error.message)
        return RedirectResponse(target, 303)


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a posted form, the first of each name; files are ignored."""
    async with request.form(max_files=0, max_fields=300) as form:
        return {name: value for name, value in reversed(form.multi_items()) if isinstance(value, str)}


AVisit = Annotated[Visit, Depends(Visit)]
AForm = Annotated[dict[str, str], Depends(read_form)]

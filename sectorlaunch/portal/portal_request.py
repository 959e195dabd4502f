"""One request to the portal: its moment, its unit of work, and the page that comes back."""

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Engine
from sqlmodel import Session, func, select
from starlette.datastructures import UploadFile

from languages import DEFAULT, Language
from languages.catalogs import Sentence, catalog
from sectorlaunch import database
from sectorlaunch.census_fetcher import CensusFetcher
from sectorlaunch.errors import BadInput, NotAllowed, SectorLaunchError
from sectorlaunch.mail_grants.fetching import MailTokens
from sectorlaunch.portal import conveners, page_language, rights
from sectorlaunch.portal.conveners import Viewer
from sectorlaunch.portal.entry import ForgedForm, KeeperNeeded, SignInNeeded, WrongRole
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.form_versions import Difference, Overtaken
from sectorlaunch.portal.live import ChangeWatch
from sectorlaunch.portal.pages import Pages
from sectorlaunch.portal.rights import Right
from sectorlaunch.portal.security_headers import CONVENER_POLICY
from sectorlaunch.portal.sessions import COOKIE, VISITOR, Sessions, SignedIn, new_secret
from sectorlaunch.readiness.looking import Readiness
from sectorlaunch.readiness.metrics import Metrics
from sectorlaunch.records import accounts, keepers, leads, partnerships, people, sign_ins
from sectorlaunch.records.launch import Launch
from sectorlaunch.rehearsal.on_request import Rehearsals
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Account, Event, Person, SignIn

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True)
class Portal:
    """What every request shares; kept as `app.state.portal`."""

    settings: Settings
    engine: Engine
    clock: Callable[[], datetime]
    sessions: Sessions
    pages: Pages
    rehearsals: Rehearsals
    watch: ChangeWatch
    census: CensusFetcher
    readiness: Readiness
    metrics: Metrics


@dataclass(frozen=True)
class FormError:
    """Why a form could not be taken, at which form, and what had been typed into it."""

    form: str
    message: str
    typed: Mapping[str, str]
    differences: tuple[Difference, ...] = ()
    """What somebody else has changed meanwhile, beside what was typed."""
    is_overtaken: bool = False
    """Whether somebody else has changed meanwhile what the form was made from."""

    @classmethod
    def of(
        cls, form: str, error: SectorLaunchError, typed: Mapping[str, str], language: Language = DEFAULT
    ) -> "FormError":
        if isinstance(error, Overtaken):
            said = catalog(language).gettext
            differences = tuple(replace(one, label=said(one.label)) for one in error.differences)
            return cls(form, said(error.message), typed, differences, is_overtaken=True)
        return cls(form, Sentence(error.sentence, error.parts).in_language(language), typed)

    @property
    def status(self) -> int:
        return 409 if self.is_overtaken else 422


@dataclass(frozen=True)
class Convened(Launch):
    """A launch the signed-in person convenes, may look at, or has a part in."""

    viewer: Viewer

    @property
    def by(self) -> str:
        """Whose name stands behind what is done here."""
        return self.viewer.name

    @property
    def person_id(self) -> int:
        """Who they are in this partnership. Raises NotAllowed for a lead, who has no place in it."""
        if self.viewer.person_id is None:
            raise NotAllowed("You have no place in this partnership; its conveners act here.")
        return self.viewer.person_id


class PortalRequest:
    """What a route needs to know about the request it answers."""

    def __init__(self, request: Request) -> None:
        self.http = request
        self.portal: Portal = request.app.state.portal
        self.now = self.portal.clock()
        self.newest_event = 0
        """The newest event there was when the viewer was looked up: what an open page was made from."""

    @property
    def settings(self) -> Settings:
        return self.portal.settings

    @property
    def tokens(self) -> MailTokens:
        """What opens mailboxes at Microsoft and Google; asked outside of any unit of work."""
        return MailTokens.of(self.portal.engine, self.portal.clock, self.settings)

    def reading(self) -> AbstractContextManager[Session]:
        return database.reading(self.portal.engine)

    def changing(self) -> AbstractContextManager[Session]:
        return database.unit_of_work(self.portal.engine, self.now)

    def trying(self) -> AbstractContextManager[Session]:
        """For showing what a change would do."""
        return database.trying(self.portal.engine)

    @cached_property
    def signed_in(self) -> SignedIn | None:
        """What the browser says; whether it still holds, `sign_in` asks."""
        return self.portal.sessions.read(self.now, self.http.cookies.get(COOKIE))

    def sign_in(self, session: Session) -> SignIn | None:
        """What stands in our tables of this browser; None where nobody is signed in with it any more."""
        if self.signed_in is None:
            return None
        return sign_ins.of(session, self.now, self.signed_in.account_id, self.signed_in.secret)

    def visit(self, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """A page on which somebody is about to sign in: its forms are good in this browser only."""
        secret = self.http.cookies.get(VISITOR, "") or new_secret()
        token = self.portal.sessions.visit_token(secret)
        asked_for = page_language.as_asked_for(self.http.scope)
        page = self.page(template, status=status, visit_token=token, asked_for=asked_for, **context)
        page.set_cookie(VISITOR, secret, httponly=True, samesite="lax", secure=self.settings.is_https)
        return page

    def check_visit(self, form: Mapping[str, str]) -> None:
        """Raises ForgedForm unless the form was made by `visit`, for the browser that posts it."""
        secret = self.http.cookies.get(VISITOR, "")
        if not self.portal.sessions.is_visit_token(secret, form.get("form_token", "")):
            raise ForgedForm

    @cached_property
    def asked(self) -> Right:
        """What the route that answers asks for."""
        return rights.asked(self.http.method, self.http.scope["route"].path)

    def viewer(self, session: Session) -> Viewer:
        """Who is signed in, where the route is not about one partnership, or before that is looked at.

        Raises SignInNeeded, WrongRole for one who has no part any more, and KeeperNeeded.
        """
        row = self.sign_in(session)
        account = session.get(Account, row.account_id) if row is not None else None
        if self.signed_in is None or account is None:
            raise SignInNeeded
        self.newest_event = session.exec(select(func.max(Event.id))).one() or 0
        is_lead = leads.is_one(session, account, self.settings.lead_addresses)
        may = self._in_the_house(session, account, is_lead)
        if may == {Right.COME_IN}:
            self.speak_to(session, account)
        if not may or (self.asked in rights.OF_THE_HOUSE and self.asked not in may):
            if self.asked is Right.KEEP and may:
                raise KeeperNeeded([keeper.name for keeper in self.keepers(session)])
            raise WrongRole
        token = self.portal.sessions.form_token(self.signed_in)
        return Viewer(account.pk, account.name, token, sees_all=is_lead, rights=may)

    def _in_the_house(self, session: Session, account: Account, is_lead: bool) -> frozenset[Right]:
        """What somebody may in the installation; nothing for one who has no part in it."""
        if self.asked is Right.KEEP and account.id in {one.id for one in self.keepers(session)}:
            return rights.OF_THE_HOUSE
        if is_lead or account.keeper_since is not None or accounts.convenes_anything(session, account.pk):
            return frozenset({Right.COME_IN, Right.LOOK_AROUND})
        return frozenset({Right.COME_IN}) if accounts.has_a_part(session, account.pk) else frozenset()

    def keepers(self, session: Session) -> list[Account]:
        """Who keeps the installation."""
        return keepers.of(session, self.settings.lead_addresses)

    def convened(self, session: Session, slug: str) -> Convened:
        """The partnership at this address, for whoever has the right its route asks for: mostly a convener.

        A lead may look at every partnership, and change those they convene. Raises SignInNeeded, WrongRole or
        LinkUnknown for anybody else.
        """
        viewer = self.viewer(session)
        if viewer.sees_all and self.http.method in ("GET", "HEAD"):
            partnership = conveners.seen(session, slug)
            person = conveners.place_in(session, viewer.account_id, partnership.pk)
            viewer = replace(viewer, only_looks=person is None, rights=frozenset(Right))
        else:
            partnership, person, may = conveners.let_in(
                session, viewer.account_id, slug, self.asked, self.http.path_params
            )
            viewer = replace(viewer, rights=viewer.rights | may)
        if person is not None:
            viewer = replace(viewer, person_id=person.pk, name=person.name)
            if Right.CONVENE not in viewer.rights and self.asked in rights.ON_OWN_PAGES:
                self.speak(session, person.pk)
        run_id = partnerships.run_of(session, partnership.pk).pk
        return Convened(session, self.now, run_id, viewer)

    def check_form(self, form: Mapping[str, str]) -> None:
        """Raises ForgedForm unless the form was made for the browser that posts it."""
        if self.signed_in is None:
            raise SignInNeeded
        if not self.portal.sessions.is_form_token(self.signed_in, form.get("form_token", "")):
            raise ForgedForm

    def speak(self, session: Session, person_id: int) -> Language:
        """From here on this request is answered in the language of the person whose page it is."""
        language = people.language_of(session, session.get_one(Person, person_id))
        page_language.remember(self.http.scope, language)
        return language

    def speak_to(self, session: Session, account: Account) -> None:
        """The same for whoever signs in, unless the address asks for a language."""
        if not page_language.is_asked_for(self.http.scope):
            page_language.remember(self.http.scope, accounts.language_of(session, account))

    @property
    def language(self) -> Language:
        """What it is answered in: as far as is known, that of the person whose page it is."""
        return page_language.of(self.http.scope)

    def page(
        self, template: str, *, status: int = 200, viewer: Viewer | None = None, **context: object
    ) -> HTMLResponse:
        html = self.portal.pages.render(
            template,
            self.language,
            viewer=viewer,
            now=self.now,
            settings=self.settings,
            newest_event=self.newest_event,
            **context,
        )
        page = HTMLResponse(html, status)
        if viewer is not None:
            page.headers["Content-Security-Policy"] = CONVENER_POLICY
        return page

    def partnership_page(
        self,
        template: str,
        at: Convened,
        *,
        done: str = "",
        form_error: FormError | None = None,
        **context: object,
    ) -> HTMLResponse:
        """A page about one partnership; with `form_error` the form is shown again as it was filled in."""
        return self.page(
            template,
            status=form_error.status if form_error else 200,
            viewer=at.viewer,
            partnership=at.partnership,
            zone=at.zone,
            notice=flash(done, self.language),
            form_error=form_error,
            changes="" if form_error else f"/partnerships/{at.partnership.slug}/changes",
            **context,
        )

    def carry_out(
        self, change: Callable[[Session], str], again: Callable[[SectorLaunchError], Response]
    ) -> Response:
        """One unit of work, then on to the address it returns. What cannot be done is said where it was asked for."""
        try:
            with self.changing() as session:
                target = change(session)
        except (BadInput, NotAllowed) as error:
            return again(error)
        return RedirectResponse(target, 303)


def _typed(value: str) -> str:
    """Without control characters: nobody types them, and neither PostgreSQL nor a document takes them all."""
    return _CONTROL.sub("", value)


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a posted form, the first of each name; files are ignored."""
    async with request.form(max_files=0, max_fields=300) as form:
        typed = {
            name: _typed(value) for name, value in reversed(form.multi_items()) if isinstance(value, str)
        }
    request.state.typed = typed
    return typed


LARGEST_KEPT = 4_000_000
"""Bytes of one field of a form with a file: a small list is carried in one from page to page, while questions are asked."""


@dataclass(frozen=True)
class Upload:
    """A form with one file in it, as it was handed in."""

    fields: dict[str, str]
    name: str
    data: bytes


async def read_upload(request: Request) -> Upload:
    """A posted form with a file; an empty one stands for none."""
    async with request.form(max_files=1, max_fields=300, max_part_size=LARGEST_KEPT) as form:
        fields = {name: _typed(value) for name, value in form.multi_items() if isinstance(value, str)}
        file = next((value for value in form.values() if isinstance(value, UploadFile)), None)
        return Upload(fields, (file.filename or "") if file else "", await file.read() if file else b"")


AnUpload = Annotated[Upload, Depends(read_upload)]
ARequest = Annotated[PortalRequest, Depends(PortalRequest)]
AForm = Annotated[dict[str, str], Depends(read_form)]

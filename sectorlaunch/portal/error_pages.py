"""What went wrong, as a page that says what to do. The only place where errors become status codes."""

import errno
import logging
import sqlite3
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.exc import (
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from starlette.exceptions import HTTPException

from languages import Language
from languages.catalogs import Sentence, catalog, mark
from notifications.wires.mailbox import NoSuchLetter
from playbooks.model import NotInPlaybook
from sectorlaunch import wording
from sectorlaunch.errors import BadInput, NotAllowed, NotFound, SectorLaunchError
from sectorlaunch.portal import page_language
from sectorlaunch.portal.entry import ForgedForm, KeeperNeeded, LinkUnknown, SignInNeeded, WrongRole
from sectorlaunch.portal.portal_request import Portal, PortalRequest
from sectorlaunch.portal.rate_limit import TooMany
from sectorlaunch.portal.sessions import WANTED

log = logging.getLogger("sectorlaunch.portal")

NO_SUCH_PAGE = (
    mark("There is nothing at this address"),
    mark(
        "The link may have expired, or part of it may be missing. Open it again from your message, "
        "or ask the person who sent it for a new one."
    ),
)
NOT_YOURS = (
    mark("This page is for the conveners"),
    mark(
        "You take part in this partnership, and its conveners keep this page. Use the personal link in your "
        "messages, or ask the convener."
    ),
)
ANOTHER_PART = (
    mark("This page is for somebody else"),
    mark("You have a part in this partnership, and this page does not belong to it."),
)
FOR_THE_KEEPER = "This is for whoever keeps the installation"
STALE_FORM = (
    mark("This form is no longer good"),
    mark(
        "Nothing was changed. You signed in again, or out, since the page was opened. Go back, load it again, "
        "and send it once more."
    ),
)
SIGNED_OUT = (
    mark("You are not signed in any more"),
    mark("Nothing was changed. Sign in, then go back to the page and send it again."),
)
NOT_READY = (
    mark("One moment, please"),
    mark(
        "The records cannot be reached right now; they may still be starting up. Reload the page in a few seconds."
    ),
)
NOT_STORED = (
    mark("One moment, please"),
    mark(
        "The records are busy right now, so nothing was saved. What you typed is still on this page: send it again in a few seconds."
    ),
)
NOT_STORED_NOR_KEPT = (
    mark("One moment, please"),
    mark("The records are busy right now, so nothing was saved. Go back in a few seconds and send it again."),
)
AT_THE_SAME_MOMENT = (
    mark("That arrived twice at the same moment"),
    mark("Nothing was saved this time. Open the page again to see whether it is already there."),
)
FAILED = (
    mark("Something went wrong here"),
    mark(
        "It was nothing you did, and it has been logged. Nothing was changed. Please try again; if it happens twice, tell the convener."
    ),
)
TOO_MANY = (
    mark("Too many tries"),
    mark(
        "A link that no longer works was opened again and again, or too many sign-in links were requested. Please wait "
        "ten minutes and try again; links you were sent keep working in the meantime."
    ),
)
NOT_IN_PLAYBOOK = (
    mark("This is no longer in the playbook"),
    mark(
        "It was put on record by another text than the playbook this launch runs on now, which has nothing of that name. "
        "Nothing was changed, and everything else goes on."
    ),
)
NOT_UNDERSTOOD = (mark("That could not be read"), mark("Nothing was changed. Go back and try again."))
NOT_FOUND = mark("Not found")
NOT_POSSIBLE = mark("That is not possible right now")

RETRY_SECONDS = "5"
PASSING = {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM}
"""What a machine lacks for a while: room on the disk, files that may be open, memory."""
SECRETS = {"url", "password"}
"""Fields that hold one."""


def install(app: FastAPI) -> None:
    """Tells the application which page each error becomes."""

    @app.exception_handler(SignInNeeded)
    def _sign_in(request: Request, _error: Exception) -> Response:
        if request.method == "GET":
            response = RedirectResponse("/sign-in", 303)
            response.set_cookie(WANTED, quote(request.url.path), max_age=3600, httponly=True, samesite="lax")
            return response
        return _page(request, 403, SIGNED_OUT)

    @app.exception_handler(WrongRole)
    def _wrong_role(request: Request, error: Exception) -> Response:
        assert isinstance(error, WrongRole)
        if error.own:
            return _page(request, 403, ANOTHER_PART, own=error.own)
        return _page(request, 403, NOT_YOURS)

    @app.exception_handler(KeeperNeeded)
    def _keeper(request: Request, error: Exception) -> Response:
        assert isinstance(error, KeeperNeeded)
        names = wording.listing(error.keepers)
        advice = (
            f"Ask {names}, who keeps it." if len(error.keepers) == 1 else f"Ask one of its keepers: {names}."
        )
        if not names:
            advice = "Whoever has the command line names one: sector-launch keepers name EMAIL."
        return _page(request, 403, (FOR_THE_KEEPER, f"Nothing was changed. {advice}"))

    @app.exception_handler(ForgedForm)
    def _forged(request: Request, _error: Exception) -> Response:
        return _page(request, 403, STALE_FORM)

    @app.exception_handler(TooMany)
    def _too_many(request: Request, error: Exception) -> Response:
        assert isinstance(error, TooMany)
        return too_many(request.app.state.portal, error.wait, page_language.of(request.scope))

    @app.exception_handler(LinkUnknown)
    @app.exception_handler(NoSuchLetter)
    def _stranger(request: Request, _error: Exception) -> Response:
        return _page(request, 404, NO_SUCH_PAGE)

    @app.exception_handler(SectorLaunchError)
    def _domain(request: Request, error: SectorLaunchError) -> Response:
        if isinstance(error, NotFound):
            return _page(request, 404, (NOT_FOUND, _said(request, error)))
        if isinstance(error, NotAllowed):
            return _page(request, 403, (NOT_POSSIBLE, _said(request, error)))
        return _page(request, 422 if isinstance(error, BadInput) else 500, NOT_UNDERSTOOD)

    @app.exception_handler(NotInPlaybook)
    def _not_in_playbook(request: Request, error: Exception) -> Response:
        log.warning("%s", error)
        return _page(request, 404, NOT_IN_PLAYBOOK)

    @app.exception_handler(RequestValidationError)
    def _unreadable(request: Request, _error: Exception) -> Response:
        return _page(request, 404 if request.method == "GET" else 422, NOT_UNDERSTOOD)

    @app.exception_handler(OverflowError)
    @app.exception_handler(DataError)
    def _beyond(request: Request, _error: Exception) -> Response:
        """A number, a date or a character that the records cannot hold: only a made-up address or form has one."""
        return _page(request, 404 if request.method == "GET" else 422, NOT_UNDERSTOOD)

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            return _page(request, 404, NO_SUCH_PAGE)
        return _page(request, error.status_code, NOT_UNDERSTOOD)

    @app.exception_handler(OperationalError)
    @app.exception_handler(ProgrammingError)
    @app.exception_handler(InterfaceError)
    @app.exception_handler(InternalError)
    @app.exception_handler(NoConnectionFree)
    def _no_database(request: Request, error: SQLAlchemyError) -> Response:
        """Locked, full, gone, or every connection in use: it passes, and whoever typed something keeps it."""
        log.error("The records cannot be reached: %s", getattr(error, "orig", error))
        return _later(request)

    @app.exception_handler(sqlite3.OperationalError)
    @app.exception_handler(OSError)
    def _no_disk(request: Request, error: Exception) -> Response:
        if isinstance(error, OSError) and error.errno not in PASSING:
            raise error
        log.error("The machine could not do it: %s", error)
        return _later(request)

    @app.exception_handler(IntegrityError)
    def _twice(request: Request, error: IntegrityError) -> Response:
        log.warning("Two did the same at once: %s", error.orig)
        return _page(request, 409, AT_THE_SAME_MOMENT)


def _later(request: Request) -> HTMLResponse:
    """503, and the form once more with what was typed into it; secrets and files are not written into a page."""
    typed: dict[str, str] | None = getattr(request.state, "typed", None)
    if request.method in ("GET", "HEAD"):
        page = _page(request, 503, NOT_READY)
    elif typed is None or SECRETS & set(typed):
        page = _page(request, 503, NOT_STORED_NOR_KEPT)
    else:
        address = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
        page = _page(request, 503, NOT_STORED, again=address, typed=typed)
    page.headers["Retry-After"] = RETRY_SECONDS
    return page


def failure(portal: Portal, language: Language) -> HTMLResponse:
    """The page for an error nobody foresaw; what it was stands in the log."""
    return HTMLResponse(_bare(portal, FAILED, language), 500)


def too_many(portal: Portal, wait: timedelta, language: Language) -> HTMLResponse:
    """The page for somebody at whose address too much was tried."""
    headers = {"Retry-After": str(int(wait.total_seconds()) + 1)}
    return HTMLResponse(_bare(portal, TOO_MANY, language), 429, headers)


def _bare(portal: Portal, words: tuple[str, str], language: Language) -> str:
    """A page that asks nothing of the records."""
    heading, advice = (catalog(language).gettext(sentence) for sentence in words)
    return portal.pages.render(
        "error_page.html",
        language,
        viewer=None,
        now=portal.clock(),
        settings=portal.settings,
        heading=heading,
        advice=advice,
    )


def _page(request: Request, status: int, words: tuple[str, str], **more: Any) -> HTMLResponse:
    asked = PortalRequest(request)
    heading, advice = (catalog(asked.language).gettext(sentence) for sentence in words)
    return asked.page("error_page.html", status=status, heading=heading, advice=advice, **more)


def _said(request: Request, error: SectorLaunchError) -> str:
    return Sentence(error.sentence, error.parts).in_language(page_language.of(request.scope))

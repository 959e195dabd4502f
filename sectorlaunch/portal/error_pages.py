"""What went wrong, as a page that says what to do. The only place where errors become status codes."""

import logging
from datetime import timedelta

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.exc import DataError, DBAPIError, OperationalError, ProgrammingError
from starlette.exceptions import HTTPException

from notifications.wires.mailbox import NoSuchLetter
from sectorlaunch.errors import BadInput, NotAllowed, NotFound, SectorLaunchError
from sectorlaunch.portal.entry import ForgedForm, LinkUnknown, SignInNeeded, WrongRole
from sectorlaunch.portal.portal_request import Portal, PortalRequest
from sectorlaunch.portal.rate_limit import TooMany
from sectorlaunch.portal.sessions import WANTED

log = logging.getLogger("sectorlaunch.portal")

NO_SUCH_PAGE = (
    "There is nothing at this address",
    "The link may be old, or a part of it may have been lost on the way. Open it again from your message, "
    "or ask the person who sent it to you for a new one.",
)
NOT_YOURS = (
    "This page is for the conveners",
    "You take part in this partnership, and its conveners keep this page. Use the personal link in your "
    "messages, or ask the convener.",
)
STALE_FORM = (
    "This form is no longer good",
    "Nothing was changed. You signed in again, or out, since the page was opened. Go back, load it again, "
    "and send it once more.",
)
SIGNED_OUT = (
    "You are not signed in any more",
    "Nothing was changed. Sign in, then go back to the page and send it again.",
)
NOT_READY = (
    "One moment, please",
    "The records cannot be reached just now; they may still be starting. Load the page again in a few seconds.",
)
FAILED = (
    "Something went wrong here",
    "It is not your doing, and it is noted. Nothing was changed. Please try again; if it happens twice, tell the convener.",
)
TOO_MANY = (
    "Too many tries",
    "A link that does not hold was opened again and again, or sign-in links were asked for. Please wait ten minutes "
    "and try once more; what you have been sent keeps working meanwhile.",
)
NOT_UNDERSTOOD = ("That could not be read", "Nothing was changed. Go back and try again.")


def install(app: FastAPI) -> None:
    """Tells the application which page each error becomes."""

    @app.exception_handler(SignInNeeded)
    def _sign_in(request: Request, _error: Exception) -> Response:
        if request.method == "GET":
            response = RedirectResponse("/sign-in", 303)
            response.set_cookie(WANTED, request.url.path, max_age=3600, httponly=True, samesite="lax")
            return response
        return _page(request, 403, SIGNED_OUT)

    @app.exception_handler(WrongRole)
    def _wrong_role(request: Request, _error: Exception) -> Response:
        return _page(request, 403, NOT_YOURS)

    @app.exception_handler(ForgedForm)
    def _forged(request: Request, _error: Exception) -> Response:
        return _page(request, 403, STALE_FORM)

    @app.exception_handler(TooMany)
    def _too_many(request: Request, error: Exception) -> Response:
        assert isinstance(error, TooMany)
        return too_many(request.app.state.portal, error.wait)

    @app.exception_handler(LinkUnknown)
    @app.exception_handler(NoSuchLetter)
    def _stranger(request: Request, _error: Exception) -> Response:
        return _page(request, 404, NO_SUCH_PAGE)

    @app.exception_handler(SectorLaunchError)
    def _domain(request: Request, error: SectorLaunchError) -> Response:
        if isinstance(error, NotFound):
            return _page(request, 404, ("Not found", error.message))
        if isinstance(error, NotAllowed):
            return _page(request, 403, ("That is not possible now", error.message))
        return _page(request, 422 if isinstance(error, BadInput) else 500, NOT_UNDERSTOOD)

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
    def _no_database(request: Request, error: DBAPIError) -> Response:
        log.error("The records cannot be reached: %s", error.orig)
        page = _page(request, 503, NOT_READY)
        page.headers["Retry-After"] = "5"
        return page


def failure(portal: Portal) -> HTMLResponse:
    """The page for an error nobody foresaw; what it was stands in the log."""
    return HTMLResponse(_bare(portal, FAILED), 500)


def too_many(portal: Portal, wait: timedelta) -> HTMLResponse:
    """The page for somebody at whose address too much was tried."""
    return HTMLResponse(_bare(portal, TOO_MANY), 429, {"Retry-After": str(int(wait.total_seconds()) + 1)})


def _bare(portal: Portal, words: tuple[str, str]) -> str:
    """A page that asks nothing of the records."""
    heading, advice = words
    return portal.pages.render(
        "error_page.html",
        viewer=None,
        now=portal.clock(),
        settings=portal.settings,
        heading=heading,
        advice=advice,
    )


def _page(request: Request, status: int, words: tuple[str, str]) -> HTMLResponse:
    heading, advice = words
    return PortalRequest(request).page("error_page.html", status=status, heading=heading, advice=advice)

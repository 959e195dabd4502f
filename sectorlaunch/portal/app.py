"""The portal as an ASGI application."""

import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from sectorlaunch import database
from sectorlaunch.census_fetcher import CensusFetcher
from sectorlaunch.clock import now as wall_clock
from sectorlaunch.engine import consequences  # noqa: F401  what follows from a deed, before each commit
from sectorlaunch.portal import error_pages, keys, page_language
from sectorlaunch.portal.live import ChangeWatch
from sectorlaunch.portal.pages import Pages
from sectorlaunch.portal.portal_request import Portal
from sectorlaunch.portal.rate_limit import RateLimited, RateLimits
from sectorlaunch.portal.routes import (
    account,
    arriving,
    below,
    census,
    changes,
    coming,
    day,
    documents,
    feeds,
    figures,
    gates,
    guests,
    health,
    held,
    history,
    house_playbooks,
    imports,
    keeping_periods,
    kind_words,
    letter,
    mail_consent,
    mail_servers,
    mailbox,
    mailboxes,
    meetings,
    messages,
    own_launch,
    own_summary,
    papers,
    part,
    part_meeting,
    part_team,
    partnerships,
    peers,
    people,
    personal,
    personal_team,
    pipeline,
    polls,
    portfolio,
    rehearsal,
    releases,
    results,
    rhythms,
    seating,
    second_yes,
    sector,
    sector_decision,
    settings,
    sign_in,
    surveys,
    tasks,
    timeline,
    today,
    unsubscribe,
)
from sectorlaunch.portal.routes import scope as scope_routes
from sectorlaunch.portal.security_headers import SecurityHeaders
from sectorlaunch.portal.sessions import Sessions
from sectorlaunch.readiness.looking import Readiness
from sectorlaunch.readiness.metrics import Metrics
from sectorlaunch.rehearsal.on_request import Rehearsals
from sectorlaunch.settings import Settings

ROUTERS = (
    health,
    sign_in,
    account,
    today,
    changes,
    partnerships,
    portfolio,
    figures,
    timeline,
    history,
    below,
    gates,
    tasks,
    people,
    peers,
    pipeline,
    imports,
    papers,
    documents,
    seating,
    meetings,
    part,
    part_meeting,
    day,
    part_team,
    results,
    rhythms,
    polls,
    surveys,
    coming,
    releases,
    kind_words,
    letter,
    guests,
    messages,
    rehearsal,
    settings,
    mail_servers,
    mail_consent,
    mailboxes,
    house_playbooks,
    arriving,
    keeping_periods,
    held,
    mailbox,
    personal,
    personal_team,
    own_launch,
    own_summary,
    feeds,
    unsubscribe,
    sector,
    sector_decision,
    census,
    scope_routes,
    second_yes,
)

BUSY_SECONDS = 8.0
"""How long a page waits for the records before it says that they are busy."""
AT_ONCE = 10
"""Requests that read or write the records at once; the others wait for a moment. Forty at once take a quarter longer each,
twice the memory, and get in each other's way."""


def create_app(
    settings: Settings, engine: Engine | None = None, clock: Callable[[], datetime] = wall_clock
) -> FastAPI:
    """The application for one installation. Without `engine` the database of the settings is opened at its first use."""
    app = FastAPI(
        title="Sector Launch",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_take_up_where_it_stopped,
    )
    engine = engine or database.open_database(settings, BUSY_SECONDS, AT_ONCE)
    readiness = Readiness(settings, engine, clock)
    metrics = Metrics(settings, engine, readiness)
    app.state.portal = Portal(
        settings=settings,
        engine=engine,
        clock=clock,
        sessions=Sessions(keys.portal_key(settings.home_folder)),
        pages=Pages(),
        rehearsals=Rehearsals(settings.home_folder),
        watch=ChangeWatch(engine),
        census=CensusFetcher(engine, settings, clock),
        readiness=readiness,
        metrics=metrics,
    )
    for module in ROUTERS:
        app.include_router(module.router)
    app.mount("/static", _Static(directory=Path(__file__).parent / "static"), name="static")
    error_pages.install(app)
    portal: Portal = app.state.portal
    app.state.limits = RateLimits()
    app.add_middleware(
        RateLimited,
        limits=app.state.limits,
        clock=clock,
        refusal=lambda wait, scope: error_pages.too_many(portal, wait, page_language.of(scope)),
    )
    app.add_middleware(
        SecurityHeaders,
        failure=lambda scope: error_pages.failure(app.state.portal, page_language.of(scope)),
        note=metrics.note,
        is_https=settings.is_https,
    )
    if settings.proxy_addresses:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings.proxy_addresses)
    return app


@asynccontextmanager
async def _take_up_where_it_stopped(app: FastAPI) -> AsyncIterator[None]:
    """A portal that starts finds what another has left half fetched.

    What it has loaded stays for good: the garbage collector need not look it over again, which would hold up a page in
    thirty for a third of a second.
    """
    gc.freeze()
    portal: Portal = app.state.portal
    portal.census.ring()
    yield


class _Static(StaticFiles):
    """Our own files; their address carries a version, so they may be kept."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=86400"
        return response

"""Streams that tell an open page to look again: server-sent events, one line a change, no words about what it was."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response, StreamingResponse
from sqlmodel import col, select

from sectorlaunch.portal import conveners
from sectorlaunch.portal.portal_request import AVisit, PortalRequest
from sectorlaunch.portal.routes.today import MOST
from sectorlaunch.tables import PlaybookRun

router = APIRouter()
Since = Annotated[int | None, Query(ge=0, lt=2**63)]
"""The newest event an open page was made from; bounded here, because a stream that has begun cannot refuse."""


@router.get("/changes")
async def of_everything(visit: AVisit, since: Since = None) -> Response:
    """Of every partnership this person convenes."""
    return _stream(visit, await run_in_threadpool(_mine, visit), since)


@router.get("/partnerships/{slug}/changes")
async def of_partnership(visit: AVisit, slug: str, since: Since = None) -> Response:
    return _stream(visit, [await run_in_threadpool(_run_id, visit, slug)], since)


def _stream(visit: PortalRequest, run_ids: list[int], since: int | None) -> Response:
    return StreamingResponse(visit.portal.watch.stream(run_ids, since), media_type="text/event-stream")


def _mine(visit: PortalRequest) -> list[int]:
    with visit.reading() as session:
        viewer = visit.viewer(session)
        mine = conveners.partnerships(session, viewer.person_id, after=0, limit=MOST)
        wanted = col(PlaybookRun.partnership_id).in_([partnership.id for partnership in mine])
        return [run_id for run_id in session.exec(select(PlaybookRun.id).where(wanted)) if run_id is not None]


def _run_id(visit: PortalRequest, slug: str) -> int:
    with visit.reading() as session:
        return visit.convened(session, slug).run_id

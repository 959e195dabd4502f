"""Streams that tell an open page to look again: server-sent events, one line a change, no words about what it was."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response, StreamingResponse
from sqlmodel import col, select

from sectorlaunch.portal import conveners
from sectorlaunch.portal.portal_request import ARequest, PortalRequest
from sectorlaunch.portal.routes.today import MOST
from sectorlaunch.tables import PlaybookRun

router = APIRouter()
Since = Annotated[int | None, Query(ge=0, lt=2**63)]
"""The newest event an open page was made from; bounded here, because a stream that has begun cannot refuse."""


@router.get("/changes")
async def of_everything(request: ARequest, since: Since = None) -> Response:
    """Of every partnership this person convenes."""
    return _stream(request, await run_in_threadpool(_mine, request), since)


@router.get("/partnerships/{slug}/changes")
async def of_partnership(request: ARequest, slug: str, since: Since = None) -> Response:
    return _stream(request, [await run_in_threadpool(_run_id, request, slug)], since)


def _stream(request: PortalRequest, run_ids: list[int], since: int | None) -> Response:
    return StreamingResponse(request.portal.watch.stream(run_ids, since), media_type="text/event-stream")


def _mine(request: PortalRequest) -> list[int]:
    with request.reading() as session:
        viewer = request.viewer(session)
        mine = conveners.partnerships(session, viewer.account_id, after=0, limit=MOST)
        wanted = col(PlaybookRun.partnership_id).in_([partnership.id for partnership in mine])
        return [run_id for run_id in session.exec(select(PlaybookRun.id).where(wanted)) if run_id is not None]


def _run_id(request: PortalRequest, slug: str) -> int:
    with request.reading() as session:
        return request.convened(session, slug).run_id

"""Whether the portal is up, whether everything is at work, and the figures of a monitor."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from sectorlaunch.portal import monitoring
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.portal_request import ARequest

router = APIRouter()


@router.get("/health")
async def health() -> dict[str, str]:
    """Asks nothing of the database and waits for no thread: the loop that answers every page is alive."""
    return {"state": "ok"}


@router.get("/ready")
def ready(request: ARequest) -> Response:
    """200 where everything is at work, else 503. The parts are for whoever keeps the installation."""
    parts = request.portal.readiness.look()
    stands = any(part.stands for part in parts)
    said: dict[str, object] = {"state": "not ready" if stands else "ready"}
    if monitoring.may_read(request.http, request.settings):
        said["parts"] = {
            part.name: {
                "state": "stands" if part.stands else "at work",
                "age_seconds": None if part.age_seconds is None else round(part.age_seconds, 1),
                "found": part.words,
            }
            for part in parts
        }
    return JSONResponse(said, 503 if stands else 200)


@router.get("/metrics")
def metrics(request: ARequest) -> Response:
    """In the text format of Prometheus; to strangers there is no such page."""
    if not monitoring.may_read(request.http, request.settings):
        raise LinkUnknown
    return Response(request.portal.metrics.text(), media_type=CONTENT_TYPE_LATEST)

"""Whether the portal is up. Asks nothing of the database."""

from fastapi import APIRouter

router = APIRouter()


@router.get("/health")
def health() -> dict[str, str]:
    return {"state": "ok"}

"""Keeps the artifact of each partnership in the Prefect UI current, also while its flow run is asleep at a gate."""

import anyio.to_thread
from prefect.client.schemas.actions import ArtifactCreate

from sectorlaunch.database import reading
from sectorlaunch.prefect_side import run_records
from sectorlaunch.prefect_side.requests import PrefectContext
from sectorlaunch.status.status_page import artifact_key, artifact_markdown

DESCRIPTION = "Where this launch stands, what is missing, what comes next, and what left last."
AT_MOST = 20
"""Artifacts renewed in one go; what is left waits for the next."""

_shown: dict[str, int] = {}
"""Slug → hash of what this process showed last, by a flow or by the publisher."""


def is_news(slug: str, markdown: str) -> bool:
    """Whether this differs from what was shown last; from now on it is what was shown."""
    before, _shown[slug] = _shown.get(slug), hash(markdown)
    return before != _shown[slug]


class ArtifactPublisher:
    """Watches the events for partnerships to which something happened."""

    def __init__(self, context: PrefectContext) -> None:
        self._context = context
        with reading(context.engine) as session:
            self._seen = run_records.last_event(session)
        self._changed: dict[str, None] = {}

    async def renew(self) -> None:
        """Publishes the status of the partnerships that changed since the last time."""
        with reading(self._context.engine) as session:
            newest = run_records.last_event(session)
            slugs = run_records.partnerships_with_events(session, self._seen, newest)
        self._seen = newest
        self._changed |= dict.fromkeys(slugs)
        for slug in list(self._changed)[:AT_MOST]:
            del self._changed[slug]
            markdown = await anyio.to_thread.run_sync(self._describe, slug)
            if is_news(slug, markdown):
                await self._context.client.create_artifact(
                    ArtifactCreate(
                        key=artifact_key(slug), type="markdown", data=markdown, description=DESCRIPTION
                    )
                )

    def _describe(self, slug: str) -> str:
        with reading(self._context.engine) as session:
            return artifact_markdown(session, self._context.read_clock(), slug)

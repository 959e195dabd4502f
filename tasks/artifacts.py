"""The artifact of a partnership in the Prefect UI: where its launch stands, kept current."""

from prefect.artifacts import create_markdown_artifact

from sectorlaunch import clock, database
from sectorlaunch.prefect_side import artifacts
from sectorlaunch.status.status_page import artifact_key, artifact_markdown
from tasks.work import engine


def publish_status(partnership: str) -> None:
    """Renews the artifact of the partnership with this slug, unless nothing in it has changed."""
    with database.reading(engine()) as session:
        markdown = artifact_markdown(session, clock.now(), partnership)
    if artifacts.is_news(partnership, markdown):
        create_markdown_artifact(
            key=artifact_key(partnership), markdown=markdown, description=artifacts.DESCRIPTION
        )

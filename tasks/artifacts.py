"""The artifact of a partnership in the Prefect UI: where its launch stands, kept current."""

from prefect.artifacts import create_markdown_artifact

from sectorlaunch.status_page import artifact_key, artifact_markdown
from tasks.work import named, unit_of_work


def publish_standing(partnership: str) -> None:
    """Renews the artifact of the partnership with this slug."""
    create_markdown_artifact(
        key=artifact_key(partnership),
        markdown=_describe_standing(partnership),
        description="Where this launch stands, what is missing, and what comes next.",
    )


@named("Describe where the launch stands")
def _describe_standing(partnership: str) -> str:
    with unit_of_work() as (session, now):
        return artifact_markdown(session, now, partnership)

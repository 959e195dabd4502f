"""Documents that leave: the executive summary, once it is marked as sent."""

from sectorlaunch.engine import messages
from sectorlaunch.events import Happening
from sectorlaunch.records import releases
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Document, DocumentKind, DocumentState


def send_summary(launch: Launch, settled: Happening) -> None:
    """Sends the summary to the business members who were at the launch."""
    document = launch.session.get_one(Document, settled.data["document_id"])
    if releases.of_summary(launch.playbook) is not None:
        return  # the touch of the playbook brings it
    if document.kind is DocumentKind.EXECUTIVE_SUMMARY and settled.data["state"] == DocumentState.SENT:
        messages.send_summary(launch.session, launch.now, launch.run_id, document)

"""The invitation letter as it will land, before anything leaves."""

from datetime import datetime

from sqlmodel import Session

from notifications.rendering import Rendered, render
from sectorlaunch import letters, links
from sectorlaunch.errors import NotFound
from sectorlaunch.operations import people_of
from sectorlaunch.operations.audiences import Subject
from sectorlaunch.tables import Person


def invitation(session: Session, now: datetime, partnership_id: int, person_id: int) -> Rendered:
    """The letter as if written to a person now; its links lead nowhere. Raises NotFound while the launch has no date."""
    run = people_of.run_of(session, partnership_id)
    assert run.id is not None
    meeting = people_of.launch_meeting(session, partnership_id)
    if meeting is None or meeting.starts_at is None:
        raise NotFound("The letter can be shown once the launch has a date.")
    letter = letters.compose(
        session,
        now,
        run.id,
        "invitation",
        session.get_one(Person, person_id),
        Subject("meeting", str(meeting.id)),
        link=links.personal("…"),
        unsubscribe_url="",
        why="A look ahead: this is the letter as each guest will get it.",
    )
    return render("invitation", letter.context)

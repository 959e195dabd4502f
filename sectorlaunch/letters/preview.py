"""The invitation letter as it will land, before anything leaves."""

from datetime import datetime

from sqlmodel import Session

from notifications.own_words import WordsRefused
from notifications.rendering import Rendered, render
from sectorlaunch import letters, links
from sectorlaunch.errors import NotFound
from sectorlaunch.operations import kind_words, people_of
from sectorlaunch.operations.audiences import Subject
from sectorlaunch.tables import Person


def invitation(
    session: Session, now: datetime, partnership_id: int, person_id: int, words: str = ""
) -> Rendered:
    """The letter as if written to a person now; its links lead nowhere.

    `words` are tried in place of the current revision's. Raises NotFound where there is no launch to invite to.
    """
    run = people_of.run_of(session, partnership_id)
    assert run.id is not None
    meeting = people_of.launch_meeting(session, partnership_id)
    if meeting is None:
        raise NotFound("There is no launch to invite to.")
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
    context = letter.context.model_copy(update={"letter": words}) if words else letter.context
    try:
        return render("invitation", context, kind_words.of(session, partnership_id, "invitation"))
    except WordsRefused:  # as when it is sent: no letter is lost over its subject
        return render("invitation", context)

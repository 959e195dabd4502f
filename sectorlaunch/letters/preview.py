"""The invitation letter as it will land, before anything leaves."""

from datetime import datetime

from sqlmodel import Session

from notifications.context import PersonBrief
from notifications.rendering import Rendered, render
from sectorlaunch import letters, links
from sectorlaunch.errors import NotFound
from sectorlaunch.operations import joint_letter, people_of
from sectorlaunch.operations.audiences import Subject
from sectorlaunch.tables import Person


def invitation(
    session: Session, now: datetime, partnership_id: int, person_id: int, *, as_signer: bool = False
) -> Rendered:
    """The letter as if written to a person now; its links lead nowhere. Raises NotFound while the launch has no date.

    `as_signer` puts the person's own name under it as well: what a champion sees before signing.
    """
    run = people_of.run_of(session, partnership_id)
    assert run.id is not None
    meeting = people_of.launch_meeting(session, partnership_id)
    if meeting is None or meeting.starts_at is None:
        raise NotFound("The letter can be shown once the launch has a date.")
    person = session.get_one(Person, person_id)
    letter = letters.compose(
        session,
        now,
        run.id,
        "invitation",
        person,
        Subject("meeting", str(meeting.id)),
        link=links.personal("…"),
        unsubscribe_url="",
        why="A look ahead: this is the letter as each guest will get it.",
    )
    context = letter.context
    if as_signer and all(who.id != person_id for _, who in joint_letter.signatures(session, partnership_id)):
        own = PersonBrief(
            name=person.name,
            title=person.job_title,
            organisation=people_of.organisation_name(session, person),
        )
        context = context.model_copy(update={"champions": (*getattr(context, "champions", ()), own)})
    return render("invitation", context)

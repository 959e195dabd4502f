"""The invitation letter as it will land, before anything leaves."""

from datetime import date, datetime

from sqlmodel import Session

from notifications.context import PersonBrief
from notifications.own_words import WordsRefused
from notifications.rendering import Rendered, render
from sectorlaunch import letters, links
from sectorlaunch.errors import NotFound
from sectorlaunch.letters.letter_source import LetterRequest
from sectorlaunch.records import deadlines, kind_words, meetings, partnerships, people
from sectorlaunch.records import letter as letter_records
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, Person


def _answer_by(launch: Launch, person: Person) -> date | None:
    touches = (one for _, _, one in launch.playbook.touches() if one.kind == letter_records.KIND)
    return next((deadlines.answer_by(launch, one, person.pk) for one in touches), None)


def invitation(
    session: Session,
    now: datetime,
    partnership_id: int,
    person_id: int,
    words: str = "",
    *,
    as_signer: bool = False,
) -> Rendered:
    """The letter as if written to a person now; its links lead nowhere.

    It is shown as business leaders get it, whoever the person is: public partners get no signed words. `words` are tried
    in place of the current revision's; `as_signer` puts the person's own name under it as well: what a champion sees
    before signing. Raises NotFound where there is no launch to invite to.
    """
    run = partnerships.run_of(session, partnership_id)
    meeting = meetings.launch_meeting(session, partnership_id)
    if meeting is None:
        raise NotFound("There is no launch to invite to.")
    person = session.get_one(Person, person_id)
    letter = letters.compose(
        Launch.of(session, now, run.pk),
        LetterRequest(
            letter_records.KIND,
            person,
            About(AboutKind.MEETING, meeting.id),
            why="A look ahead: this is the letter as each guest will get it.",
            link=links.personal("…"),
            answer_by=_answer_by(Launch.of(session, now, run.pk), person),
        ),
    )
    as_signed = {"for_a_partner": False} | ({"letter": words} if words else {})
    context = letter.context.model_copy(update=as_signed)
    if as_signer and all(
        who.id != person_id for _, who in letter_records.signatures(session, partnership_id)
    ):
        own = PersonBrief(
            name=person.name,
            title=person.job_title,
            organization=people.organization_name(session, person),
        )
        context = context.model_copy(update={"champions": (*getattr(context, "champions", ()), own)})
    try:
        return render(
            letter_records.KIND,
            context,
            kind_words.of(session, partnership_id, letter_records.KIND, context.language),
        )
    except WordsRefused:  # as when it is sent: no letter is lost over its subject
        return render(letter_records.KIND, context)

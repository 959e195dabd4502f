"""Two champions look at the summary before it leaves; what they say reaches whoever writes it."""

from sectorlaunch.actions import looks as actions
from sectorlaunch.events import Happening
from sectorlaunch.outbox.write import enqueue
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.records import champions, invitations, looks, people
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Document, DocumentKind, DocumentState, InvitationState

ASKED = "summary-first-look"
SAID = "summary-remark"


def ask_champions(launch: Launch, settled: Happening) -> None:
    """Once it is written: the first champions who were there, as many as the playbook says; nobody is asked twice."""
    session, meeting = launch.session, launch.meeting
    document = session.get_one(Document, settled.data["document_id"])
    number = launch.number("summary_looks", 0)
    if document.kind is not DocumentKind.EXECUTIVE_SUMMARY or document.state is not DocumentState.READY:
        return
    if not number or meeting is None or looks.at_summary(session, launch.partnership_id):
        return
    there = {
        person.pk
        for place, person in invitations.invited(session, meeting.pk)
        if place.state is InvitationState.ATTENDED
    }
    writes = {people.scribe(session, launch.partnership_id).pk, launch.convener.pk}
    asked = [
        person
        for _, person in champions.at_stages(session, launch.partnership_id, champions.COMMITTED)
        if person.pk in there - writes and person.email and people.left_alone_since(session, person) is None
    ][:number]
    until = launch.calendar.add_business_days(launch.today, launch.number("summary_look_days", 2))
    actions.ask(session, launch.now, document, asked, until)
    for person in asked:
        draft = Draft(
            ASKED,
            person,
            purpose=ASKED,
            occurrence=f"document:{document.pk}",
            reason="The summary is theirs to see first",
        )
        enqueue.write(launch, draft)


def hand_on(launch: Launch, said: Happening) -> None:
    """What is to be changed, to whoever writes it, once for each time; where it is right, nobody need hear of it."""
    if not said.data["words"]:
        return
    draft = Draft(
        SAID,
        people.scribe(launch.session, launch.partnership_id),
        purpose=SAID,
        occurrence=f"document:{said.data['document_id']}#{launch.now.isoformat()}",
        reason="A champion would change something in the summary",
    )
    enqueue.write(launch, draft)

"""The page of somebody once the launch is over: who was missing, their words in print, where they join, the summary."""

import pytest
from sqlmodel import Session, select

from sectorlaunch import database
from sectorlaunch.actions import invitations, meeting_notes, outcomes, teams
from sectorlaunch.actions import meetings as meeting_actions
from sectorlaunch.actions.meeting_notes import NewNote
from sectorlaunch.records import documents, partnerships
from sectorlaunch.tables import (
    ActionTeam,
    Document,
    DocumentState,
    MeetingNote,
    MeetingNoteKind,
    Message,
    Person,
    Quotable,
    TeamMember,
    ToDo,
)
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import House, launch_meeting
from tests.sectorlaunch.portal.test_personal_page import NINE, page, person

LEADER, ABSENT = "Biz Alder", "Biz Birch"
DRAWING = "Nobody can read a drawing"


@pytest.fixture
def over(house: House) -> House:
    """The launch was held: one leader was there, one was not, and one priority was chosen."""
    meeting, run_id = launch_meeting(house), house.launch.run_id

    def hold(session: Session, now: object) -> None:
        invitations.list_guests(session, NINE, run_id)
        meeting_actions.change(
            session, NINE, run_id, meeting.pk, by=CONVENER, starts_at=NINE, place="The plant"
        )
        house.launch.now = NINE.replace(hour=20)
        there = [person(session, LEADER)]
        meeting_actions.hold(session, house.launch.now, run_id, meeting.pk, there, by=CONVENER)
        named = outcomes.record_priority(session, NINE, run_id, DRAWING, by=CONVENER)
        outcomes.vote(session, NINE, run_id, named.pk, there)
        outcomes.choose(session, NINE, run_id, [named.pk], by=CONVENER)

    house.launch.do(hold)
    return house


def words(house: House) -> str:
    """What a summary is drafted from."""
    with database.reading(house.engine) as session:
        partnership = partnerships.partnership_of(session, house.launch.run_id)
        return documents.summary_words(session, partnership, partnership.language)


def test_it_keeps_the_sentence_as_a_note_in_their_words(over: House) -> None:
    visitor, token = over.visitor(), over.link(LEADER)
    assert "Who should have been in the room?" in visitor.get(f"/p/{token}").text
    for said, named in (("Acme was missing.", ""), ("Ana of Acme was missing.", "yes")):
        answer = visitor.post(f"/p/{token}/who-was-missing", data={"words": said, "quotable": named})
        assert answer.headers["location"] == f"/p/{token}?done=missing"
    with database.reading(over.engine) as session:
        (note,) = session.exec(select(MeetingNote)).all()
    assert (note.words, note.quotable) == ("Ana of Acme was missing.", Quotable.YES)
    assert f"“Ana of Acme was missing.” ({LEADER})" in words(over)
    assert "You said:" in visitor.get(f"/p/{token}").text
    assert visitor.post(f"/p/{token}/who-was-missing", data={"words": " "}).status_code == 422


def test_it_asks_nobody_who_was_missing_that_was_not_there(over: House) -> None:
    assert "Who should have been in the room?" not in page(over, ABSENT)
    posted = over.visitor().post(f"/p/{over.link(ABSENT)}/who-was-missing", data={"words": "Me."})
    assert posted.status_code == 404


def test_it_prints_words_without_a_name_until_their_speaker_says_yes(over: House) -> None:
    meeting = launch_meeting(over)
    new = NewNote(
        MeetingNoteKind.NEED, "We train, and lose them.", over.person_id(LEADER), quotable=Quotable.ASKED
    )
    note = over.launch.do(
        lambda s, now: meeting_notes.take(s, now, over.launch.run_id, meeting.pk, new, by=CONVENER)
    )
    assert "- “We train, and lose them.”\n" in f"{words(over)}\n"
    with database.reading(over.engine) as session:
        asked = session.exec(select(Message).where(Message.kind == "quote-request")).one()
    assert (asked.to_name, "#quotes" in asked.text) == (LEADER, True)
    visitor, token = over.visitor(), over.link(LEADER)
    assert "We train, and lose them." in visitor.get(f"/p/{token}").text
    visitor.post(f"/p/{token}/quotes", data={f"quote-{note.pk}": "yes"})
    assert f"- “We train, and lose them.” ({LEADER})" in words(over)
    assert "May we print your name" not in visitor.get(f"/p/{token}").text


def test_it_puts_whoever_joins_on_the_team_at_once_or_when_it_forms(over: House) -> None:
    with database.reading(over.engine) as session:
        number = documents.priorities.listed(session, 1)[0].pk
    early, late = over.link(LEADER), over.link(ABSENT)
    over.visitor().post(f"/p/{early}/where-to-join", data={f"interest-{number}": "join"})
    over.launch.do(lambda s, now: teams.form_for_chosen(s, now, over.launch.run_id))
    over.visitor().post(f"/p/{late}/where-to-join", data={f"interest-{number}": "lead"})
    with database.reading(over.engine) as session:
        found = select(Person.name).join(TeamMember).join(ActionTeam).order_by(TeamMember.id)
        assert list(session.exec(found)) == [LEADER, ABSENT]
    posted = over.visitor().post(f"/p/{late}/where-to-join", data={f"interest-{number}": "own it"})
    assert posted.status_code == 422


def test_it_hands_a_drafted_summary_to_the_convener(over: House) -> None:
    """Its button led nowhere, and the scribe was reminded of what only the convener could do."""
    visitor, token = over.visitor(), over.link(CONVENER)
    form = visitor.get(f"/p/{token}/summary").text
    assert f"- {DRAWING} (one vote)" in form
    assert "Where we met: The plant." in form
    made_from = form.partition('name="made_from" value="')[2].partition('"')[0]
    for action in ("keep", "ready"):
        data = {"title": "", "body": "What we heard.", "action": action, "made_from": made_from}
        answer = visitor.post(f"/p/{token}/summary", data=data)
        made_from = (
            visitor.get(f"/p/{token}/summary").text.partition('name="made_from" value="')[2].partition('"')[0]
        )
    assert answer.headers["location"] == f"/p/{token}/summary?done=summary-ready"
    with database.reading(over.engine) as session:
        (document,) = session.exec(select(Document)).all()
    assert (document.body, document.state) == ("What we heard.", DocumentState.READY)
    assert over.visitor().get(f"/p/{over.link(LEADER)}/summary").status_code == 404


def test_it_gives_whoever_can_help_a_task_and_a_letter(over: House) -> None:
    def promise(session: Session, now: object) -> int:
        owner = person(session, LEADER)
        return outcomes.commit_to(
            session, over.launch.now, over.launch.run_id, "Open the plant", owner, None, by=CONVENER
        ).pk

    number = over.launch.do(promise)
    visitor, token = over.visitor(), over.link(LEADER)
    visitor.post(f"/p/{token}/commitments/{number}/words", data={"words": "Open the plant for teachers"})
    assert visitor.post(f"/p/{token}/commitments/{number}/help", data={"words": ""}).status_code == 422
    visitor.post(f"/p/{token}/commitments/{number}/help", data={"words": "Somebody who invites the schools."})
    with database.reading(over.engine) as session:
        task = session.exec(select(ToDo).where(ToDo.purpose == "help-asked")).one()
        letter = session.exec(select(Message).where(Message.kind == "help-asked")).one()
    assert task.title == f"Help {LEADER}: Open the plant for teachers"
    assert "Somebody who invites the schools." in letter.text
    assert "/p/put-in-when-it-leaves#tasks" in letter.text

"""What reads oddly when it is sent to the wrong person, or at the wrong moment."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from languages import Language
from sectorlaunch import database, letters
from sectorlaunch.actions import champions, invitations, kind_words, letter, meetings
from sectorlaunch.engine import release_preview
from sectorlaunch.engine.coming import Words
from sectorlaunch.letters import Letter
from sectorlaunch.letters.letter_source import LetterRequest
from sectorlaunch.outbox.write import enqueue, tasks
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records import partnerships, releases, stop_rules
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.tables import (
    AboutKind,
    AnswerVerdict,
    ChampionStage,
    Document,
    DocumentKind,
    Inbox,
    Meeting,
    MeetingKind,
    Message,
    MessageState,
    Person,
    ToDoKind,
)
from tests.cast import CONVENER, TEAM, Launch

CHAMPION, GUEST = "Champ One", "Biz Alder"
STARTS_AT = datetime(2026, 9, 10, 14, 30, tzinfo=UTC)
STANDING = {
    ChampionStage.ASKED: "You get this because we asked you to be a champion of the Fernwater Valley Partnership.",
    ChampionStage.AGREED: "You get this because you are a champion of the Fernwater Valley Partnership.",
    ChampionStage.SIGNED: "You get this because you are a champion of the Fernwater Valley Partnership.",
    ChampionStage.DECLINED: "You get this because you lead a company in the industry of the Fernwater Valley Partnership.",
}


def compose(launch: Launch, kind: str, name: str, about: About = About(), **more: str) -> Letter:
    return launch.do(
        lambda session, now: letters.compose(
            LaunchAtHand.of(session, now, launch.run_id),
            LetterRequest(
                kind,
                session.get_one(Person, launch.person(session, name)),
                about,
                why="",
                link="https://launch.example.org/p/x",
                **more,  # type: ignore[arg-type]
            ),
        )
    )


def date_the_launch(launch: Launch) -> int:
    meeting_id = launch.launch_meeting().pk
    launch.do(
        lambda session, now: meetings.change(
            session, now, launch.run_id, meeting_id, by=CONVENER, starts_at=STARTS_AT
        )
    )
    return meeting_id


def queue(launch: Launch, kind: str, name: str, meeting_id: int, **more: object) -> Message:
    def write(session: Session, now: datetime) -> None:
        person = session.get_one(Person, launch.person(session, name))
        partnerships.partnership_of(session, launch.run_id).numbers = {"champions_needed": 0}
        invitations.invite(session, now, meeting_id, [person])
        draft = Draft(
            kind,
            person,
            about=About(AboutKind.MEETING, meeting_id),
            purpose=f"test/{kind}",
            reason="A test",
            **more,  # type: ignore[arg-type]
        )
        enqueue.write(LaunchAtHand.of(session, now, launch.run_id), draft)

    launch.do(write)
    return launch.messages(kind)[-1]


@pytest.mark.parametrize(("stage", "words"), STANDING.items())
def test_it_says_why_by_where_a_champion_stands(launch: Launch, stage: ChampionStage, words: str) -> None:
    def move(session: Session, now: datetime) -> None:
        person = session.get_one(Person, launch.person(session, CHAMPION))
        for step in (ChampionStage.ASKED, stage):
            champions.move(session, now, launch.run_id, person, step, by=CONVENER)

    launch.do(move)
    assert compose(launch, "save-the-date", CHAMPION).context.why == words


def test_it_asks_nobody_to_save_the_date_who_has_the_invitation(launch: Launch) -> None:
    from playbooks.model import Stop

    meeting_id = date_the_launch(launch)
    waiting = queue(launch, "save-the-date", GUEST, meeting_id, stop=Stop.INVITED)
    needed: Callable[[], bool] = lambda: launch.do(  # noqa: E731
        lambda session, now: stop_rules.still_needed(session, session.get_one(Message, waiting.id))
    )
    assert needed()
    queue(launch, "invitation", GUEST, meeting_id)
    assert not needed()


def test_it_names_a_question_once_with_all_who_answered_it(launch: Launch) -> None:
    for name in TEAM:
        launch.answer(name, "shared-table", "shared-view", AnswerVerdict.DONE)
    with database.reading(launch.engine) as session:
        at_hand = LaunchAtHand.of(session, launch.now, launch.run_id)
        cora = session.get_one(Person, launch.person(session, CONVENER))
        request = LetterRequest(
            "gate-opened", cora, About(), why="A gate has opened", link="", gate_key="shared-table"
        )
        (settled,) = letters.compose(at_hand, request).context.settled  # type: ignore[attr-defined]
    assert settled.count("Do you see this partnership as the one table") == 1
    assert "Yes: Edda Teach, Will Work" in settled


def test_it_puts_tasks_alike_on_one_line_of_the_digest(launch: Launch) -> None:
    def give(session: Session, now: datetime) -> None:
        convener = session.get_one(Person, launch.person(session, CONVENER))
        for name in TEAM:
            task = Task(
                ToDoKind.PHONE,
                purpose="test",
                occurrence="run",
                owner=convener,
                about=session.get_one(Person, launch.person(session, name)),
                title="Phone those who have not answered",
            )
            tasks.create(LaunchAtHand.of(session, now, launch.run_id), task)

    launch.do(give)
    (task,) = compose(launch, "weekly-digest", CONVENER).context.to_do  # type: ignore[attr-defined]
    assert task.what == "Phone those who have not answered: Edda Teach, Will Work, Enid Grow, and Lars Union"


def test_it_tells_the_digest_what_stands_still(launch: Launch) -> None:
    """The convener is told even if she opens no page; what she is told names nobody and no machine."""
    assert not [line for line in _trouble(launch) if "Sector Launch here" in line]
    launch.now += timedelta(minutes=20)
    with Session(launch.engine) as session, session.begin():
        session.add(
            Inbox(
                name="answers",
                url="imaps://answers:secret@mail.example.org/INBOX",
                masked="imaps://mail.example.org/INBOX",
                address="answers@example.org",
                secret="00",
                live_since=launch.now,
                trouble="The server does not let us in.",
            )
        )
    waits, unread = [line for line in _trouble(launch) if "Sector Launch here" in line]
    assert re.fullmatch(r"\d+ messages that were due have not left yet\. .*", waits)
    assert unread.startswith("Answers that come by mail are not read just now")


def _trouble(launch: Launch) -> tuple[str, ...]:
    return compose(launch, "weekly-digest", CONVENER).context.trouble  # type: ignore[attr-defined, no-any-return]


def test_it_sends_the_debrief_without_the_entry_of_the_launch(launch: Launch) -> None:
    date_the_launch(launch)
    undated = compose(launch, "debrief-call", TEAM[0])
    assert undated.calendar is None
    assert undated.meeting_id is None

    def plan(session: Session, now: datetime) -> Meeting:
        return meetings.plan(
            session,
            now,
            launch.run_id,
            meetings.NewMeeting(
                MeetingKind.DEBRIEF, "Partners' debrief", datetime(2026, 9, 11, 21, 0, tzinfo=UTC)
            ),
            by=CONVENER,
        )

    debrief = launch.do(plan)
    dated = compose(launch, "debrief-call", TEAM[0])
    assert dated.meeting_id == debrief.id
    assert dated.calendar is not None
    assert debrief.uid in dated.calendar.text.replace("\r\n ", "")


def test_it_sends_no_debrief_of_a_launch_that_was_called_off(launch: Launch) -> None:
    meeting_id = date_the_launch(launch)
    waiting = queue(launch, "debrief-call", TEAM[0], meeting_id)
    launch.do(
        lambda session, now: meetings.call_off(
            session, now, launch.run_id, meeting_id, by=CONVENER, why="A fire."
        )
    )
    assert not launch.do(
        lambda session, now: stop_rules.still_needed(session, session.get_one(Message, waiting.id))
    )


def test_it_counts_from_the_day_a_person_was_written_to(launch: Launch) -> None:
    """Not from the day the gate was reached, on which nobody may have heard of it."""
    assert not compose(launch, "answer-reminder", "Fay Neutral", gate_key="shared-table").context.asked_on  # type: ignore[attr-defined]
    assert (
        compose(launch, "answer-reminder", TEAM[0], gate_key="shared-table").context.asked_on
        == "Monday, March 2"
    )  # type: ignore[attr-defined]


def test_it_says_in_the_summary_once_what_the_conveners_words_say_already(launch: Launch) -> None:
    date_the_launch(launch)

    def write(session: Session, now: datetime) -> None:
        from sectorlaunch.actions import outcomes

        outcomes.record_priority(session, now, launch.run_id, "A night bus", by=CONVENER)
        priority = outcomes.record_priority(session, now, launch.run_id, "Machinists", by=CONVENER)
        outcomes.choose(session, now, launch.run_id, [priority.pk], by=CONVENER)
        partnership = partnerships.partnership_of(session, launch.run_id)
        session.add(
            Document(
                partnership_id=partnership.pk,
                kind=DocumentKind.EXECUTIVE_SUMMARY,
                title="Summary",
                body="We chose machinists first.",
                drafted_at=now,
            )
        )

    launch.do(write)
    summary = compose(launch, "executive-summary", GUEST).context
    assert summary.summary == "We chose machinists first."  # type: ignore[attr-defined]
    assert summary.priorities == ()  # type: ignore[attr-defined]


def test_it_writes_the_summary_in_the_language_of_its_convener_whole(launch: Launch) -> None:
    date_the_launch(launch)

    def wish(session: Session, now: datetime) -> None:
        session.get_one(Person, launch.person(session, GUEST)).language = Language.SPANISH

    launch.do(wish)
    assert compose(launch, "same-day-note", GUEST).context.language is Language.SPANISH
    assert compose(launch, "answer-request", GUEST).context.language is Language.SPANISH
    assert compose(launch, "executive-summary", GUEST).context.language is Language.ENGLISH


def test_it_shows_a_letter_that_waits_to_be_released_as_its_reader_gets_it(launch: Launch) -> None:
    words = "Hello {{ recipient.first_name }}, from all of us."

    def look(session: Session, now: datetime) -> tuple[Words, Words]:
        one, other = (session.get_one(Person, launch.person(session, who)) for who in (CHAMPION, "Champ Two"))
        one.language = Language.SPANISH
        kind_words.change(session, now, one.partnership_id, "champion-ask", "opening", words, CONVENER)
        at_hand = LaunchAtHand.of(session, now, launch.run_id)
        what = releases.find(at_hand.playbook, "champion-ask")
        return release_preview.as_it_lands(at_hand, what, one), release_preview.as_it_lands(
            at_hand, what, other
        )

    in_spanish, in_english = launch.do(look)
    assert (in_spanish.trouble, in_english.trouble) == ("", "")
    assert "from all of us" not in in_spanish.text
    assert "Hello Champ, from all of us." in in_english.text


@pytest.mark.parametrize("kind", ["invitation", "second-letter", "logistics", "same-day-note"])
def test_it_writes_to_a_public_partner_as_one_who_listens(launch: Launch, kind: str) -> None:
    date_the_launch(launch)
    assert compose(launch, kind, "Pub Partner").context.for_a_partner  # type: ignore[attr-defined]
    assert not compose(launch, kind, GUEST).context.for_a_partner  # type: ignore[attr-defined]


def test_it_says_when_it_asked_for_the_same_signature_before(launch: Launch) -> None:
    meeting_id = date_the_launch(launch)

    def agree(session: Session, now: datetime) -> None:
        person = session.get_one(Person, launch.person(session, CHAMPION))
        champions.move(session, now, launch.run_id, person, ChampionStage.AGREED, by=CONVENER)
        letter.ready(session, now, launch.run_id)

    launch.do(agree)
    first = queue(launch, "sign-request", CHAMPION, meeting_id)
    assert "signature" in first.subject.casefold()

    def sent(session: Session, now: datetime) -> None:
        message = session.get_one(Message, first.id)
        message.state, message.sent_at = MessageState.SENT, now
        session.add(message)

    launch.do(sent)
    launch.now += timedelta(days=7)
    again = compose(launch, "sign-request", CHAMPION).context
    assert again.asked_on == "Monday, March 2"  # type: ignore[attr-defined]
    launch.do(
        lambda session, now: letter.draft(
            session, now, launch.run_id, own_paragraph="One more thing.", by=CONVENER
        )
    )
    anew = launch.messages("sign-request")[-1]
    assert anew.subject.endswith(": sign the letter again, please")
    assert "The words of the invitation letter have changed" in anew.text

"""The letter signed jointly: words, names, and what holds it back."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from languages import DEFAULT
from notifications.words_file import letter_to_sign
from sectorlaunch import database
from sectorlaunch.actions import champions, invitations, kind_words, scope, signatures
from sectorlaunch.actions import letter as letter_actions
from sectorlaunch.engine import carry_out as carry_out_engine
from sectorlaunch.engine import lead_time, plan
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.letters import preview
from sectorlaunch.migrations import history_guard
from sectorlaunch.outbox.deliver import send_decisions
from sectorlaunch.records import lead_time as lead_time_records
from sectorlaunch.records import letter as letter_records
from sectorlaunch.records import meetings
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.records.stop_rules import still_needed
from sectorlaunch.tables import (
    Champion,
    ChampionStage,
    HeldBecause,
    KindWords,
    LetterRevision,
    Message,
    MessageState,
    Person,
    PlannedTouch,
    Signature,
    StepRun,
    StepState,
)
from tests.cast import CONVENER, Launch

ONE, TWO = "Champ One", "Champ Two"


@pytest.fixture
def agreed(launch: Launch) -> Launch:
    """Two champions have agreed; nothing is drafted or signed."""

    def agree(session: Session, now: datetime) -> None:
        for name in (ONE, TWO):
            move(session, now, launch, name, ChampionStage.AGREED)

    launch.do(agree)
    return launch


@pytest.fixture
def sending(agreed: Launch) -> Launch:
    """The guests are listed and the invitation is due."""

    def begin(session: Session, now: datetime) -> None:
        step = session.exec(
            select(StepRun).where(StepRun.run_id == agreed.run_id, StepRun.key == "prepare-to-launch")
        ).one()
        step.state, step.opened_at = StepState.OPEN, now
        step.activities_begun = {"send-invitations": now.isoformat()}
        session.add(step)
        invitations.list_guests(session, now, agreed.run_id)
        plan.replan(session, now, agreed.run_id)

    with database.unit_of_work(agreed.engine, agreed.now) as session:
        begin(session, agreed.now)
    return agreed


def someone(session: Session, name: str) -> Person:
    return session.exec(select(Person).where(Person.name == name)).one()


def move(session: Session, now: datetime, launch: Launch, name: str, stage: ChampionStage) -> Champion:
    return champions.move(session, now, launch.run_id, someone(session, name), stage, by=name)


def work(launch: Launch, deed: Callable[[Session, datetime], Any]) -> Any:
    """One unit of work, and nothing that follows from it."""
    with database.unit_of_work(launch.engine, launch.now) as session:
        return deed(session, launch.now)


def sign(launch: Launch, name: str, *, by: str = "", seen: str = "") -> None:
    work(
        launch,
        lambda s, now: (
            signatures.sign(s, now, launch.run_id, someone(s, name), by=by or name, seen=seen) and None
        ),
    )


def draft(launch: Launch, **words: str) -> int:
    def deed(session: Session, now: datetime) -> int:
        return letter_actions.draft(session, now, launch.run_id, by=CONVENER, **words).number

    number = work(launch, deed)
    assert isinstance(number, int)
    return number


def carry_out(launch: Launch) -> None:
    work(launch, lambda s, now: carry_out_engine.due_of(s, now, launch.run_id))


def signers(launch: Launch) -> list[str]:
    with database.reading(launch.engine) as session:
        return [person.name for _, person in letter_records.signatures(session, 1)]


def letters(launch: Launch, state: MessageState = MessageState.QUEUED) -> list[Message]:
    return [m for m in launch.messages("invitation") if m.state is state]


def test_it_drafts_the_standard_letter_with_the_conveners_own_paragraph_first(agreed: Launch) -> None:
    draft(agreed, own_paragraph="Three plants here closed a shift last year.")
    with database.reading(agreed.engine) as session:
        revision = session.exec(select(LetterRevision)).one()
    assert revision.body == letter_to_sign(
        DEFAULT, "two hours", "Three plants here closed a shift last year."
    )
    assert revision.body.startswith("Three plants here")
    assert revision.sha256 == letter_records.fingerprint(revision.body)


def of_business(launch: Launch) -> list[Message]:
    """Letters to those the signed words speak to; public partners are asked to listen, in words of their own."""
    found = letters(launch)
    listeners = [letter for letter in found if "Please come and listen" in letter.text]
    assert listeners
    return [letter for letter in found if letter not in listeners]


def test_it_sends_exactly_the_words_that_were_signed(sending: Launch) -> None:
    draft(sending, own_paragraph='A word of our own: <b>&"é, and {{ braces }}.')
    sign(sending, ONE)
    sign(sending, TWO)
    carry_out(sending)
    with database.reading(sending.engine) as session:
        body = session.exec(select(LetterRevision.body)).one()
    assert of_business(sending)
    assert all(body in letter.text for letter in of_business(sending))


def test_it_keeps_who_signed_which_words_when_and_how(agreed: Launch) -> None:
    draft(agreed)
    sign(agreed, ONE)
    sign(agreed, TWO, by=CONVENER)
    with database.reading(agreed.engine) as session:
        kept = session.exec(select(Signature)).all()
        words = session.exec(select(LetterRevision.sha256)).one()
    assert [(s.how, s.sha256) for s in kept] == [
        ("on their page", words),
        (f"recorded by {CONVENER}", words),
    ]


def test_it_takes_a_signature_once(agreed: Launch) -> None:
    sign(agreed, ONE)
    sign(agreed, ONE)
    with database.reading(agreed.engine) as session:
        assert len(session.exec(select(Signature)).all()) == 1


def test_it_asks_for_new_signatures_when_a_word_is_changed_and_keeps_the_old_ones(agreed: Launch) -> None:
    sign(agreed, ONE)
    assert draft(agreed, own_paragraph="One word more.") == 2
    assert signers(agreed) == []
    (request,) = agreed.messages("sign-request")
    assert request.to_name == ONE
    assert "One word more." in request.text
    with database.reading(agreed.engine) as session:
        assert len(session.exec(select(Signature)).all()) == 1
    sign(agreed, ONE)
    assert signers(agreed) == [ONE]


def test_it_makes_no_revision_of_the_same_words(agreed: Launch) -> None:
    assert draft(agreed, own_paragraph="The same.") == draft(agreed, own_paragraph="  The same. \n")


def test_it_refuses_a_signature_under_words_that_were_changed_meanwhile(agreed: Launch) -> None:
    draft(agreed)
    with database.reading(agreed.engine) as session:
        seen = letter_records.words_in_view(session, 1)
    draft(agreed, own_paragraph="Changed.")
    with pytest.raises(BadInput, match="changed in the meantime"):
        sign(agreed, ONE, seen=seen)


def test_no_letter_leaves_with_fewer_signatures_than_the_playbook_wants(sending: Launch) -> None:
    sign(sending, ONE)
    carry_out(sending)
    assert not letters(sending)
    (held,) = sending.touches("invitation")
    assert held.held_because is HeldBecause.LETTER_NOT_SIGNED
    assert held.result == f"The letter has one signature and needs 2, so it stays here. Ask {TWO}."
    assert held.due_at > sending.now
    sign(sending, TWO)
    carry_out(sending)
    assert letters(sending)


def test_no_letter_is_queued_past_the_guard(sending: Launch) -> None:
    from sectorlaunch.engine import messages
    from sectorlaunch.records import playbook_editions

    def queue(session: Session, now: datetime) -> None:
        playbook = playbook_editions.of_run(session, sending.run_id)
        step = playbook.step("prepare-to-launch").activity("send-invitations")
        touch = next(t for t in step.touches if t.key == "invitation")
        (planned,) = session.exec(select(PlannedTouch).where(PlannedTouch.touch_key == "invitation"))
        messages.queue_touch(session, now, planned, touch, someone(session, "Biz Alder"))

    with pytest.raises(NotAllowed, match="no signature and needs 2"):
        work(sending, queue)


def test_no_letter_leaves_after_a_signer_has_stepped_back(sending: Launch) -> None:
    sign(sending, ONE)
    sign(sending, TWO)
    carry_out(sending)
    waiting = letters(sending)
    work(sending, lambda s, now: move(s, now, sending, TWO, ChampionStage.DECLINED) and None)
    assert not letters(sending)
    assert {m.state_reason for m in letters(sending, MessageState.CANCELED)} == {f"{TWO} no longer signs it"}
    sign(sending, TWO)
    assert len(letters(sending)) == len(waiting)


def test_a_champion_who_comes_back_has_to_sign_anew(agreed: Launch) -> None:
    sign(agreed, ONE)
    work(agreed, lambda s, now: move(s, now, agreed, ONE, ChampionStage.DECLINED) and None)
    work(agreed, lambda s, now: move(s, now, agreed, ONE, ChampionStage.AGREED) and None)
    assert signers(agreed) == []
    sign(agreed, ONE)
    assert signers(agreed) == [ONE]


def test_a_letter_is_stopped_at_the_last_moment_when_signatures_are_gone(sending: Launch) -> None:
    sign(sending, ONE)
    sign(sending, TWO)
    carry_out(sending)

    (first, *_rest) = letters(sending)

    def claim(session: Session, now: datetime) -> tuple[MessageState | None, str]:
        scope.set_number(session, now, sending.run_id, "champions_needed", 3, by=CONVENER)
        message = session.get_one(Message, first.id)
        return send_decisions.settle_before_sending(session, now, message, still_needed), message.state_reason

    state, reason = work(sending, claim)
    assert state is MessageState.QUEUED
    assert reason.startswith("The letter has 2 signatures and needs 3")


def test_words_changed_in_the_database_carry_no_signature(agreed: Launch) -> None:
    sign(agreed, ONE)

    def tamper(session: Session, _now: datetime) -> None:
        history_guard.take_down(session.connection())  # whoever is in the database can do that as well
        revision = session.exec(select(LetterRevision)).one()
        revision.body += " And pay us."
        session.add(revision)
        session.flush()
        history_guard.put_up(session.connection())  # the tests that follow share this database

    work(agreed, tamper)
    assert signers(agreed) == []


def test_an_edit_withdraws_what_was_written_and_has_not_left(sending: Launch) -> None:
    sign(sending, ONE)
    sign(sending, TWO)
    carry_out(sending)
    written = len(letters(sending))
    draft(sending, own_paragraph="Better words.")
    assert not letters(sending)
    sign(sending, ONE)
    sign(sending, TWO)
    assert len(letters(sending)) == written
    assert all("Better words." in m.text for m in of_business(sending))


def test_an_edit_is_refused_once_the_letter_has_gone_to_somebody(sending: Launch) -> None:
    sign(sending, ONE)
    sign(sending, TWO)
    carry_out(sending)
    (first, *_rest) = letters(sending)

    def send(session: Session, now: datetime) -> None:
        message = session.get_one(Message, first.id)
        message.state, message.sent_at = MessageState.SENT, now
        session.add(message)

    work(sending, send)
    with pytest.raises(NotAllowed, match="gone out already, to 1 of the guests"):
        draft(sending, own_paragraph="Too late.")


def test_the_foot_names_those_who_signed_these_words_and_the_fair_competition_note(sending: Launch) -> None:
    start = datetime(2026, 9, 10, 15, 0, tzinfo=sending.now.tzinfo)
    sign(sending, ONE)
    draft(sending, own_paragraph="Anew.")
    sign(sending, TWO)

    def date_it(session: Session, now: datetime) -> str:
        launch = meetings.launch_meeting(session, 1)
        assert launch is not None
        launch.starts_at = start
        session.add(launch)
        return preview.invitation(session, now, 1, someone(session, "Biz Alder").pk).text

    text = work(sending, date_it)
    assert TWO in text
    assert ONE not in text
    assert "market shares stay out of the room" in text


def test_a_letter_that_would_leave_too_late_is_held_and_a_date_proposed(sending: Launch) -> None:
    sending.now += timedelta(days=170)
    sign(sending, ONE)
    sign(sending, TWO)
    work(sending, lambda s, now: hold_due(s, now, sending))
    carry_out(sending)
    assert not letters(sending)
    (held,) = sending.touches("invitation")
    assert "The letter would have 22 days until the launch; 30 are needed." in held.result
    work(
        sending,
        lambda s, now: (
            lead_time.waive(s, now, sending.run_id, given_by=CONVENER, why="All have agreed by phone.")
            and None
        ),
    )
    carry_out(sending)
    assert letters(sending)
    with database.reading(sending.engine) as session:
        given = lead_time_records.waiver(LaunchAtHand.of(session, sending.now, sending.run_id))
        assert given is not None
        assert (given.given_by, given.why) == (CONVENER, "All have agreed by phone.")


def hold_due(session: Session, now: datetime, launch: Launch) -> None:
    """As if the guest list had been settled on this day only."""
    for planned in session.exec(select(PlannedTouch).where(PlannedTouch.touch_key == "invitation")):
        planned.due_at = now
        session.add(planned)


def test_there_is_nothing_to_waive_where_the_lead_is_long_enough(sending: Launch) -> None:
    with pytest.raises(BadInput, match="nothing to waive"):
        work(
            sending,
            lambda s, now: lead_time.waive(s, now, sending.run_id, given_by=CONVENER, why="To be sure."),
        )


def test_words_nobody_signed_cannot_be_put_into_the_letter_on_the_way(sending: Launch) -> None:
    def word(session: Session, now: datetime, part: str) -> None:
        kind_words.change(session, now, 1, "invitation", part, "Bring your cheque book.", CONVENER)

    for part in ("opening", "text"):
        with pytest.raises(BadInput, match="sign this letter word for word"):
            work(sending, lambda s, now, part=part: word(s, now, part))
    work(sending, lambda s, now: word(s, now, "subject"))
    work(sending, lambda s, now: s.add(_smuggled(now)))
    sign(sending, ONE)
    sign(sending, TWO)
    carry_out(sending)
    assert all(letter.subject == "Bring your cheque book." for letter in letters(sending))
    assert not any("Pay us." in letter.text for letter in letters(sending))


def _smuggled(now: datetime) -> KindWords:
    """Words kept before this rule was there."""
    return KindWords(
        partnership_id=1, kind="invitation", part="opening", words="Pay us.", by=CONVENER, at=now
    )


def test_it_never_happens__reminded_before_they_were_asked(launch: Launch) -> None:
    """The reminder of those who were asked first took along a champion who had agreed the day before."""
    draft(launch)

    def begin(session: Session, now: datetime) -> None:
        step = session.exec(
            select(StepRun).where(StepRun.run_id == launch.run_id, StepRun.key == "prepare-to-launch")
        ).one()
        step.state, step.opened_at = StepState.OPEN, now
        step.activities_begun = {"ask-champions": now.isoformat()}
        session.add(step)
        move(session, now, launch, ONE, ChampionStage.AGREED)

    launch.do(begin)
    told: list[tuple[str, str]] = []
    while len(told) < 2:
        launch.wait(1)
        if told and launch.now.date() == reminded_on(launch) - timedelta(days=1):
            launch.do(lambda s, now: move(s, now, launch, TWO, ChampionStage.AGREED))
        told = [(one.to_name, one.purpose.rpartition("/")[2]) for one in launch.messages("sign-request")]
    assert told == [(ONE, "sign-request"), (ONE, "sign-request-again")]
    launch.wait(1)
    assert (TWO, "sign-request") in {
        (one.to_name, one.purpose.rpartition("/")[2]) for one in launch.messages("sign-request")
    }


def reminded_on(launch: Launch) -> date:
    with database.reading(launch.engine) as session:
        planned = select(PlannedTouch.due_at).where(PlannedTouch.touch_key == "sign-request-again")
        return session.exec(planned).one().date()

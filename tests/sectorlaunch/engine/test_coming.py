"""What is to come is seen before it goes, changed one by one, and each change holds once."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, select

from notifications.own_words import OwnWords
from sectorlaunch import database
from sectorlaunch.actions import kind_words
from sectorlaunch.engine import carry_out, coming, overrides, plan
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.outbox.write import test_letter
from sectorlaunch.records import kind_words as kind_word_records
from sectorlaunch.records import partnerships
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.tables import Event, Message, MessageState, PlannedTouch, TouchState
from tests.cast import CONVENER, TEAM, Launch, begin

TOKEN = re.compile(r"/(p|u|sign-in)/[A-Za-z0-9_-]{16,}")
REMINDER = "answer-reminder"


@pytest.fixture
def launch(engine: Engine, tmp_path: Path) -> Launch:
    """The welcome is out; the reminders are planned."""
    begun = begin(engine, tmp_path)
    begun.do(carry_out.due)
    return begun


def look(launch: Launch, **options: Any) -> list[coming.Coming]:
    with database.reading(launch.engine) as session:
        days = coming.coming(LaunchAtHand.of(session, launch.now, launch.run_id), **options)
        assert not session.new
        assert not session.dirty
    return [one for day in days for one in day.messages]


def reminders(launch: Launch) -> list[coming.Coming]:
    """Those of the first reminder to the team."""
    found = [one for one in look(launch) if one.kind == REMINDER]
    return [one for one in found if one.planned_id == found[0].planned_id]


def the_touch(launch: Launch) -> int:
    number = reminders(launch)[0].planned_id
    assert number is not None
    return number


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: connection.execute(select_count().select_from(table)).scalar_one()
            for name, table in SQLModel.metadata.tables.items()
        }


def select_count() -> Any:
    from sqlalchemy import func, select

    return select(func.count())


def due(launch: Launch, planned_id: int) -> None:
    with database.reading(launch.engine) as session:
        launch.now = session.get_one(PlannedTouch, planned_id).due_at
    launch.do(carry_out.due)


def to(launch: Launch, kind: str = REMINDER) -> list[str]:
    return [message.to_name for message in launch.messages(kind)]


def partnership_id(launch: Launch) -> int:
    with database.reading(launch.engine) as session:
        return partnerships.partnership_of(session, launch.run_id).pk


def test_it_lists_what_is_planned_and_what_is_queued_with_its_words(launch: Launch) -> None:
    found = look(launch, with_words=True)
    assert {one.state for one in found} >= {"planned", "queued"}
    assert set(TEAM) <= {one.to_name for one in found if one.kind == REMINDER}
    assert [one.at for one in found] == sorted(one.at for one in found)
    for one in found:
        assert one.words is not None
        assert one.words.trouble or (one.words.subject and one.words.text and one.words.html)


def test_it_writes_nothing_by_looking_and_shows_no_link_that_opens_anything(launch: Launch) -> None:
    before = counts(launch.engine)
    found = look(launch, with_words=True)
    assert counts(launch.engine) == before
    for one in found:
        assert one.words is not None
        assert not TOKEN.search(one.words.text + one.words.html + one.words.subject)


def test_it_puts_only_so_many_into_words(launch: Launch) -> None:
    found = look(launch, with_words=True, limit=2)
    assert [one.words is not None for one in found] == [True, True, *[False] * (len(found) - 2)]


def test_it_leaves_out_whom_the_stop_rule_leaves_out(launch: Launch) -> None:
    launch.answer("Will Work", "shared-table", "shared-view")
    names = {one.to_name for one in reminders(launch)}
    assert "Edda Teach" in names
    assert "Will Work" not in names


def test_it_shows_the_words_that_are_sent(launch: Launch) -> None:
    planned_id = the_touch(launch)
    with database.reading(launch.engine) as session:
        person_id = launch.person(session, "Will Work")
        one = coming.find(LaunchAtHand.of(session, launch.now, launch.run_id), planned_id, person_id)
        assert one is not None
        shown = coming.words_of(LaunchAtHand.of(session, launch.now, launch.run_id), one)
    due(launch, planned_id)
    sent = next(m for m in launch.messages(REMINDER) if m.to_name == "Will Work")
    assert shown.subject == sent.subject
    assert shown.text == TOKEN.sub(r"/\1/…", sent.text)


def test_it_skips_one_person_and_says_so(launch: Launch) -> None:
    planned_id, will = the_touch(launch), launch.someone("Will Work").id
    launch.do(lambda session, now: overrides.skip(session, now, planned_id, will, CONVENER))
    shown = next(one for one in reminders(launch) if one.to_name == "Will Work")
    assert (shown.state, shown.note) == ("skipped", f"skipped by {CONVENER}")
    due(launch, planned_id)
    assert "Will Work" not in to(launch)
    assert "Edda Teach" in to(launch)
    with database.reading(launch.engine) as session:
        assert session.get_one(PlannedTouch, planned_id).result.endswith("1 left out by hand")


def test_it_skips_everyone_and_takes_it_back(launch: Launch) -> None:
    planned_id = the_touch(launch)
    launch.do(lambda session, now: overrides.skip(session, now, planned_id, None, CONVENER))
    assert {one.state for one in reminders(launch)} == {"skipped"}
    launch.do(lambda session, now: overrides.restore(session, now, planned_id, None, CONVENER))
    assert {one.state for one in reminders(launch)} == {"planned"}
    launch.do(lambda session, now: overrides.skip(session, now, planned_id, None, CONVENER))
    due(launch, planned_id)
    assert to(launch) == []
    with database.reading(launch.engine) as session:
        planned = session.get_one(PlannedTouch, planned_id)
        assert (planned.state, planned.result) == (TouchState.CANCELED, f"skipped by {CONVENER}")
    with pytest.raises(NotAllowed):
        launch.do(lambda session, now: overrides.restore(session, now, planned_id, None, CONVENER))


def test_it_reminds_only_those_picked_by_hand(launch: Launch) -> None:
    planned_id, will = the_touch(launch), launch.someone("Will Work").id
    assert will is not None
    launch.do(lambda session, now: overrides.only(session, now, planned_id, {will}, CONVENER))
    due(launch, planned_id)
    assert to(launch) == ["Will Work"]


def test_it_picks_by_hand_among_those_who_were_all_skipped(launch: Launch) -> None:
    planned_id, will = the_touch(launch), launch.someone("Will Work").id
    assert will is not None
    launch.do(lambda session, now: overrides.skip(session, now, planned_id, None, CONVENER))
    launch.do(lambda session, now: overrides.only(session, now, planned_id, {will}, CONVENER))
    due(launch, planned_id)
    assert to(launch) == ["Will Work"]


def test_it_does_not_remind_somebody_the_touch_does_not_reach(launch: Launch) -> None:
    planned_id, alder = the_touch(launch), launch.someone("Biz Alder").id
    assert alder is not None
    with pytest.raises(BadInput, match="Biz Alder"):
        launch.do(lambda session, now: overrides.only(session, now, planned_id, {alder}, CONVENER))


def test_it_sends_now_and_never_twice(launch: Launch) -> None:
    planned_id, will = the_touch(launch), launch.someone("Will Work").id

    def send(session: Session, now: Any) -> int:
        return overrides.send_now(session, now, planned_id, will, CONVENER)

    assert launch.do(send) == 1
    assert to(launch) == ["Will Work"]
    assert "Will Work" not in {one.to_name for one in reminders(launch) if one.state == "planned"}
    with pytest.raises(NotAllowed):
        launch.do(send)
    due(launch, planned_id)
    assert sorted(to(launch)).count("Will Work") == 1
    assert "Edda Teach" in to(launch)


def test_it_sends_nothing_now_that_was_skipped(launch: Launch) -> None:
    planned_id, will = the_touch(launch), launch.someone("Will Work").id
    launch.do(lambda session, now: overrides.skip(session, now, planned_id, will, CONVENER))
    with pytest.raises(NotAllowed, match="skipped"):
        launch.do(lambda session, now: overrides.send_now(session, now, planned_id, will, CONVENER))


def test_it_words_one_message_otherwise_in_both_parts(launch: Launch) -> None:
    planned_id, will = the_touch(launch), launch.someone("Will Work").id
    own = OwnWords(
        "A word, {{ recipient.first_name }}", text="Dear {{ recipient.first_name }},\n\nSee {{ link }}"
    )
    launch.do(lambda session, now: overrides.reword(session, now, planned_id, will, own, CONVENER))
    due(launch, planned_id)
    written = {message.to_name: message for message in launch.messages(REMINDER)}
    assert written["Will Work"].subject == "A word, Will"
    assert written["Will Work"].text.startswith("Dear Will,\n\nSee http")
    assert "Dear Will," in written["Will Work"].html
    assert written["Edda Teach"].subject != "A word, Edda"


def test_it_refuses_a_misspelled_field_in_a_single_message(launch: Launch) -> None:
    planned_id = the_touch(launch)
    own = OwnWords(text="Dear {{ recipient.frist_name }}")
    with pytest.raises(BadInput, match=r"Did you mean recipient\.first_name"):
        launch.do(lambda session, now: overrides.reword(session, now, planned_id, None, own, CONVENER))


def test_it_takes_a_message_out_of_the_outbox_once(launch: Launch) -> None:
    message = launch.messages("welcome")[0]

    def cancel(session: Session, now: Any) -> None:
        overrides.cancel_queued(session, now, launch.run_id, message.pk, CONVENER)

    launch.do(cancel)
    again = launch.messages("welcome")[0]
    assert (again.state, again.state_reason) == (MessageState.CANCELED, f"skipped by {CONVENER}.")
    with pytest.raises(NotAllowed):
        launch.do(cancel)


def test_it_words_a_queued_message_anew_in_its_place(launch: Launch) -> None:
    before = launch.messages("welcome")[0]
    own = OwnWords("New", text="Dear {{ recipient.first_name }}, all new. {{ link }}")
    launch.do(
        lambda session, now: overrides.reword_queued(session, now, launch.run_id, before.pk, own, CONVENER)
    )
    after = launch.messages("welcome")[0]
    assert (after.id, after.message_id, after.subject) == (before.id, before.message_id, "New")
    assert "all new" in after.text
    assert "all new" in after.html
    assert TOKEN.search(after.text)


def test_it_knows_no_message_of_another_partnership(launch: Launch) -> None:
    with pytest.raises(NotFound):
        launch.do(
            lambda session, now: overrides.cancel_queued(
                session, now, launch.run_id + 1, launch.messages()[0].pk, CONVENER
            )
        )


def test_it_uses_the_own_words_of_a_kind_from_then_on(launch: Launch) -> None:
    mine = partnership_id(launch)
    launch.do(
        lambda session, now: kind_words.change(
            session, now, mine, REMINDER, "opening", "Hello {{ recipient.first_name }}.", CONVENER
        )
    )
    assert "Hello Will." in next(
        one.words.text
        for one in look(launch, with_words=True)
        if one.kind == REMINDER and one.to_name == "Will Work" and one.words
    )
    due(launch, the_touch(launch))
    assert all(f"Hello {m.to_name.split()[0]}." in m.text for m in launch.messages(REMINDER))
    launch.do(lambda session, now: kind_words.reset(session, now, mine, REMINDER, CONVENER))
    with database.reading(launch.engine) as session:
        assert not kind_word_records.of(session, mine, REMINDER)


@pytest.mark.parametrize("words", ["{{ recipient.frist_name }}", "{{ 'a' * 10**9 }}", "{% for x in y %}"])
def test_it_keeps_no_words_that_cannot_be_filled(launch: Launch, words: str) -> None:
    mine = partnership_id(launch)
    with pytest.raises(BadInput):
        launch.do(
            lambda session, now: kind_words.change(session, now, mine, REMINDER, "text", words, CONVENER)
        )


def test_it_sends_ours_where_kept_words_fit_no_longer(launch: Launch) -> None:
    from sectorlaunch.tables import KindWords

    mine = partnership_id(launch)
    launch.do(
        lambda session, now: session.add(
            KindWords(
                partnership_id=mine, kind=REMINDER, part="text", words="{{ of_old }}", by=CONVENER, at=now
            )
        )
    )
    due(launch, the_touch(launch))
    assert "Will Work" in to(launch)
    with database.reading(launch.engine) as session:
        assert session.exec(select(Event).where(Event.kind == "words not used")).first() is not None


def test_it_sends_a_test_to_oneself_through_the_outbox(launch: Launch) -> None:
    mine = partnership_id(launch)
    links_before = counts(launch.engine)["accesslink"]
    launch.do(
        lambda session, now: test_letter.send_test(
            session, now, mine, "invitation", launch.someone(CONVENER), OwnWords(subject="Try")
        )
    )
    sent = launch.messages("test-send")
    assert [(m.to_name, m.subject, m.reason) for m in sent] == [(CONVENER, "Test: Try", "test")]
    assert counts(launch.engine)["accesslink"] == links_before
    with database.reading(launch.engine) as session:
        assert session.exec(select(Message).where(Message.kind == "invitation")).first() is None


def test_it_goes_with_its_touch_when_the_date_moves(launch: Launch) -> None:
    planned_id, will = the_touch(launch), launch.someone("Will Work").id
    launch.do(lambda session, now: overrides.skip(session, now, planned_id, will, CONVENER))

    def move(session: Session, now: Any) -> None:
        planned = session.get_one(PlannedTouch, planned_id)
        planned.anchor_on -= timedelta(days=1)
        session.add(planned)
        session.flush()
        plan.replan(session, now, launch.run_id)

    launch.do(move)
    assert "skipped" in {one.state for one in reminders(launch) if one.to_name == "Will Work"}

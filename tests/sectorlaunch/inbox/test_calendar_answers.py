"""Answers pressed in calendars: believed by their secret, in the order they were pressed."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from notifications.inbox import plus_addresses
from sectorlaunch import access_links, database, migrations
from sectorlaunch.actions import access, invitations, meetings, removal
from sectorlaunch.inbox import mailboxes
from sectorlaunch.records import invitations as invitation_records
from sectorlaunch.settings import Settings
from sectorlaunch.tables import AccessLink, InvitationState, LinkPurpose, Person, ReceivedKind
from tests.cast import begin
from tests.notifications.inbox import came_back
from tests.notifications.inbox.came_back import SHAPES, answer, attendee
from tests.sectorlaunch.inbox.conftest import GUEST, OTHER_GUEST, House

ALDER = "alder@example.com"


def pressed(
    house: House,
    partstat: str = "ACCEPTED",
    *,
    to: str = "",
    uid: str = "",
    sequence: int | None = None,
    stamp: str = "20260303T150000Z",
    line: str = "",
    shape: str = "outlook",
    **more: str,
) -> bytes:
    """The mail Biz Alder's calendar writes."""
    text = answer(
        line or attendee(ALDER, partstat),
        uid=uid or house.meeting.uid,
        sequence=house.meeting.sequence if sequence is None else sequence,
        stamp=stamp,
        **more,  # type: ignore[arg-type]
    )
    return SHAPES[shape](text, to or house.organizer(GUEST), ALDER)


def test_it_names_an_address_with_a_secret_as_organizer_and_keeps_only_its_hash(house: House) -> None:
    organizer = house.organizer(GUEST)
    assert organizer.startswith("answers+r.")
    token = organizer.partition("+r.")[2].partition("@")[0]
    assert len(token) == 26
    with database.reading(house.launch.engine) as session:
        links = session.exec(select(AccessLink).where(AccessLink.purpose == LinkPurpose.REPLY)).all()
        assert len(links) == 2
        assert all(token not in link.token_hash for link in links)


def test_it_never_happens__a_stored_entry_names_an_address_that_is_believed(house: House) -> None:
    """Whoever read the tables, or a copy of them, could answer for every guest."""
    works = house.organizer(GUEST)
    for message in house.launch.messages():
        stored = f"{message.calendar_text} {message.calendar_organizer}".replace("\r\n ", "")
        assert works not in stored
        assert set(plus_addresses.tokens([stored], plus_addresses.REPLY)) <= {plus_addresses.UNTIL_IT_LEAVES}


def test_it_keeps_what_must_stay_the_same_sealed(tmp_path: Path) -> None:
    engine = database.open_database(Settings(home=tmp_path))
    migrations.upgrade(engine)
    launch = begin(engine, tmp_path)
    with database.unit_of_work(engine, launch.now) as session:
        who = launch.person(session, GUEST)
        token = access_links.issue(session, launch.now, who, LinkPurpose.REPLY)
    with engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT token FROM accesslink WHERE purpose = 'reply'").scalar_one()
    assert kept.startswith("sealed:")
    assert token not in kept
    engine.dispose()


def test_it_gives_each_guest_another_address(house: House) -> None:
    assert house.organizer(GUEST) != house.organizer(OTHER_GUEST)


def test_it_lets_a_person_who_writes_back_reach_the_convener(house: House) -> None:
    assert house.sent(GUEST).reply_to == "cora@example.org"


def test_it_keeps_the_organizer_when_the_meeting_moves(house: House) -> None:
    """A calendar takes no update from another organizer."""
    before = house.organizer(GUEST)
    house.move(timedelta(days=7))
    assert house.organizer(GUEST, "meeting-moved") == before


def test_it_keeps_the_conveners_address_where_that_is_in_the_calendar_already(house: House) -> None:
    house.launch.do(lambda session, now: mailboxes.stand_down(session, now, "answers"))
    house.ask("Biz Cedar")
    house.launch.do(lambda session, now: _live_again(session, now))
    assert house.organizer("Biz Cedar") == "cora@example.org"
    house.move(timedelta(days=7))
    assert house.organizer("Biz Cedar", "meeting-moved") == "cora@example.org"


def _live_again(session, now):  # type: ignore[no-untyped-def]
    inbox = mailboxes._find(session, "answers")
    inbox.live_since = now
    session.add(inbox)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("partstat", "state"),
    [
        ("ACCEPTED", InvitationState.ACCEPTED),
        ("TENTATIVE", InvitationState.TENTATIVE),
        ("DECLINED", InvitationState.DECLINED),
    ],
)
def test_it_takes_an_answer_in_every_shape(
    house: House, shape: str, partstat: str, state: InvitationState
) -> None:
    taken = house.comes(pressed(house, partstat, shape=shape))
    place = house.place(GUEST)
    assert taken.kind is ReceivedKind.CALENDAR
    assert (place.state, place.replied_by) == (state, "calendar")


def test_it_takes_a_change_of_mind(house: House) -> None:
    house.comes(pressed(house, "ACCEPTED"))
    house.comes(pressed(house, "DECLINED", stamp="20260303T160000Z"))
    assert house.place(GUEST).state is InvitationState.DECLINED


def test_it_takes_a_change_of_mind_from_a_calendar_that_never_changes_its_stamp(house: House) -> None:
    house.comes(pressed(house, "ACCEPTED"))
    house.comes(pressed(house, "DECLINED"))
    assert house.place(GUEST).state is InvitationState.DECLINED


def test_it_ignores_an_older_answer_that_arrives_late(house: House) -> None:
    house.comes(pressed(house, "DECLINED", stamp="20260303T160000Z"))
    taken = house.comes(pressed(house, "ACCEPTED", stamp="20260303T150000Z"))
    assert house.place(GUEST).state is InvitationState.DECLINED
    assert "older" in taken.outcome


def test_it_ignores_an_answer_that_was_pressed_before_one_on_the_page(house: House) -> None:
    meeting_id = house.meeting.pk
    house.launch.do(
        lambda session, now: invitations.reply(
            session,
            now,
            house.launch.run_id,
            meeting_id,
            session.get_one(Person, house.launch.person(session, GUEST)),
            invitations.Reply(InvitationState.DECLINED),
        )
    )
    house.comes(pressed(house, "ACCEPTED", stamp="20260303T155959Z"))
    assert house.place(GUEST).state is InvitationState.DECLINED
    house.comes(pressed(house, "ACCEPTED", stamp="20260303T160001Z"))
    assert house.place(GUEST).state is InvitationState.ACCEPTED


def test_it_lets_no_strangers_counter_or_clock_be_the_last_word(house: House) -> None:
    """A counter without end, and a clock years ahead, made every later answer an older one."""
    house.comes(pressed(house, "ACCEPTED", sequence=2_147_483_647, stamp="20360303T150000Z"))
    place = house.place(GUEST)
    assert (place.state, place.calendar_sequence) == (InvitationState.ACCEPTED, house.meeting.sequence)
    assert place.calendar_stamped_at == house.launch.now
    house.launch.now += timedelta(hours=1)
    house.comes(pressed(house, "DECLINED", stamp="20260303T170000Z"))
    assert house.place(GUEST).state is InvitationState.DECLINED


def test_it_takes_answers_in_the_order_they_come_from_a_clock_that_runs_behind(house: House) -> None:
    house.comes(pressed(house, "ACCEPTED", stamp="19700101T000000Z"))
    house.comes(pressed(house, "DECLINED", stamp="19700101T000500Z"))
    assert house.place(GUEST).state is InvitationState.DECLINED


def test_it_asks_which_answer_holds_where_clocks_cannot_tell(house: House) -> None:
    meeting_id = house.meeting.pk
    house.launch.do(
        lambda session, now: invitations.reply(
            session,
            now,
            house.launch.run_id,
            meeting_id,
            session.get_one(Person, house.launch.person(session, GUEST)),
            invitations.Reply(InvitationState.DECLINED),
        )
    )
    house.comes(pressed(house, "ACCEPTED", stamp="20260303T155500Z"))
    assert house.place(GUEST).state is InvitationState.DECLINED
    (todo,) = house.launch.todos()
    assert "which answer holds" in todo.title


def test_it_knows_a_person_by_an_alias_and_by_where_the_mail_comes_from(house: House) -> None:
    house.comes(pressed(house, "TENTATIVE", line=attendee("alder+work@example.com", "TENTATIVE")))
    assert house.place(GUEST).state is InvitationState.TENTATIVE
    line = attendee("b.alder@tools.example.net", "DECLINED")
    house.comes(pressed(house, stamp="20260303T153000Z", line=line))
    assert house.place(GUEST).state is InvitationState.DECLINED
    line = 'ATTENDEE;PARTSTAT=ACCEPTED;CN="Alder, Biz":mailto:7a2d5c@calendar.example.net'
    text = answer(line, uid=house.meeting.uid, sequence=house.meeting.sequence, stamp="20260303T154500Z")
    house.comes(came_back.from_apple(text, house.organizer(GUEST), "7a2d5c@calendar.example.net"))
    assert house.place(GUEST).state is InvitationState.ACCEPTED


def test_it_asks_about_an_answer_a_calendar_gave_by_itself(house: House) -> None:
    mail = pressed(house, "DECLINED").replace(b"Subject:", b"Auto-Submitted: auto-replied\nSubject:", 1)
    house.comes(mail)
    assert house.place(GUEST).state is InvitationState.INVITED
    (todo,) = house.launch.todos()
    assert "by itself" in todo.title


def test_it_ignores_a_meeting_it_does_not_know(house: House) -> None:
    taken = house.comes(pressed(house, uid="stranger@example.com"))
    assert house.place(GUEST).state is InvitationState.INVITED
    assert "do not know" in taken.outcome
    assert not house.launch.todos()


@pytest.mark.parametrize("end", ["held", "called off", "over"])
def test_it_changes_nothing_when_the_meeting_is_over(house: House, end: str) -> None:
    organizer, sequence = house.organizer(GUEST), house.meeting.sequence
    uid, meeting_id = house.meeting.uid, house.meeting.pk
    if end == "called off":
        house.launch.do(
            lambda session, now: meetings.call_off(
                session, now, house.launch.run_id, meeting_id, by="Cora Venner", why="Snow."
            )
        )
    else:
        house.launch.now += timedelta(days=200)
    if end == "held":
        house.launch.do(
            lambda session, now: meetings.hold(
                session, now, house.launch.run_id, meeting_id, [], by="Cora Venner"
            )
        )
    before = _state(house, meeting_id)
    text = answer(attendee(ALDER), uid=uid, sequence=sequence, stamp="20260919T000000Z")
    house.comes(came_back.from_apple(text, organizer, ALDER))
    assert _state(house, meeting_id) == before


def _state(house: House, meeting_id: int) -> InvitationState:
    with database.reading(house.launch.engine) as session:
        person = session.get_one(Person, house.launch.person(session, GUEST))
        return invitation_records.place_of(session, meeting_id, person).state


def test_it_asks_the_convener_about_an_answer_without_the_secret(house: House) -> None:
    taken = house.comes(pressed(house, to="answers@example.org"))
    assert house.place(GUEST).state is InvitationState.INVITED
    (todo,) = house.launch.todos()
    assert GUEST in todo.title
    assert "without proof" in taken.outcome
    house.comes(pressed(house, "DECLINED", to="answers@example.org"))
    assert len(house.launch.todos()) == 1


def test_it_believes_no_made_up_secret(house: House) -> None:
    house.comes(pressed(house, to="answers+r.aaaaaaaaaaaaaaaaaaaaaaaaaa@example.org"))
    assert house.place(GUEST).state is InvitationState.INVITED


def test_it_believes_no_revoked_secret(house: House) -> None:
    mail = pressed(house)
    house.launch.do(lambda session, now: access.revoke(session, now, house.launch.person(session, GUEST)))
    house.comes(mail)
    assert house.place(GUEST).state is InvitationState.INVITED


def test_it_lets_nobody_answer_for_another_with_their_own_secret(house: House) -> None:
    """Birch has a secret of their own and writes Alder's address into the answer."""
    house.comes(pressed(house, "DECLINED", to=house.organizer(OTHER_GUEST)))
    assert house.place(GUEST).state is InvitationState.INVITED
    assert house.place(OTHER_GUEST).state is InvitationState.INVITED
    (todo,) = house.launch.todos()
    assert OTHER_GUEST in todo.title


def test_it_takes_no_answer_of_somebody_the_invitation_was_passed_on_to(house: House) -> None:
    house.comes(pressed(house, line=attendee("deputy@example.com", name="Dee Puty")))
    assert house.place(GUEST).state is InvitationState.INVITED
    (todo,) = house.launch.todos()
    assert "Dee Puty" in todo.title
    assert GUEST in todo.title


def test_it_takes_the_answer_of_the_same_person_from_another_address(house: House) -> None:
    house.comes(pressed(house, line=attendee("biz.alder@example.net", name="Biz Alder")))
    assert house.place(GUEST).state is InvitationState.ACCEPTED


def test_it_takes_no_answer_to_an_earlier_date_for_one_to_the_new(house: House) -> None:
    house.move(timedelta(days=7))
    house.comes(pressed(house, sequence=house.meeting.sequence - 1))
    assert house.place(GUEST).state is InvitationState.INVITED
    (todo,) = house.launch.todos()
    assert "new date" in todo.title


def test_it_notes_a_substitute(house: House) -> None:
    line = f'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:deputy@example.com":mailto:{ALDER}'
    house.comes(pressed(house, line=line))
    place = house.place(GUEST)
    assert (place.state, place.substitute) == (InvitationState.DECLINED, "deputy@example.com")


def test_it_makes_a_note_of_another_time_and_leaves_the_answer(house: House) -> None:
    house.comes(
        pressed(house, "TENTATIVE", method="COUNTER", start="DTSTART:20260911T150000Z", more="COMMENT:Later?")
    )
    assert house.place(GUEST).state is InvitationState.INVITED
    (todo,) = house.launch.todos()
    assert "September 11" in todo.title
    assert "Later?" in todo.script


@pytest.mark.parametrize(
    "headers", [{"Auto_Submitted": "auto-replied"}, {"X_Autoreply": "yes"}, {"Precedence": "auto_reply"}]
)
def test_it_takes_no_out_of_office_note_for_an_answer(house: House, headers: dict[str, str]) -> None:
    taken = house.comes(came_back.letter(house.organizer(GUEST), ALDER, "I am away.", **headers))
    assert taken.kind is ReceivedKind.AUTOMATIC
    assert house.place(GUEST).state is InvitationState.INVITED
    assert not house.launch.todos()


def test_it_passes_on_what_a_person_writes_to_the_calendar_address(house: House) -> None:
    house.comes(came_back.letter(house.organizer(GUEST), ALDER, "Is there parking?"))
    (todo,) = house.launch.todos()
    assert GUEST in todo.title
    assert "Is there parking?" in todo.script


def test_it_loses_no_letter_of_a_person_whose_subject_sounds_like_a_mail_server(house: House) -> None:
    mail = came_back.letter(house.organizer(GUEST), ALDER, "Page 2 says Tuesday.").replace(
        b"Subject: A word", b"Subject: Error in the agenda"
    )
    assert house.comes(mail).kind is ReceivedKind.LETTER
    (todo,) = house.launch.todos()
    assert "Tuesday" in todo.script


def test_it_asks_about_an_answer_that_cannot_be_read(house: House) -> None:
    text = answer(attendee(ALDER), uid=house.meeting.uid, more="X-BOMB:" + "x" * 70_000)
    house.comes(came_back.from_apple(text, house.organizer(GUEST), ALDER))
    assert house.place(GUEST).state is InvitationState.INVITED
    (todo,) = house.launch.todos()
    assert "could not be read" in todo.title


def test_it_leaves_other_mail_alone(house: House) -> None:
    taken = house.comes(came_back.letter("answers@example.org", "friend@example.net"))
    assert taken.kind is ReceivedKind.OTHER
    assert taken.person_id is None


def test_it_believes_no_secret_of_a_person_who_was_removed(house: House) -> None:
    mail = pressed(house)
    house.launch.do(lambda session, now: removal.anonymize(session, now, house.launch.person(session, GUEST)))
    assert "changed" in house.comes(mail).outcome or "proof" in house.comes(mail).outcome


@pytest.mark.parametrize(
    ("partstat", "outcome", "notes"),
    [
        ("ACCEPTED", "of the team: coming", 0),
        ("DECLINED", "of the team; the convener has a note", 1),
    ],
)
def test_it_lets_the_convener_know_that_somebody_of_the_team_cannot_be_there(
    house: House, partstat: str, outcome: str, notes: int
) -> None:
    house.write("launch-date", "Fay Neutral")
    to = house.organizer("Fay Neutral", "launch-date")
    line = attendee("fay@example.org", partstat)
    mail = SHAPES["outlook"](
        answer(line, uid=house.meeting.uid, sequence=house.meeting.sequence, stamp="20260303T150000Z"),
        to,
        "fay@example.org",
    )
    assert house.comes(mail).outcome == outcome
    assert house.comes(mail).outcome == outcome
    asked = [todo for todo in house.launch.todos() if todo.purpose == "answer of the team"]
    assert len(asked) == notes

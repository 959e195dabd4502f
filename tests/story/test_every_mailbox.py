"""Every person's mailbox, read from first to last as that person, makes sense."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from sectorlaunch import database, migrations
from sectorlaunch.tables import InvitationState
from tests.story import eighty_executives
from tests.story.eighty_executives import Letter, Town, address, name

pytestmark = pytest.mark.engine
"""Four months with eighty executives: too long for the fast part."""

STAGES = (
    ("champion-ask", "champion-follow-up"),
    ("champion-thanks",),
    ("sign-request",),
    ("save-the-date",),
    ("invitation", "letter-copy"),
    ("second-letter",),
    ("champion-promise", "logistics", "meeting-reminder"),
    ("same-day-note",),
    ("no-show-note",),
)
"""What comes to an executive, from the first stage to the last. News of a move may come at any."""
EVERYBODY = [number for number in range(1, 81) if number != eighty_executives.LEFT_ALONE]
ANSWERED = {
    *eighty_executives.BY_PAGE,
    *eighty_executives.MAYBE,
    *eighty_executives.DECLINES_BY_PAGE,
    *eighty_executives.BY_CALENDAR,
    *eighty_executives.DECLINES_BY_CALENDAR,
    *eighty_executives.CHAMPIONS,
}
BY_PHONE = {*eighty_executives.BY_PHONE, *eighty_executives.DECLINES_BY_PHONE}
DECLINED = {
    *eighty_executives.DECLINES_BY_PAGE,
    *eighty_executives.DECLINES_BY_CALENDAR,
    *eighty_executives.DECLINES_BY_PHONE,
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    engine = database.open_engine("sqlite://")
    migrations.upgrade(engine)
    yield eighty_executives.lived_through(engine, tmp_path_factory.mktemp("town"))
    engine.dispose()


@pytest.fixture(scope="module")
def boxes(town: Town) -> dict[str, list[Letter]]:
    return town.mailboxes()


def kinds(boxes: dict[str, list[Letter]], number: int) -> list[str]:
    return [letter.kind for letter in boxes.get(address(number), [])]


def test_it_takes_answers_by_page_by_calendar_and_by_phone(town: Town) -> None:
    states = town.states()
    for number in (*eighty_executives.CONFIRM[:-2], *eighty_executives.CHAMPIONS):
        assert states[address(number)] is InvitationState.ATTENDED, number
    for number in DECLINED:
        assert states[address(number)] is InvitationState.DECLINED, number


def test_it_writes_to_nobody_who_asked_to_be_left_alone(town: Town, boxes: dict[str, list[Letter]]) -> None:
    assert [
        one
        for one in boxes.get(address(eighty_executives.LEFT_ALONE), [])
        if one.sent_at >= town.left_alone_at
    ] == []


def test_it_thanks_those_who_declined_and_tells_them_of_a_new_date_and_nothing_else(
    town: Town, boxes: dict[str, list[Letter]]
) -> None:
    for number in DECLINED:
        after = [one for one in boxes[address(number)] if one.sent_at > town.answered_at[number]]
        kinds_after = [one.kind for one in after if one.kind != "executive-summary"]
        assert kinds_after == ["declined-thanks", "meeting-moved"], number


def test_it_sends_no_earlier_note_after_a_later_one(boxes: dict[str, list[Letter]]) -> None:
    rank = {kind: place for place, stage in enumerate(STAGES) for kind in stage}
    for number in EVERYBODY:
        stages = [rank[kind] for kind in kinds(boxes, number) if kind in rank]
        assert stages == sorted(stages), (number, kinds(boxes, number))


def test_it_keeps_one_calendar_entry_for_each_meeting_and_raises_its_sequence(
    boxes: dict[str, list[Letter]],
) -> None:
    for number in EVERYBODY:
        events = [one.event for one in boxes[address(number)] if one.event is not None]
        about_launch = [event for event in events if event["UID"] == events[0]["UID"]]
        assert about_launch == events, number
        sequences = [int(event["SEQUENCE"]) for event in events]
        assert len(set(sequences)) == 2, number
        assert all(later >= earlier for earlier, later in pairwise(sequences)), number
        assert {str(event["ATTENDEE"]) for event in events} == {f"mailto:{address(number)}"}
        assert len({str(event["ORGANIZER"]) for event in events}) == 1


def test_it_says_nothing_twice(boxes: dict[str, list[Letter]]) -> None:
    for to, letters in boxes.items():
        if to.startswith("exec"):
            said = [(one.mail["Subject"], one.kind, re.sub(r"https?://\S+", "", one.text)) for one in letters]
            assert len(said) == len(set(said)), (to, said)


def test_it_answers_in_the_thread_of_what_came_before(boxes: dict[str, list[Letter]]) -> None:
    for to, letters in boxes.items():
        seen: set[str] = set()
        for one in letters:
            if earlier := one.mail["In-Reply-To"]:
                assert earlier in seen, (to, one.kind)
                assert one.mail["References"] == earlier
            seen.add(str(one.mail["Message-ID"]))
    silent = boxes[address(70)]
    second = next(one for one in silent if one.kind == "second-letter")
    assert (
        second.mail["In-Reply-To"]
        == next(one for one in silent if one.kind == "invitation").mail["Message-ID"]
    )


def test_it_sends_no_letter_without_the_names_of_both_champions(boxes: dict[str, list[Letter]]) -> None:
    letters = [one for box in boxes.values() for one in box if one.kind in ("invitation", "second-letter")]
    assert letters
    for letter in letters:
        words = " ".join(letter.text.split())
        if "partners who listen" in words:
            continue  # a public partner is reminded by the convener
        assert all(name(number) in words for number in eighty_executives.CHAMPIONS), words


def test_it_never_invites_a_champion_by_themselves(boxes: dict[str, list[Letter]]) -> None:
    for number in eighty_executives.CHAMPIONS:
        assert "invitation" not in kinds(boxes, number)
        (copy,) = [one for one in boxes[address(number)] if one.kind == "letter-copy"]
        assert "Your letter is on its way" in copy.text
        assert copy.event is not None


def test_it_chases_the_silent_and_leaves_those_who_answered(boxes: dict[str, list[Letter]]) -> None:
    """Whoever answers on the phone has had it: nobody is called before the day to answer by is over."""
    for number in set(EVERYBODY) - ANSWERED:
        assert "second-letter" in kinds(boxes, number), number
    for number in ANSWERED:
        assert "second-letter" not in kinds(boxes, number), number


def test_it_announces_the_move_once_to_each(boxes: dict[str, list[Letter]]) -> None:
    for number in EVERYBODY:
        assert kinds(boxes, number).count("meeting-moved") == 1, number


def test_it_sends_directions_to_those_who_come_and_asks_those_who_have_not_confirmed(
    boxes: dict[str, list[Letter]],
) -> None:
    for number in eighty_executives.CONFIRM:
        (directions,) = [one for one in boxes[address(number)] if one.kind == "logistics"]
        assert "We look forward to seeing you" in directions.text
        assert "I will come" not in directions.text
    for number in set(eighty_executives.BY_PAGE) - set(eighty_executives.CONFIRM):
        (directions,) = [one for one in boxes[address(number)] if one.kind == "logistics"]
        assert "we don’t know yet whether Thursday, June 18 works for you" in " ".join(
            directions.text.split()
        )
        assert "I will come" in directions.text


def test_it_tells_facilitator_and_support_team_of_the_day_and_of_its_move(
    boxes: dict[str, list[Letter]],
) -> None:
    about_the_launch = ("launch-date", "meeting-moved", "meeting-reminder", "invitation", "logistics")
    for to in ("fay@example.org", "edda@example.org", "lars@example.org"):
        theirs = [one for one in boxes[to] if one.kind in about_the_launch]
        assert [one.kind for one in theirs] == ["launch-date", "meeting-moved", "meeting-reminder"], to
        assert not [one for one in theirs if "I will come" in one.text], to
        sequences = [int(one.event["SEQUENCE"]) for one in theirs if one.event is not None]
        assert sequences[0] < sequences[1], to


def test_it_phones_those_anew_who_were_phoned_until_they_answer_otherwise(town: Town) -> None:
    given = [todo for todo in town.launch.todos() if todo.purpose == "tell/meeting-moved"]
    numbers = {*eighty_executives.BY_PHONE, *eighty_executives.DECLINES_BY_PHONE}
    people = {town.launch.someone(name(number)).id: number for number in numbers}
    called = {people[todo.about_id]: todo for todo in given if todo.about_id in people}
    assert set(called) == numbers
    for number, todo in called.items():
        assert "Thursday, June 11" in todo.script
        assert "Thursday, June 18" in todo.script
        assert (todo.done_at is not None) is (number in eighty_executives.CONFIRM), number


def test_it_speaks_to_a_public_partner_as_one_who_listens(boxes: dict[str, list[Letter]]) -> None:
    (letter,) = [one for one in boxes["pub@example.org"] if one.kind == "invitation"]
    assert "Please come and listen" in letter.text
    assert "from my organization will come" in letter.text


def test_it_misses_only_those_who_had_said_they_come_on_the_day_it_was(
    boxes: dict[str, list[Letter]],
) -> None:
    missed = {number for number in EVERYBODY if "no-show-note" in kinds(boxes, number)}
    assert missed == set(eighty_executives.CONFIRM[-2:])


def test_it_gives_the_assistant_what_concerns_the_calendar(boxes: dict[str, list[Letter]]) -> None:
    theirs = boxes["ada.desk@example.org"]
    news = [one.kind for one in theirs if one.kind != "coming-confirmed"]
    assert news == [
        *("invitation", "guests-so-far", "guests-so-far"),
        *("meeting-moved", "logistics", "meeting-reminder"),
    ]
    assert all(one.event is None or "ATTENDEE" not in one.event for one in theirs)
    for one in theirs:
        assert str(one.mail["Subject"]).startswith(f"For {name(eighty_executives.WITH_ASSISTANT)}: ")
        assert one.text.startswith(
            f"For Ada Desk: a copy of what {name(eighty_executives.WITH_ASSISTANT)} gets from us"
        )


def test_it_shows_nobodys_address_to_anybody_else(boxes: dict[str, list[Letter]]) -> None:
    everybody = {address(number) for number in range(1, 81)}
    for number in EVERYBODY:
        for one in boxes[address(number)]:
            raw = one.mail.as_bytes().decode()
            assert not [other for other in everybody - {address(number)} if other in raw], one.kind

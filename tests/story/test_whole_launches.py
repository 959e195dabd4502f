"""Whole launches, whatever the seed: they reach their end, and the failures of such systems do not happen."""

import re
from collections import Counter
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, col, select

from notifications.rendering import kinds_with, traits
from playbooks import loader
from playbooks.calendar import Calendar
from sectorlaunch.records import champions, invitations, people
from sectorlaunch.records.about import About
from sectorlaunch.rehearsal import begin
from sectorlaunch.rehearsal.result import gather
from sectorlaunch.rehearsal.walk import Walk
from sectorlaunch.tables import (
    Event,
    GateRun,
    GateState,
    InvitationState,
    Meeting,
    MeetingKind,
    RoleKind,
    ToDo,
    ToDoKind,
)
from tests.story.rehearsals import (
    BEGINS_ON,
    files,
    finished,
    launch_of,
    looking,
    messages,
    sent,
    touches,
    until_days_before_launch,
)

DENVER = ZoneInfo("America/Denver")
ASKED_FOR = {
    *("call-minutes", "offer-made", "offer-answered", "team-changed"),  # what came of what people do in teams
    *("sign-in", "promise-noted", *kinds_with("replies_to_an_answer")),
}
"""What answers something its reader has just done."""
ONE_OF_MANY = re.compile(
    r"(?<![\d.,:#-])\b1 (people|business leaders|letters|dates|votes|dots|guests|calls|days|weeks)\b"
)
DEADLINE = re.compile(r"\bby \w+day, (\w+ \d+)")
SEEDS = pytest.mark.parametrize("seed", [2, 3])


def _launched_at(session: Session) -> datetime:
    meeting = session.exec(select(Meeting).where(Meeting.kind == MeetingKind.LAUNCH)).one()
    assert meeting.starts_at is not None
    return meeting.starts_at


@SEEDS
def test_it_passes_all_six_steps(seed: int) -> None:
    walk = finished(seed)

    rehearsal = looking(walk, lambda session: gather(session, walk.stage, seed))

    assert [step.state for step in rehearsal.steps] == ["passed"] * 6
    assert {gate.state for gate in rehearsal.gates} == {"open"}
    reached = {gate.key: gate.reached for gate in rehearsal.gates}
    assert reached["debrief"] == reached["priorities"] != reached["commitments"]


def _asked_to_save_the_date(walk: Walk) -> tuple[set[str], set[str]]:
    """Who was asked to keep the day, and who of them had the invitation before."""
    letters = sent(walk, "save-the-date", "invitation", "letter-copy")
    first = {m.to_address: m.kind for m in reversed(letters)}
    asked = {m.to_address for m in letters if m.kind == "save-the-date"}
    return asked, {address for address in asked if first[address] != "save-the-date"}


@pytest.mark.parametrize(("seed", "days"), [(2, 49), (3, 35)])
def test_it_asks_nobody_to_save_a_date_they_are_invited_to(seed: int, days: int) -> None:
    """49 days ahead, as shipped, comes before the letter in these launches; 35 days ahead comes after it."""
    text = loader.shipped_text("sector-launch")
    shipped = "when: {anchor: launch, days: -49, roll: earlier}\n            stop: invited"
    assert shipped in text
    house = {"sector-launch": text.replace(shipped, shipped.replace("-49", f"-{days}"))}
    walk = begin(files(), seed=seed, begins_on=BEGINS_ON, house=house)
    until_days_before_launch(walk, 20)

    asked, too_late = _asked_to_save_the_date(walk)

    assert too_late == set()
    assert bool(asked) is (days == 49)
    assert sent(walk, "invitation")


@SEEDS
def test_it_never_happens__duplicate_send(seed: int) -> None:
    written = messages(finished(seed))

    purposes = Counter((message.person_id, message.purpose, message.occurrence) for message in written)
    letters = Counter(message.message_id for message in written)

    assert max(purposes.values()) == max(letters.values()) == 1


@SEEDS
def test_it_never_happens__the_same_letter_twice_on_one_day(seed: int) -> None:
    of_a_day = Counter(
        (message.person_id, message.kind, message.occurrence, message.sent_at.date())
        for message in sent(finished(seed))
        if message.sent_at is not None and message.kind not in ("gate-opened", "answer-request")
    )

    assert [what for what, count in of_a_day.items() if count > 1] == []


@SEEDS
def test_it_never_happens__a_reminder_with_its_invitation(seed: int) -> None:
    """A call dated three days ahead was announced and brought to mind in the same minute."""
    told = {
        (message.person_id, message.meeting_id): message.sent_at
        for message in sent(finished(seed))
        if message.kind == "team-call-notice" and message.sent_at is not None
    }
    reminders = [message for message in sent(finished(seed)) if message.kind == "call-reminder"]

    assert reminders
    for message in reminders:
        before = told.get((message.person_id, About.of(message).id_of("meeting")))
        assert message.sent_at is not None
        assert before is None or message.sent_at - before > timedelta(days=1), message.subject


@SEEDS
def test_it_never_happens__one_people(seed: int) -> None:
    walk = finished(seed)
    history = looking(walk, lambda session: session.exec(select(Event.summary)).all())

    said = (*history, *(message.subject + message.text for message in messages(walk)))
    assert [words for words in said if ONE_OF_MANY.search(words)] == []


@SEEDS
def test_it_never_happens__a_week_that_asks_for_a_day_that_is_over(seed: int) -> None:
    weeks = [message for message in sent(finished(seed)) if message.kind == "weekly-digest"]

    assert any(DEADLINE.search(message.text) for message in weeks)
    for message in weeks:
        assert message.sent_at is not None
        to_do = message.subject + message.text.partition("Yours to do")[2].partition("\n\n\n")[0]
        for said in DEADLINE.findall(to_do.partition("\nLate\n")[0].partition("\nWhat ")[0]):
            day = datetime.strptime(f"{said} {message.sent_at.year}", "%B %d %Y").date()  # noqa: DTZ007
            assert day >= message.sent_at.date() or day.month < 3 <= message.sent_at.month, said


@SEEDS
def test_it_never_happens__a_message_outside_office_hours(seed: int) -> None:
    calendar = Calendar("America/Denver", "US", "CO")

    for message in sent(finished(seed)):
        assert message.sent_at is not None
        if traits(message.kind).answers_at_once:
            continue  # what somebody has just asked for
        local = message.sent_at.astimezone(DENVER)
        assert calendar.is_business_day(local.date()), message.subject
        assert time(9) <= local.time() < time(17), message.subject


@SEEDS
def test_it_never_happens__an_empty_reply_to(seed: int) -> None:
    assert all(message.reply_to for message in messages(finished(seed)))


@SEEDS
def test_it_writes_to_the_convener_at_most_forty_times_until_four_weeks_after_the_launch(seed: int) -> None:
    walk = finished(seed)
    until = looking(walk, _launched_at) + timedelta(days=28)
    convener = looking(walk, lambda session: people.convener(session, walk.stage.partnership_id).pk)

    hers = [
        message
        for message in sent(walk)
        if message.person_id == convener and message.sent_at is not None and message.sent_at <= until
    ]

    assert 5 < len(hers) <= 40
    assert {message.sender_name for message in hers} == {"Sector Launch"}, "nobody writes to herself"


@SEEDS
def test_it_writes_to_nobody_more_often_in_a_week_than_the_playbook_says(seed: int) -> None:
    walk = finished(seed)
    weeks: dict[int | None, list[datetime]] = {}
    for message in sent(walk):
        if message.kind in ASKED_FOR or message.copy_of_id is not None or message.joined_to_id is not None:
            continue  # what was joined to another letter is no letter of its own
        if message.sent_at is not None:
            weeks.setdefault(message.person_id, []).append(message.sent_at)

    busiest = max(
        sum(first <= at < first + timedelta(days=7) for at in moments)
        for moments in weeks.values()
        for first in moments
    )
    assert busiest <= walk.stage.playbook.numbers["messages_a_week"]


@SEEDS
def test_it_never_happens__no_text_part(seed: int) -> None:
    assert all(message.text.strip() and message.html.strip() for message in messages(finished(seed)))


@SEEDS
def test_it_never_happens__an_address_leaks_to_other_attendees(seed: int) -> None:
    guests = {message.to_address for message in sent(finished(seed), "invitation")}

    for letter in sent(finished(seed), "invitation", "second-letter", "logistics"):
        others = {address for address in guests if address != letter.to_address}
        assert not any(address in letter.calendar_text for address in others)


@SEEDS
def test_it_never_happens__nothing_is_sent_and_nobody_notices(seed: int) -> None:
    """Every touch that was due was carried out, or is on record as missed or as no longer wanted."""
    walk = finished(seed)

    assert [
        touch for touch in touches(walk) if touch.state == "planned" and touch.due_at < walk.stage.now
    ] == []


@SEEDS
def test_it_never_happens__a_skipped_phase_hides_its_checks(seed: int) -> None:
    """No gate opens before the one ahead of it has been reached; one `with` another is reached when that one is."""
    walk = finished(seed)

    gates = looking(walk, lambda session: list(session.exec(select(GateRun).order_by(col(GateRun.position)))))

    together = {
        gate.key: gate.together_with
        for step in walk.stage.playbook.steps
        for gate in step.gates
        if gate.together_with
    }
    reached = {gate.key: gate.reached_at for gate in gates}
    assert None not in reached.values()
    in_turn = [moment for key, moment in reached.items() if key not in together and moment is not None]
    assert in_turn == sorted(in_turn)
    assert {key: reached[key] for key in together} == {key: reached[first] for key, first in together.items()}
    assert all(gate.state is GateState.OPEN for gate in gates)


@SEEDS
def test_it_ends_silence_with_a_phone_task(seed: int) -> None:
    """Whoever never answered the invitation was to be phoned by a named person."""
    walk = finished(seed)
    launch_id = launch_of(walk).pk

    silent = looking(
        walk,
        lambda session: {
            person.name
            for place, person in invitations.invited(session, launch_id)
            if place.state is InvitationState.INVITED
        },
    )
    to_phone = looking(
        walk,
        lambda session: {
            people_of_task.about_id
            for people_of_task in session.exec(select(ToDo).where(ToDo.kind == ToDoKind.PHONE))
        },
    )
    names = looking(
        walk,
        lambda session: {
            person.name for place, person in invitations.invited(session, launch_id) if person.id in to_phone
        },
    )
    assert silent <= names


@SEEDS
def test_it_writes_to_business_guests_in_the_name_of_those_who_signed(seed: int) -> None:
    walk = finished(seed)
    signed = looking(
        walk,
        lambda session: [
            person.name
            for champion, person in champions.at_stages(
                session, walk.stage.partnership_id, champions.COMMITTED
            )
            if champion.signed_at is not None
        ],
    )

    letters = sent(walk, "invitation")

    assert len(signed) >= 2
    assert letters
    assert all(any(name in letter.text for name in signed) for letter in letters)


@SEEDS
def test_it_notes_an_event_for_every_message_that_left(seed: int) -> None:
    walk = finished(seed)

    noted = looking(
        walk, lambda session: len(session.exec(select(Event).where(Event.kind == "message sent")).all())
    )

    assert noted == len(sent(walk))


def test_it_goes_differently_with_another_seed() -> None:
    assert len(messages(finished(2))) != len(messages(finished(3)))


def test_it_writes_no_letter_to_somebody_without_an_address() -> None:
    walk = finished(2)

    assert sent(walk, to="Phone Only") == []
    told = looking(
        walk, lambda session: [t.title for t in session.exec(select(ToDo)) if t.purpose.startswith("tell/")]
    )
    assert any("Phone Only" in title for title in told)


def test_it_counts_conveners_among_the_partners_and_not_among_the_guests() -> None:
    walk = finished(2)
    launch_id = launch_of(walk).pk

    guests = looking(walk, lambda s: {person.id for _, person in invitations.invited(s, launch_id)})
    conveners = looking(walk, lambda s: people.with_role(s, walk.stage.partnership_id, [RoleKind.CONVENER]))

    assert guests.isdisjoint({person.id for person in conveners})

"""The day of the launch: who is there, what is said, what is chosen, by the scribe's phone and on guests' own pages."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlmodel import col, select

from sectorlaunch import database
from sectorlaunch.actions import invitations
from sectorlaunch.engine.later_reviews import LaterReviews
from sectorlaunch.records import meeting_notes, priorities
from sectorlaunch.tables import (
    Commitment,
    GateRun,
    Interest,
    Invitation,
    InvitationState,
    Meeting,
    MeetingNoteKind,
    Person,
    Priority,
    Quotable,
    Role,
)
from tests.sectorlaunch.portal.conftest import MAIN, House, launch_meeting

SCRIBE, FACILITATOR = "Edda Teach", "Fay Neutral"
GUESTS = ("Biz Alder", "Biz Birch", "Biz Cedar", "Pub Partner")


@pytest.fixture
def day(house: House) -> House:
    """The launch begins in half an hour; four guests said yes, and Edda writes down."""
    number = launch_meeting(house).pk
    with database.unit_of_work(house.engine, house.launch.now) as session:
        meeting = session.get_one(Meeting, number)
        meeting.starts_at = house.launch.now + timedelta(minutes=30)
        meeting.roles = {"scribe": house.launch.person(session, SCRIBE)}
        meeting.facilitator_id = house.launch.person(session, FACILITATOR)
        session.add(meeting)
        people = [session.get_one(Person, house.launch.person(session, name)) for name in GUESTS]
        invitations.invite(session, house.launch.now, meeting.pk, people)
        for place in session.exec(select(Invitation).where(Invitation.meeting_id == meeting.id)):
            place.state = InvitationState.ACCEPTED
            session.add(place)
    return house


@pytest.fixture
def scribe(day: House) -> "Scribe":
    return Scribe(day, SCRIBE)


class Scribe:
    """Somebody who looks after the launch from a phone, by the link of their letters."""

    def __init__(self, house: House, name: str) -> None:
        self.house, self.phone = house, house.visitor()
        self.base = f"/p/{house.link(name)}/day/{launch_meeting(house).pk}"

    def do(self, action: str, **fields: str) -> Response:
        return self.phone.post(self.base, data={"action": action, **fields})

    def page(self, sheet: str = "") -> str:
        answer = self.phone.get(f"{self.base}/{sheet}" if sheet else self.base)
        assert answer.status_code == 200
        return answer.text


def state_of(house: House, name: str) -> InvitationState:
    number = launch_meeting_id(house)
    with database.reading(house.engine) as session:
        of_theirs = select(Invitation).where(
            Invitation.person_id == house.launch.person(session, name),
            Invitation.meeting_id == number,
        )
        return session.exec(of_theirs).one().state


def launch_meeting_id(house: House) -> int:
    with database.reading(house.engine) as session:
        found = session.exec(select(Meeting.id).where(Meeting.partnership_id == 1, Meeting.kind == "launch"))
        return found.one() or 0


def standing(house: House) -> dict[str, priorities.Standing]:
    with database.reading(house.engine) as session:
        return {one.priority.words: one for one in priorities.standings(session, 1)}


def candidate(house: House, words: str) -> str:
    return str(standing(house)[words].priority.pk)


def test_it_checks_in_by_one_tap_and_takes_it_back(day: House, scribe: Scribe) -> None:
    shown = scribe.page()
    assert shown.index("Biz Alder") < shown.index("Biz Birch") < shown.index("Biz Cedar")
    assert "script-src 'self'" in scribe.phone.get(scribe.base).headers["content-security-policy"]
    alder = str(day.person_id("Biz Alder"))
    for _ in range(2):  # a phone that does not know whether it arrived sends it again
        assert scribe.do("check-in", person=alder).status_code == 303
    assert state_of(day, "Biz Alder") is InvitationState.ATTENDED
    assert "1 guest is here" in scribe.page()
    scribe.do("take-back", person=alder)
    assert state_of(day, "Biz Alder") is InvitationState.ACCEPTED


def test_it_never_happens__a_guest_who_came_early_meets_an_error(day: House, scribe: Scribe) -> None:
    own = f"/p/{day.link('Biz Alder')}"
    assert "You are coming" in day.visitor().get(own).text
    scribe.do("check-in", person=str(day.person_id("Biz Alder")))
    page = day.visitor().get(own)
    assert page.status_code == 200
    assert "You are coming" not in page.text


def test_it_lets_in_who_is_not_on_the_list_once_and_writes_them_no_letter(day: House, scribe: Scribe) -> None:
    before = len(day.launch.messages())
    for _ in range(2):
        assert scribe.do("let-in", name="Wanda Walker", company="Walk Mills").status_code == 303
    with database.reading(day.engine) as session:
        walkers = session.exec(select(Person).where(Person.name == "Wanda Walker")).all()
        roles = session.exec(select(Role.kind).where(Role.person_id == walkers[0].id)).all()
    assert (len(walkers), list(roles)) == (1, ["business leader"])
    assert state_of(day, "Wanda Walker") is InvitationState.ATTENDED
    assert len(day.launch.messages()) == before
    refused = scribe.do("let-in", name="Wanda Walker", company="", sheet="")
    assert (refused.status_code, "Wanda Walker" in refused.text) == (422, True)


def test_it_says_who_did_not_come_once_the_door_is_closed(day: House, scribe: Scribe) -> None:
    assert scribe.do("close-door").status_code == 422, "nobody is there"
    for name in GUESTS[:3]:
        scribe.do("check-in", person=str(day.person_id(name)))
    day.launch.now += timedelta(minutes=40)
    late = Scribe(day, SCRIBE)
    assert late.do("close-door").status_code == 303
    assert state_of(day, "Pub Partner") is InvitationState.NO_SHOW
    late.do("check-in", person=str(day.person_id("Pub Partner")))
    assert state_of(day, "Pub Partner") is InvitationState.ATTENDED
    late.do("take-back", person=str(day.person_id("Pub Partner")))
    assert state_of(day, "Pub Partner") is InvitationState.NO_SHOW


def test_it_keeps_notes_by_two_who_write_at_once_and_sends_none_twice(day: House, scribe: Scribe) -> None:
    other = Scribe(day, FACILITATOR)
    first = {"kind": "need", "words": "Nobody can set up a lathe.", "speaker": "Biz Alder", "key": "one"}
    for _ in range(2):
        assert scribe.do("note", **first).status_code == 303
    other.do("note", kind="win", words="We hired three.", key="two", held_back="yes")
    other.do("note", kind="win", words="Another, from a page gone back to.", key="two")
    with database.reading(day.engine) as session:
        kept = [
            (one.note.words, one.name) for one in meeting_notes.of_meeting(session, launch_meeting_id(day))
        ]
    assert kept == [
        ("Nobody can set up a lathe.", "Biz Alder"),
        ("We hired three.", ""),
        ("Another, from a page gone back to.", ""),
    ]
    assert "Another, from a page gone back to." in scribe.page("notes")
    assert "Say who said it" in scribe.do("note", kind="win", words="x", quotable="yes", sheet="notes").text


def test_it_shows_what_is_kept_out_of_circulation_to_who_wrote_it_and_conveners_only(
    day: House, scribe: Scribe, convener: TestClient
) -> None:
    words = "Our biggest customer is leaving."
    scribe.do("note", kind="need", words=words, key="one", held_back="yes")
    other = Scribe(day, FACILITATOR)
    assert (words in scribe.page("notes"), "kept back" in scribe.page("notes")) == (True, True)
    assert words not in other.page("notes")
    signed_in = f"/partnerships/{MAIN}/part/meetings/{launch_meeting_id(day)}/day"
    assert words in convener.get(f"{signed_in}/notes").text
    assert [words in one.page("priorities") for one in (scribe, other)] == [False, False]
    for action in ("note-out", "group", "change-note"):
        refused = other.do(action, number="1", kind="win", words="x", under="new", sheet="notes")
        assert (refused.status_code, words in refused.text) == (422, False), action
    kept = scribe.do("group", number="1", under="new", sheet="notes")
    assert (kept.status_code, words in scribe.page("priorities")) == (422, False)
    scribe.do("note-out", number="1")
    assert (words in scribe.page("notes"), words in other.page("notes")) == (True, False)


def test_it_shows_both_where_two_change_one_note(day: House, scribe: Scribe) -> None:
    scribe.do("note", kind="need", words="Welders.", key="one")
    made_from = scribe.page("notes").split('name="made_from" value="')[1].split('"')[0]
    change = {"number": "1", "kind": "need", "made_from": made_from, "quotable": "no", "sheet": "notes"}
    assert scribe.do("change-note", words="Welders and fitters.", **change).status_code == 303
    overtaken = Scribe(day, FACILITATOR).do("change-note", words="Pipe welders.", **change)
    assert overtaken.status_code == 409
    assert "Welders and fitters." in overtaken.text
    assert "Pipe welders." in overtaken.text


def choose(day: House, scribe: Scribe) -> TestClient:
    """Three candidates out of notes, opened; Biz Alder's own page."""
    for number, words in enumerate(("Find machinists", "A night bus", "Said twice"), 1):
        scribe.do("note", kind="candidate priority", words=words, key=words)
        scribe.do("group", number=str(number), under="new")
    assert scribe.do("open-vote").status_code == 303
    return day.visitor()


def test_it_counts_dots_of_business_until_it_is_closed(day: House, scribe: Scribe) -> None:
    guest = choose(day, scribe)
    alder = f"/p/{day.link('Biz Alder')}"
    one, two, three = (candidate(day, words) for words in ("Find machinists", "A night bus", "Said twice"))
    assert "What should we work on first?" in guest.get(alder).text
    assert guest.post(f"{alder}/dots", data={f"dot-{one}": "yes", f"dot-{three}": "yes"}).status_code == 303
    scribe.do("candidate-out", number=three)
    assert guest.post(f"{alder}/dots", data={f"dot-{one}": "yes", f"dot-{three}": "yes"}).status_code == 422
    assert guest.post(f"{alder}/dots", data={f"dot-{one}": "yes", f"dot-{two}": "yes"}).status_code == 303
    guest.post(f"{alder}/dots", data={f"dot-{one}": "yes"})
    guest.post(f"/p/{day.link('Pub Partner')}/dots", data={f"dot-{two}": "yes"})
    refused = scribe.do("close-vote", **{f"chosen-{two}": "yes"}, sheet="priorities")
    assert "has no dot of a business leader" in refused.text
    scribe.do("count", number=two, dots="2")
    made_from = scribe.page("priorities").split(f'id="priority-{one}"')[1].split('made_from" value="')[1]
    scribe.do("reword", number=one, words="Find and keep machinists", made_from=made_from.split('"')[0])
    found = standing(day)
    assert (found["Find and keep machinists"].dots, found["A night bus"].dots) == (1, 2)
    assert [who.name for who in found["A night bus"].others] == ["Pub Partner"]
    assert scribe.do("close-vote", **{f"chosen-{one}": "yes", f"chosen-{two}": "yes"}).status_code == 303
    assert guest.post(f"{alder}/dots", data={}).status_code == 422
    with database.reading(day.engine) as session:
        chosen = session.exec(select(Priority).where(col(Priority.chosen_at).is_not(None))).all()
    assert {str(priority.pk) for priority in chosen} == {one, two}

    said = {f"interest-{one}": "lead", f"interest-{two}": "", "words": "Open the plant", "on": "2026-04-02"}
    for _ in range(2):
        assert guest.post(f"{alder}/interest", data=said).status_code == 303
    promise = {"person": "Biz Birch", "words": "Bring two peers", "on": "2026-04-03"}
    for _ in range(2):
        assert scribe.do("promise", **promise).status_code == 303
    scribe.do("interest", number=two, person="Biz Birch", interest="join")
    with database.reading(day.engine) as session:
        promised = [commitment.what for commitment in session.exec(select(Commitment))]
    assert promised == ["Open the plant", "Bring two peers"]
    found = standing(day)
    assert [p.name for p in found["Find and keep machinists"].interests[Interest.LEAD]] == ["Biz Alder"]
    assert [p.name for p in found["A night bus"].interests[Interest.JOIN]] == ["Biz Birch"]
    assert scribe.do("promise", person="Biz Birch", words="No day", sheet="priorities").status_code == 422


def test_it_lets_nobody_else_look_after_the_day_and_nobody_for_ever(day: House, scribe: Scribe) -> None:
    for name in ("Biz Alder", "Will Work"):
        stranger = Scribe(day, name)
        assert stranger.phone.get(stranger.base).status_code == 404
        assert stranger.do("check-in", person=str(day.person_id("Biz Birch"))).status_code == 404
    assert state_of(day, "Biz Birch") is InvitationState.ACCEPTED
    assert "The page for the day" in scribe.phone.get(scribe.base.partition("/day")[0]).text
    day.launch.now += timedelta(days=8)
    assert scribe.phone.get(scribe.base).status_code == 404


def test_it_opens_to_a_convener_who_signed_in_and_takes_no_forged_form(
    day: House, convener: TestClient
) -> None:
    base = f"/partnerships/{MAIN}/part/meetings/{launch_meeting_id(day)}/day"
    assert "0 guests are here" in convener.get(base).text
    tap = {"action": "check-in", "person": str(day.person_id("Biz Cedar"))}
    assert convener.post(base, data=tap).status_code == 403
    assert convener.post(base, data=day.form(convener, **tap)).status_code == 303
    assert state_of(day, "Biz Cedar") is InvitationState.ATTENDED


def test_it_reviews_gates_after_a_check_in_a_moment_later(day: House, scribe: Scribe) -> None:
    reviews = LaterReviews(day.engine, lambda: day.launch.now)
    reviews.look()
    with database.reading(day.engine) as session:
        before = {gate.pk: gate.reviewed_at for gate in session.exec(select(GateRun))}
    day.launch.now += timedelta(minutes=1)
    later = Scribe(day, SCRIBE)
    later.do("check-in", person=str(day.person_id("Biz Alder")))
    with database.reading(day.engine) as session:
        assert {gate.pk: gate.reviewed_at for gate in session.exec(select(GateRun))} == before
    assert (reviews.look(), reviews.look()) == ([day.launch.run_id], [])
    with database.reading(day.engine) as session:
        after = {gate.pk: gate.reviewed_at for gate in session.exec(select(GateRun))}
    assert after != before


def test_it_knows_every_kind_of_note_on_the_page(scribe: Scribe) -> None:
    shown = scribe.page("notes")
    for kind in (*MeetingNoteKind, *Quotable):
        assert f'value="{kind.value}"' in shown

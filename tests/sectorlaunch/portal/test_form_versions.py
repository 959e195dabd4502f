"""Two who change the same thing at once lose nothing of each other."""

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from sectorlaunch import database
from sectorlaunch.actions import meetings, roles
from sectorlaunch.errors import BadInput
from sectorlaunch.portal.form_versions import FIELD, OnRecord, Overtaken, settle
from sectorlaunch.records import invitations, kind_words, letter
from sectorlaunch.tables import Invitation, InvitationState, LetterRevision, RoleKind
from tests.cast import CONVENER, MONDAY
from tests.sectorlaunch.portal.browser import Browser, Forms
from tests.sectorlaunch.portal.conftest import MAIN, MEMBER, House, launch_meeting
from tests.sectorlaunch.portal.test_access import RULES

HERE = "/partnerships/{slug}"
VERSIONED = {
    f"{HERE}/meetings/{{meeting_id}}": "time, place and parts",
    f"{HERE}/meetings/{{meeting_id}}/agenda": "the agenda as it was read",
    f"{HERE}/rhythms": "how often, when and where",
    f"{HERE}/meetings/{{meeting_id}}/attendance": "who was there, one by one",
    f"{HERE}/meetings/{{meeting_id}}/seating": "the seats as they were seen",
    f"{HERE}/letter": "the words champions sign",
    f"{HERE}/words/{{kind}}": "the words of a kind",
    f"{HERE}/coming/{{planned_id}}": "who gets a message, and its words",
    f"{HERE}/messages/{{message_id}}": "the words of a message that waits",
    f"{HERE}/documents": "the words of a draft",
    f"{HERE}/documents/{{document_id}}": "the draft as it was read",
    f"{HERE}/people/{{person_id}}/address": "how somebody is reached",
    f"{HERE}/people/{{person_id}}/language": "the language somebody wants",
    f"{HERE}/pipeline/{{person_id}}": "the column a card was in",
    f"{HERE}/pipeline/{{person_id}}/fit": "owner and fit",
    f"{HERE}/scope": "sector and footprint",
    f"{HERE}/below": "how many are planned below",
    f"{HERE}/guests/{{person_id}}": "the answer on record",
    f"{HERE}/waves": "who is written to first",
    f"{HERE}/settings": "a number, the language, a room",
    f"{HERE}/results": "what a team is for, what became of a promise",
    f"{HERE}/sector/weights": "the weights",
    f"{HERE}/footprint": "the statement",
    f"{HERE}/scoring/{{round_id}}/together": "what was settled on together",
    f"{HERE}/launch-date": "the day of the launch",
    f"{HERE}/part/agenda": "the words of a draft",
    f"{HERE}/part/summary": "the words of a draft",
    f"{HERE}/part/meetings/{{meeting_id}}/attendance": "who was there",
    f"{HERE}/part/meetings/{{meeting_id}}/notes": "the notes",
    f"{HERE}/part/meetings/{{meeting_id}}/roles": "who does what",
    f"{HERE}/part/meetings/{{meeting_id}}/day": "the words of a note and of a candidate; the rest is done once",
    f"{HERE}/part/teams/{{team_id}}": "what a team is for, what became of a promise",
    f"{HERE}/surveys/{{round_id}}": "until when it is open, and whether it is closed",
    "/settings/channels": "where a way out leads",
    "/settings/mailboxes": "where a mailbox stands",
}
"""Routes whose forms carry what they were made from, and what that is."""

ADDS = "adds a row; what others added stays"
ONCE = "done once: a second is told what the first said, or changes nothing"
OWN = "somebody's own answer by their own link; each is kept in history, and the last word is theirs"
SAME = "the same whichever page it was sent from"
NOTHING = "changes nothing on record"
WITHOUT = {
    "/sign-in": NOTHING,
    "/sign-in/{token}": ONCE,
    "/sign-out": SAME,
    "/settings/channels/{tag}": "a channel given another address must be tested anew, whoever presses",
    "/settings/playbooks": "an edition is taken in under a version of its own, and refused under one that was",
    "/settings/playbooks/{key}": ONCE,
    "/settings/mailboxes/{name}": "a mailbox as it stands is opened, or read no more",
    f"{HERE}/gates/{{gate_key}}/answers": ADDS,
    f"{HERE}/gates/{{gate_key}}/waivers": ADDS,
    f"{HERE}/gates/{{gate_key}}/reopenings": SAME,
    f"{HERE}/tasks/{{task_id}}": ONCE,
    f"{HERE}/messages": ONCE,
    f"{HERE}/surveys": "refused while that survey is open",
    f"{HERE}/polls": ADDS,
    f"{HERE}/polls/{{poll_id}}/closing": ONCE,
    f"{HERE}/polls/{{poll_id}}/calling-off": ONCE,
    f"{HERE}/people": ADDS,
    f"{HERE}/people/{{person_id}}/role-sheet": ONCE,
    f"{HERE}/people/{{person_id}}/talks": ADDS,
    f"{HERE}/people/{{person_id}}/contact": SAME,
    f"{HERE}/people/{{person_id}}/handing-over": "everything that is open now, whatever page it was sent from",
    f"{HERE}/people/{{person_id}}/ending": ONCE,
    f"{HERE}/keeping": ONCE,
    f"{HERE}/people/{{person_id}}/links": SAME,
    f"{HERE}/people/{{person_id}}/first": SAME,
    f"{HERE}/people/{{person_id}}/own-data": NOTHING,
    f"{HERE}/people/{{person_id}}/erasure": ONCE,
    f"{HERE}/pipeline": ADDS,
    f"{HERE}/imports": "takes a list in, and says of each row what it changed",
    f"{HERE}/duplicates": "refused where one of the two is merged already; can be taken back",
    f"{HERE}/meetings": ADDS,
    f"{HERE}/meetings/{{meeting_id}}/calling-off": ONCE,
    f"{HERE}/letter/look": NOTHING,
    f"{HERE}/releases/{{touch_key}}": "reaches nobody it does not name, and can be taken back",
    f"{HERE}/releases/{{touch_key}}/look/{{person_id}}": NOTHING,
    f"{HERE}/letter/signatures": "names the words that were seen, and is refused under others",
    f"{HERE}/letter/waivers": ADDS,
    f"{HERE}/rehearsal": NOTHING,
    f"{HERE}/archive": NOTHING,
    f"{HERE}/census": "takes a file in, once for each content",
    f"{HERE}/census/fetching": ADDS,
    f"{HERE}/sector/{{code}}/notes": ADDS,
    f"{HERE}/scoring": ADDS,
    f"{HERE}/scoring/{{round_id}}/opening": ONCE,
    f"{HERE}/decisions": ADDS,
    f"{HERE}/briefs": ADDS,
    f"{HERE}/briefs/{{brief_id}}/sending": ONCE,
    "/u/{token}": OWN,
    "/held": ONCE,
    "/account": "one's own name and address",
    "/account/address/{token}": ONCE,
    "/account/letters/{token}": ONCE,
    f"{HERE}/second-yes": ONCE,
    f"{HERE}/peers": ONCE,
    "/settings/mail-servers/smtp": "a way out that is new is tested anew, and a second keeper agrees to it",
    "/settings/mail-servers/grants": ADDS,
    "/settings/mail-servers/grants/{grant_id}": "a link or a secret replaces the one before; the channel is tested anew",
    "/settings/channels/{tag}/limits": "both numbers and the mark are sent together, and the last word holds",
    "/mail-consent": ONCE,
    f"{HERE}/part/language": "their own wish, which nobody else keeps",
    f"{HERE}/own-page": "opens their own page, and changes nothing",
    "/settings/keepers": "keepers are named and ended one by one",
    "/settings/leads": "leads are named and ended one by one",
    "/settings/letters-way": "about the one change that is asked for; another one overtakes it",
    "/account/sign-ins": SAME,
    "/account/language": "their own wish, which nobody else keeps",
    "/partnerships/{slug}/talk-hours": "their own hours, which nobody else keeps",
    "/settings/arriving": "a key is made once, and what is published is looked at anew by each press",
}
"""Those whose forms carry none, and why they need none."""

WHOLE = {
    "/settings/channels": {
        "tag": "email",
        "url": "letters://a:b@mail.example.org",
        "sender": "a@example.org",
    },
    "/settings/mailboxes": {
        "name": "answers",
        "url": "imaps://a:b@imap.example.org",
        "address": "answers@example.org",
    },
    f"{HERE}/scope": {"action": "change", "industry": "Weaving"},
    f"{HERE}/below": {"action": "plan", "planned": "9"},
    f"{HERE}/settings": {"action": "number", "number": "champions_needed", "value": "9"},
    f"{HERE}/letter": {"action": "keep", "paragraph": "Come."},
    f"{HERE}/words/{{kind}}": {"action": "keep", "subject": "Please answer"},
    f"{HERE}/documents": {"kind": "agenda", "body": "We meet."},
    f"{HERE}/people/{{person_id}}/address": {"email": "new@example.org", "phone": ""},
    f"{HERE}/people/{{person_id}}/language": {"language": "es-US"},
    f"{HERE}/footprint": {"not_too_small": "No.", "not_too_large": "No."},
    f"{HERE}/launch-date": {"on": "2026-10-01", "hour": "08:00"},
}
"""Forms that would be taken, but for what they were made from."""


def posts() -> set[str]:
    return {path for method, path in RULES if method == "POST"}


def test_it_says_of_every_form_whether_it_carries_what_it_was_made_from() -> None:
    own = {path for path in posts() if path.startswith("/p/")}
    assert set(VERSIONED) & set(WITHOUT) == set()
    assert posts() - own == set(VERSIONED) | set(WITHOUT)


@pytest.mark.parametrize("path", WHOLE)
def test_it_takes_no_form_that_does_not_say_what_it_was_made_from(
    house: House, convener: TestClient, path: str
) -> None:
    filled = {"slug": MAIN, "kind": "answer-reminder", "person_id": str(house.person_id(MEMBER))}
    form = house.form(convener, **WHOLE[path], **{FIELD: ""})
    answer = convener.post(path.format(**filled), data=form)
    assert (answer.status_code, "Load the page again" in answer.text) == (422, True)


@pytest.fixture
def another(house: House) -> TestClient:
    """The window of a second convener."""
    person_id = house.person_id(MEMBER)
    with database.unit_of_work(house.engine, house.launch.now) as session:
        roles.add_role(session, house.launch.now, MAIN, person_id, RoleKind.CO_CONVENER)
    return house.signed_in(MEMBER)


def version(client: TestClient, address: str, **fields: str) -> str:
    assert isinstance(client, Browser)
    return client.made_from(address, fields)


def test_it_never_happens__attendance_saved_in_two_windows_deletes_the_people_of_the_first(
    house: House, convener: TestClient, another: TestClient
) -> None:
    meeting_id, (first, second) = a_meeting(house, "Edda Teach", "Enid Grow")
    address = f"/partnerships/{MAIN}/meetings/{meeting_id}/attendance"
    seen = version(convener, address), version(another, address)
    convener.post(address, data=house.form(convener, **{f"there-{first}": "yes", FIELD: seen[0]}))
    answer = another.post(address, data=house.form(another, **{f"there-{second}": "yes", FIELD: seen[1]}))
    assert answer.status_code == 303
    assert there(house, meeting_id) == {first, second}


def test_it_takes_somebody_off_the_list_without_touching_the_others(
    house: House, convener: TestClient
) -> None:
    meeting_id, (first, second) = a_meeting(house, "Edda Teach", "Enid Grow")
    address = f"/partnerships/{MAIN}/meetings/{meeting_id}/attendance"
    both = {f"there-{first}": "yes", f"there-{second}": "yes"}
    convener.post(address, data=house.form(convener, **both))
    convener.post(address, data=house.form(convener, **{f"there-{second}": "yes"}))
    assert there(house, meeting_id) == {second}


def test_it_never_happens__the_later_save_of_the_letter_wins_silently(
    house: House, convener: TestClient, another: TestClient
) -> None:
    address = f"/partnerships/{MAIN}/letter"
    late = {"action": "keep", "paragraph": "Machines stand idle."}
    answer, _ = one_after_the_other(
        house, convener, another, address, {"action": "keep", "paragraph": "Wages have risen."}, late
    )
    assert answer.status_code == 409
    for words in ("Somebody else has changed this", "Wages have risen.", "Machines stand idle."):
        assert words in answer.text
    assert kept_letter(house).own_paragraph == "Wages have risen."
    again = house.form(another, **late, **{FIELD: shown(answer.text, address)})
    assert another.post(address, data=again).status_code == 303
    assert kept_letter(house).own_paragraph == "Machines stand idle."


def test_it_never_happens__the_later_save_of_own_words_wins_silently(
    house: House, convener: TestClient, another: TestClient
) -> None:
    address = f"/partnerships/{MAIN}/words/answer-reminder"
    first, late = ({"action": "keep", "subject": words} for words in ("Three minutes", "Please"))
    answer, seen = one_after_the_other(house, convener, another, address, first, late)
    assert (answer.status_code, "Three minutes" in answer.text, "Please" in answer.text) == (409, True, True)
    with database.reading(house.engine) as session:
        assert kind_words.of(session, 1, "answer-reminder").subject == "Three minutes"
    reset = house.form(another, action="reset", **{FIELD: seen})
    assert another.post(address, data=reset).status_code == 409


def test_it_keeps_both_changes_where_two_changed_different_fields(
    house: House, convener: TestClient, another: TestClient
) -> None:
    address = f"/partnerships/{MAIN}/meetings/{launch_meeting(house).pk}"
    seen = version(another, address)
    fields = {"on": "2026-09-10", "hour": "09:00", "minutes": "120"}
    convener.post(address, data=house.form(convener, **fields, place="The mill"))
    assert launch_meeting(house).place == "The mill"
    local = {"on": "2026-09-10", "hour": "09:00", "minutes": "90", "place": ""}
    answer = another.post(address, data=house.form(another, **local, **{FIELD: seen}))
    assert answer.status_code == 303
    after = launch_meeting(house)
    assert (after.place, after.minutes) == ("The mill", 90)


def test_it_keeps_an_old_version_old_when_a_form_comes_back_for_another_mistake(
    house: House, convener: TestClient, another: TestClient
) -> None:
    address = f"/partnerships/{MAIN}/people/{house.person_id('Edda Teach')}/address"
    right = {"email": "edda@example.com", "phone": "970-555-0102"}
    wrong = {"email": "edda@example.org", "phone": "970-555-0102 or so"}
    answer, seen = one_after_the_other(house, convener, another, address, right, wrong)
    assert answer.status_code == 422
    assert shown(answer.text, address) == seen


FIELDS = OnRecord({"place": "Hall", "hour": "9"})


@pytest.mark.parametrize(
    ("now", "typed", "expected"),
    [
        ({"place": "Hall", "hour": "9"}, {"place": "Mill", "hour": "9"}, {"place": "Mill", "hour": "9"}),
        ({"place": "Mill", "hour": "9"}, {"place": "Hall", "hour": "8"}, {"place": "Mill", "hour": "8"}),
        ({"place": "Mill", "hour": "9"}, {"place": "Mill", "hour": "9"}, {"place": "Mill", "hour": "9"}),
        ({"place": "Mill", "hour": "9"}, {"place": "Barn", "hour": "9"}, None),
        ({"place": "Hall\r\n", "hour": "9"}, {"place": "Barn", "hour": "9"}, {"place": "Barn", "hour": "9"}),
    ],
)
def test_it_takes_what_one_changed_and_keeps_what_another_did(
    now: dict[str, str], typed: dict[str, str], expected: dict[str, str] | None
) -> None:
    form = {**typed, FIELD: FIELDS.version}
    if expected is None:
        with pytest.raises(Overtaken) as overtaken:
            settle(form, OnRecord(now))
        assert [(one.kept, one.typed) for one in overtaken.value.differences] == [("Mill", "Barn")]
        return
    settle(form, OnRecord(now))
    assert {name: form[name] for name in expected} == expected


def test_it_takes_a_day_and_its_hour_for_one_matter() -> None:
    before = OnRecord({"on": "2026-09-10", "hour": "9"}, together=(("on", "hour"),))
    now = OnRecord({"on": "2026-09-11", "hour": "9"}, together=(("on", "hour"),))
    with pytest.raises(Overtaken):
        settle({"on": "2026-09-10", "hour": "8", FIELD: before.version}, now)


def test_it_does_nothing_with_what_was_not_seen() -> None:
    with pytest.raises(Overtaken):
        settle({FIELD: FIELDS.version}, OnRecord({"place": "Mill"}, is_acted_on=True))
    with pytest.raises(BadInput):
        settle({}, OnRecord({}))
    settle({FIELD: OnRecord({}).version}, OnRecord({}))


def one_after_the_other(
    house: House,
    first: TestClient,
    second: TestClient,
    address: str,
    fields: dict[str, str],
    late: dict[str, str],
) -> tuple[Response, str]:
    """What the second hears who sends a form made from before the first sent theirs, and what it was made from."""
    seen = version(second, address)
    first.post(address, data=house.form(first, **fields))
    return second.post(address, data=house.form(second, **late, **{FIELD: seen})), seen


def a_meeting(house: House, *names: str) -> tuple[int, list[int]]:
    """A meeting that has begun, with these people on its list."""
    now, people = house.launch.now, [house.person_id(name) for name in names]
    with database.unit_of_work(house.engine, now) as session:
        new = meetings.NewMeeting(meetings.MeetingKind.SUPPORT_TEAM, "Tuesday", MONDAY)
        made = meetings.plan(session, now, house.launch.run_id, new, by=CONVENER)
        session.add_all(Invitation(meeting_id=made.pk, person_id=one, invited_at=now) for one in people)
        return made.pk, people


def there(house: House, meeting_id: int) -> set[int]:
    with database.reading(house.engine) as session:
        places = invitations.invited(session, meeting_id)
    return {person.pk for place, person in places if place.state is InvitationState.ATTENDED}


def kept_letter(house: House) -> LetterRevision:
    with database.reading(house.engine) as session:
        found = letter.current(session, 1)
    assert found is not None
    return found


def shown(page: str, address: str) -> str:
    return next(
        hidden[FIELD] for action, hidden in Forms(page).found if action == address and FIELD in hidden
    )

"""Header and template injection: what a stranger writes into any field stays words, on pages and in mail."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from sqlmodel import Session

from notifications.own_words import OwnWords
from sectorlaunch.actions import champions, invitations
from sectorlaunch.actions import meetings as meeting_actions
from sectorlaunch.engine import carry_out
from sectorlaunch.inbox import mailboxes, taking
from sectorlaunch.outbox.write import enqueue
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.records import partnerships
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.tables import AboutKind, ChampionStage, Organization, Person
from tests.cast import CONVENER
from tests.notifications.inbox.came_back import answer, attendee, from_outlook
from tests.sectorlaunch.portal.conftest import MAIN, MEMBER, House, launch_meeting

HOSTILE = (
    "{{ 7*7 }}{% for x in range(9) %}ha{% endfor %}{{ sender.email }}\r\n"
    "Bcc: everybody@example.net\r\n\r\n<script>alert(1)</script><img src=x onerror=alert(2)>"
)
GUEST, CHAMPION = "Biz Alder", "Champ One"
NINE = datetime(2026, 9, 10, 14, 30, tzinfo=UTC)
HEADERS = {
    *("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References"),
    *("Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type"),
}


def person(session: Session, house: House, name: str) -> Person:
    return session.get_one(Person, house.launch.person(session, name))


def set_the_stage(house: House) -> int:
    """A launch with a date, a guest, a champion who was asked, and a mailbox for answers."""
    meeting_id = launch_meeting(house).pk

    def deed(session: Session, now: datetime) -> None:
        run_id = house.launch.run_id
        meeting_actions.change(session, now, run_id, meeting_id, by=CONVENER, starts_at=NINE)
        invitations.invite(session, now, meeting_id, [person(session, house, GUEST)])
        champions.move(
            session, now, run_id, person(session, house, CHAMPION), ChampionStage.ASKED, by=CONVENER
        )
        inbox = mailboxes.add(
            session, now, "answers", "imaps://u:secret@imap.example.org/INBOX", "answers@example.org"
        )
        inbox.tested_at = inbox.live_since = now
        session.add(inbox)
        partnerships.partnership_of(session, run_id).numbers = {"champions_needed": 0}
        draft = Draft(
            "invitation",
            person(session, house, GUEST),
            about=About(AboutKind.MEETING, meeting_id),
            purpose="prepare-to-launch/invitation",
            reason="You are invited",
        )
        enqueue.write(LaunchAtHand.of(session, now, run_id), draft)

    house.launch.do(deed)
    return meeting_id


def fill_every_field(house: House, meeting_id: int) -> None:
    """Posts the hostile words wherever a page, or a calendar, takes some."""
    visitor = house.visitor()
    member, guest, champion = (house.link(name) for name in (MEMBER, GUEST, CHAMPION))
    posts: list[tuple[str, dict[str, str]]] = [
        (
            f"/p/{member}/answers",
            {"shared-table.shared-view.verdict": "still open", "shared-table.shared-view.note": HOSTILE},
        ),
        (f"/p/{guest}/meetings/{meeting_id}", {"reply": "declined", "reason": HOSTILE}),
        (f"/p/{guest}/meetings/{meeting_id}", {"reply": "substitute", "substitute": HOSTILE}),
        (f"/p/{champion}/champion", {"choice": "call", "note": HOSTILE}),
        (f"/p/{champion}/champion", {"choice": "declined", "note": HOSTILE, "suggest": HOSTILE}),
    ]
    for path, form in posts:
        assert visitor.post(path, data=form).status_code in (303, 422), path
    letter = house.launch.messages("invitation")[0]
    organizer = next(
        line
        for line in house.as_it_leaves(letter).calendar_text.replace("\r\n ", "").splitlines()
        if line.startswith("ORGANIZER")
    )
    escaped = HOSTILE.replace("\r\n", "\\n").replace(",", "\\,")
    for method in ("REPLY", "COUNTER"):
        text = answer(
            attendee("alder@example.com", "DECLINED", name=f'"{escaped.replace(chr(34), "")[:60]}"'),
            uid=launch_meeting(house).uid,
            method=method,
            more=f"COMMENT:{escaped}",
            stamp="20260303T150000Z",
        )
        mail = from_outlook(text, organizer.rpartition("mailto:")[2], "alder@example.com")
        house.launch.do(lambda session, now, mail=mail: taking.take(session, now, mail))  # type: ignore[misc]


@pytest.fixture
def hostile(house: House) -> House:
    fill_every_field(house, set_the_stage(house))
    return house


def test_it_keeps_a_strangers_words_words_on_every_page(hostile: House) -> None:
    convener = hostile.signed_in(CONVENER)
    pages = [
        *(f"/partnerships/{MAIN}{page}" for page in ("", "/timeline", "/messages", "/gates/shared-table")),
        *(f"/p/{hostile.link(name)}" for name in (CONVENER, MEMBER, GUEST, CHAMPION)),
    ]
    shown = "".join(str(convener.get(page).text) for page in pages)
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown
    assert "<img src=x" not in shown
    assert "hahaha" not in shown


def test_it_keeps_a_strangers_words_words_in_every_mail(hostile: House) -> None:
    """Gates, tasks and the week's digest repeat to the convener what people wrote."""
    for _ in range(4):
        hostile.launch.wait(2)
        hostile.deliver()
    letters = [file.read_bytes() for file in hostile.settings.mailbox.glob("*.eml")]
    assert any(b"7*7" in raw for raw in letters), "nothing repeats the words: this test tests nothing"
    for raw in letters:
        mail = message_from_bytes(raw, policy=policy.default)
        assert set(mail.keys()) <= HEADERS
        assert "everybody@example.net" not in str(mail["To"])
        html = next(p.get_content() for p in mail.walk() if p.get_content_type() == "text/html")
        text = next(p.get_content() for p in mail.walk() if p.get_content_type() == "text/plain")
        assert "<script" not in html
        assert "<img" not in html
        assert "hahaha" not in html + text


@pytest.mark.parametrize("field", ["name", "organization", "job_title"])
def test_it_keeps_the_name_of_a_person_a_name(house: House, field: str) -> None:
    """Names come from lists others made."""

    def rename(session: Session, now: datetime) -> None:
        someone = person(session, house, MEMBER)
        if field == "organization":
            session.get_one(Organization, someone.organization_id).name = HOSTILE[:120]
        else:
            setattr(someone, field, HOSTILE[:120])
        session.add(someone)

    house.launch.do(rename)
    house.launch.now += timedelta(days=3)
    house.launch.do(carry_out.due)
    house.deliver()
    for file in house.settings.mailbox.glob("*.eml"):
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert set(mail.keys()) <= HEADERS
        assert "Bcc" not in mail


def test_it_hands_words_over_unread(house: House) -> None:
    """A convener's own words may have fields; what fills them is never looked at for more."""
    meeting_id = set_the_stage(house)
    house.launch.do(
        lambda session, now: setattr(person(session, house, GUEST), "name", "{{ sender.phone }} Alder")
    )

    def write(session: Session, now: datetime) -> None:
        draft = Draft(
            "logistics",
            session.get_one(Person, house.launch.person(session, "{{ sender.phone }} Alder")),
            about=About(AboutKind.MEETING, meeting_id),
            purpose="prepare-to-launch/logistics",
            reason="You said that you come",
            own=OwnWords(opening="A word for {{ recipient.name }}."),
        )
        enqueue.write(LaunchAtHand.of(session, now, house.launch.run_id), draft)

    house.launch.do(write)
    (letter,) = house.launch.messages("logistics")
    assert "A word for {{ sender.phone }} Alder." in letter.text

"""One click in the mail program, and silence (RFC 8058): from the header of a letter to the next letter not sent."""

import re
from urllib.parse import urlsplit

from sqlmodel import Session

from notifications.rendering import traits
from notifications.wires.mime import letter_bytes
from sectorlaunch import database
from sectorlaunch.outbox.deliver import own_links
from sectorlaunch.outbox.deliver.message_envelope import envelope_of
from sectorlaunch.tables import Message, MessageState
from tests.sectorlaunch.portal.conftest import House, everything

ONE_CLICK = "List-Unsubscribe=One-Click"


def headers(house: House, message: Message) -> str:
    now = house.launch.now
    with database.unit_of_work(house.engine, now) as session:
        row = session.get_one(Message, message.id)
        envelope = envelope_of(session, now, row, "launch@example.org")
        content = letter_bytes(own_links.put_in(session, now, row, envelope))
    return content.partition(b"\r\n\r\n")[0].decode()


def a_letter(house: House) -> Message:
    return next(m for m in house.launch.messages() if not traits(m.kind).is_one_off and m.unsubscribe_url)


def link_of(house: House, message: Message) -> str:
    found = re.search(r"^List-Unsubscribe: <(\S+)>\r?$", headers(house, message), re.MULTILINE)
    assert found is not None
    return urlsplit(found[1]).path


def test_it_leads_from_the_header_to_silence(house: House) -> None:
    letter = a_letter(house)
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in headers(house, letter)
    answer = house.visitor().post(
        link_of(house, letter),
        content=ONE_CLICK,
        headers={"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 200
    waiting = _queue_again(house, letter)
    house.deliver()
    with database.reading(house.engine) as session:
        row = session.get_one(Message, waiting)
        assert (row.state, row.why) == (MessageState.WITHHELD, "has asked not to be contacted.")


def _queue_again(house: House, letter: Message) -> int:
    """The next letter to the same person, due now."""
    fields = letter.model_dump(exclude={"id", "sent_at", "attempts"})
    fields |= {
        "occurrence": "run#again",
        "message_id": "again@example.org",
        "state": MessageState.QUEUED,
        "send_after": house.launch.now,
    }
    with Session(house.engine) as session, session.begin():
        message = Message(**fields)
        session.add(message)
        session.flush()
        return message.pk


def test_it_ends_nothing_by_looking_at_the_link(house: House) -> None:
    link = link_of(house, a_letter(house))
    before = everything(house.engine)
    for method in ("GET", "HEAD"):
        assert house.visitor().request(method, link).status_code == 200
    assert everything(house.engine) == before


def test_it_answers_a_second_click_as_the_first(house: House) -> None:
    link = link_of(house, a_letter(house))
    assert [house.visitor().post(link, content=ONE_CLICK).status_code for _ in range(2)] == [200, 200]


def test_it_offers_no_one_click_in_a_letter_that_is_no_series(house: House) -> None:
    letter = a_letter(house)
    letter.kind = "sign-in"
    with Session(house.engine) as session, session.begin():
        row = session.get_one(Message, letter.id)
        row.kind = "sign-in"
        session.add(row)
    assert "List-Unsubscribe" not in headers(house, letter)

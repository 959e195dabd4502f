"""A stored letter opens nobody's page: the reader's own links are put in when it leaves."""

import re
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from fastapi.testclient import TestClient
from sqlmodel import select

from notifications.calendar import request
from notifications.wires.mailbox import LocalMailbox
from sectorlaunch import database, links, migrations
from sectorlaunch.outbox.write import resend
from sectorlaunch.tables import AccessLink, LinkPurpose, Message, MessageState, Partnership
from tests.cast import CONVENER
from tests.notifications.test_calendar import ENTRY
from tests.sectorlaunch.portal import conftest
from tests.sectorlaunch.portal.conftest import MEMBER, House

_street, house, convener = conftest._street, conftest.house, conftest.convener
LINK = re.compile(r"/(?:p|u|sign-in|account/address|account/letters)/([A-Za-z0-9_-]{16,})")
STANDS_FOR = "put-in-when-it-leaves"


def stored(house: House) -> list[Message]:
    with database.reading(house.engine) as session:
        return list(session.exec(select(Message)))


def test_it_never_happens__a_stored_letter_opens_somebodys_page(house: House) -> None:
    house.visitor().post("/sign-in", data={"email": "cora@example.org"})
    house.deliver()
    found = stored(house)
    assert {message.state for message in found} >= {MessageState.SENT}
    for message in found:
        everything = " ".join((message.text, message.html, message.short_text, message.unsubscribe_url))
        assert set(LINK.findall(everything)) <= {STANDS_FOR}
        assert STANDS_FOR in everything or message.kind == "team-post"


def test_it_leaves_with_links_that_open_the_readers_page(house: House) -> None:
    box = LocalMailbox(house.settings.mailbox)
    letter = next(one for name in box.names() if "/p/" in (one := box.read(name)).text)
    (token,) = set(re.findall(r"/p/([A-Za-z0-9_-]{16,})", letter.text))
    assert token != STANDS_FOR
    assert house.visitor().get(f"/p/{token}").status_code == 200


def test_it_shows_the_letter_as_it_was_sent_and_sends_it_again_under_its_own_number(
    house: House, convener: TestClient
) -> None:
    first = next(m for m in house.launch.messages() if m.state is MessageState.SENT and "/p/" in m.text)
    page = convener.get(f"/partnerships/{conftest.MAIN}/messages/{first.pk}")
    assert (page.status_code, STANDS_FOR in page.text) == (200, False)
    now = house.launch.now
    with database.unit_of_work(house.engine, now) as session:
        again = resend.send_again(session, now, house.launch.run_id, first.pk, CONVENER)
        assert STANDS_FOR in again.text
    one, other = house.as_it_leaves(first), house.as_it_leaves(again)
    assert LINK.findall(one.text) != LINK.findall(other.text)
    assert house.as_it_leaves(first).message_id == first.message_id


def test_it_gives_a_link_the_life_the_playbook_sets(house: House) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        partnership = session.get_one(Partnership, 1)
        partnership.numbers = {**partnership.numbers, "link_days": 10}
        session.add(partnership)
    letter = next(m for m in house.launch.messages() if m.person_id == house.person_id(MEMBER))
    token = LINK.findall(house.as_it_leaves(letter).text)[0]
    assert house.visitor().get(f"/p/{token}").status_code == 200
    house.launch.now += timedelta(days=10)
    assert house.visitor().get(f"/p/{token}").status_code == 404
    with database.reading(house.engine) as session:
        silent = session.exec(select(AccessLink).where(AccessLink.purpose == LinkPurpose.UNSUBSCRIBE)).all()
    assert {link.expires_at for link in silent} == {None}


def test_it_opens_nothing_by_a_sign_in_letter_to_an_address_that_was_left(house: House) -> None:
    house.visitor().post("/sign-in", data={"email": "cora@example.org"})
    (letter,) = house.account_letters("sign-in")
    with database.unit_of_work(house.engine, house.launch.now) as session:
        row = session.get_one(Message, letter.pk)
        row.to_address = "former@example.org"
        session.add(row)
    (late,) = house.account_letters("sign-in")
    assert house.visitor().get(LINK.search(late.text)[0]).status_code == 404  # type: ignore[index]


def test_it_takes_the_links_out_of_letters_that_were_stored_before() -> None:

    revision = import_module(
        next(
            f"sectorlaunch.migrations.versions.{path.stem}"
            for path in (Path(migrations.HERE) / "versions").glob("*_letters_without_links.py")
        )
    )
    before = '<a href="https://x.example.org/p/AbcdEfgh-ijkl_mnop12">Answer</a> https://x.example.org/u/AbcdEfgh-ijkl_mnop12'
    after = revision.PRIVATE.sub(revision.STORED, before)
    assert LINK.findall(after) == [STANDS_FOR, STANDS_FOR]
    assert after == links.stored(before)


def test_it_never_happens__a_calendar_entry_with_a_dead_link(house: House) -> None:
    """Its note said where to change the answer, and led nowhere; a line of an entry is folded in the middle of a link."""
    letter = next(m for m in house.launch.messages() if m.state is MessageState.SENT and "/p/" in m.text)
    note = f"{'Two hours. ' * 5}Change your answer: {links.personal(STANDS_FOR)}"
    entry = request(replace(ENTRY, description=note))
    with database.unit_of_work(house.engine, house.launch.now) as session:
        row = session.get_one(Message, letter.pk)
        row.calendar_method, row.calendar_text = entry.method, entry.text
    leaving = house.as_it_leaves(letter)
    unfolded = leaving.calendar_text.replace("\r\n ", "")
    assert STANDS_FOR not in unfolded
    assert LINK.findall(unfolded) == LINK.findall(leaving.text)[:1]

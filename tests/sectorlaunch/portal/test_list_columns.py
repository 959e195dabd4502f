"""A list whose columns are not known: asked about once on a page, with the first rows, and remembered."""

import re

from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.tables import ListColumns, Person
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import MAIN, House

IMPORTS = f"/partnerships/{MAIN}/imports"
LIST = "Wer,Wo,Womit\nZoe Lark,Lark Tools,zoe.lark@example.org\nAnn Lake,Lake Ltd,ann.lake@example.org\n"


def send(house: House, convener: TestClient, text: str | None, action: str = "check", **fields: str) -> str:
    form = house.form(convener, action=action, role="business leader", **fields)
    files = {"file": ("list.csv", text or "", "text/csv")}
    answer = convener.post(IMPORTS, data=form, files=files)
    assert answer.status_code in (200, 422)
    return answer.text


def carried(page: str) -> dict[str, str]:
    return {
        name: found[1]
        for name in ("kept", "kept_name")
        if (found := re.search(rf'name="{name}" value="([^"]*)"', page))
    }


def on_record(house: House) -> set[str]:
    with database.reading(house.engine) as session:
        return set(session.exec(select(Person.name)))


def test_a_list_with_unknown_columns_is_asked_about_with_its_first_rows(
    house: House, convener: TestClient
) -> None:
    page = send(house, convener, LIST)

    assert "What do these columns hold?" in page
    assert "Zoe Lark · Ann Lake" in page
    assert "Zoe Lark" not in on_record(house)


def test_the_answer_is_used_for_the_file_the_page_carries_and_remembered(
    house: House, convener: TestClient
) -> None:
    kept = carried(send(house, convener, LIST))
    told = {
        "column-0": "full name",
        "column-1": "company or organization",
        "column-2": "e-mail address",
    }

    page = send(house, convener, None, "take", **kept, **told)

    assert "2 taken" in page
    assert "Zoe Lark" in on_record(house)
    with database.reading(house.engine) as session:
        assert session.exec(select(ListColumns)).one().by == CONVENER
    again = send(house, convener, LIST.replace("Zoe Lark", "Zora Lark").replace("zoe.", "zora."), "take")
    assert "What do these columns hold?" not in again
    assert "Zora Lark" in on_record(house)


def test_a_checked_list_is_taken_in_without_choosing_the_file_again(
    house: House, convener: TestClient
) -> None:
    text = "Full Name,Email,Shoe size\nZoe Lark,zoe.lark@example.org,38\n"

    page = send(house, convener, text)

    assert "Columns not read: Shoe size." in page
    assert "1 taken" in send(house, convener, None, "take", **carried(page))


def test_a_wish_in_the_list_is_on_the_persons_page(house: House, convener: TestClient) -> None:
    text = "Full Name,Email,Do Not Contact\nZoe Lark,zoe.lark@example.org,Yes\n"

    assert "not to be written to" in send(house, convener, text, "take")

    person = house.launch.someone("Zoe Lark")
    assert person.do_not_contact_since is not None


def test_a_page_that_carries_nothing_asks_for_the_file(house: House, convener: TestClient) -> None:
    assert "Choose the file with your list" in send(house, convener, None, "take", kept="no base64!")

"""What goes with every answer, and what is kept out of the log."""

import logging
import stat

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.portal import keys
from sectorlaunch.portal.security_headers import LARGEST_FORM
from sectorlaunch.tables import Message
from tests.sectorlaunch.portal.conftest import MAIN, MEMBER, House

ADDRESSES = [
    "/",
    "/sign-in",
    "/health",
    "/nothing/here",
    "/static/portal.css",
    f"/partnerships/{MAIN}",
    "/p/unknown",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_sends_the_headers_with_every_answer(convener: TestClient, address: str) -> None:
    headers = convener.get(address).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "noindex" in headers["x-robots-tag"]


def test_it_keeps_a_personal_page_out_of_every_cache(house: House) -> None:
    assert house.visitor().get(f"/p/{house.link(MEMBER)}").headers["cache-control"] == "no-store"


def test_it_shows_a_letter_in_a_frame_that_can_run_and_post_nothing(
    house: House, convener: TestClient
) -> None:
    with database.reading(house.engine) as session:
        message = session.exec(select(Message).where(Message.run_id == house.launch.run_id)).first()
    assert message is not None
    policy = convener.get(f"/partnerships/{MAIN}/messages/{message.id}/letter").headers[
        "content-security-policy"
    ]
    assert policy.endswith("sandbox")
    assert "form-action 'none'" in policy


def test_it_answers_head_like_get_without_the_page(house: House) -> None:
    address = f"/p/{house.link(MEMBER)}"
    head, get = house.visitor().head(address), house.visitor().get(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-security-policy"] == get.headers["content-security-policy"]


def test_it_logs_the_pattern_of_an_address_and_never_the_token(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    token = house.link(MEMBER)
    with caplog.at_level(logging.INFO):
        house.visitor().get(f"/p/{token}?answer=accepted")
        house.visitor().get(f"/p/{token}/elsewhere")
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("sectorlaunch")]
    assert any("GET /p/{token} 200" in line for line in ours)
    assert not any(token in line for line in ours)


def test_it_refuses_a_form_another_site_had_the_browser_send(house: House, convener: TestClient) -> None:
    form = house.form(convener)
    answer = convener.post("/sign-out", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert convener.get("/").status_code == 200


def test_it_refuses_more_than_a_form_can_hold(house: House) -> None:
    address = f"/p/{house.link(MEMBER)}/answers"
    assert house.visitor().post(address, data={"note": "x" * LARGEST_FORM}).status_code == 413


def test_it_refuses_too_much_that_comes_without_a_length(house: House) -> None:
    address = f"/p/{house.link(MEMBER)}/answers"
    pieces = (b"note=" + b"x" * 50_000 for _ in range(10))
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert house.visitor().post(address, content=pieces, headers=kind).status_code == 413


@pytest.mark.parametrize("number", [10**30, 2**63])
def test_it_finds_nothing_under_a_number_that_no_record_can_have(convener: TestClient, number: int) -> None:
    assert convener.get(f"/partnerships/{MAIN}/messages/{number}").status_code == 404
    assert convener.get(f"/partnerships?after={number}").status_code == 404


def test_it_answers_without_tables_that_it_is_not_ready(house: House, convener: TestClient) -> None:
    with house.engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE person RENAME TO somewhere")
        connection.commit()
    answer = convener.get("/")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert house.visitor().get("/health").status_code == 200


def test_it_keeps_its_key_for_its_owner_only(house: House) -> None:
    key = house.settings.home_folder / "portal.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert keys.portal_key(house.settings.home_folder) == key.read_text()

"""Browsers somebody is signed in with: ended by their owner, and for everybody who came in by an old address."""

import stat
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database, key_files
from sectorlaunch.actions import accounts
from sectorlaunch.portal import sessions
from sectorlaunch.portal.app import create_app
from sectorlaunch.portal.browser_words import browser_words
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Account, AccountLinkPurpose, SignIn
from tests.cast import CONVENER
from tests.sectorlaunch.portal.browser import Browser
from tests.sectorlaunch.portal.conftest import MAIN, House


def test_it_never_happens__a_cookie_kept_from_before_signing_out_lets_somebody_in(
    house: House, convener: TestClient
) -> None:
    kept = convener.cookies[sessions.COOKIE]
    convener.post("/sign-out", data=house.form(convener))
    thief = house.visitor()
    thief.cookies.set(sessions.COOKIE, kept)
    assert thief.get("/").status_code == 303
    token = {"form_token": house.form(thief)["form_token"], "action": "number", "value": "9"}
    assert thief.post(f"/partnerships/{MAIN}/settings", data=token).status_code == 403


def test_it_lists_where_one_is_signed_in_and_signs_out_there(house: House, convener: TestClient) -> None:
    phone = house.visitor()
    account_id = house.account_id(CONVENER)
    phone.cookies.set(sessions.COOKIE, house.sign_in(account_id, "Safari on an iPhone"))
    page = convener.get("/account").text
    assert ("Safari on an iPhone" in page, "this one" in page) == (True, True)
    with database.reading(house.engine) as session:
        row = session.exec(select(SignIn).where(SignIn.browser == "Safari on an iPhone")).one()
    form = house.form(convener, which=str(row.pk))
    assert convener.post("/account/sign-ins", data=form).status_code == 303
    assert (phone.get("/").status_code, convener.get("/").status_code) == (303, 200)
    assert convener.post("/account/sign-ins", data=form).status_code == 422


def test_it_signs_out_everywhere_else(house: House, convener: TestClient) -> None:
    others = [house.signed_in(CONVENER) for _ in range(2)]
    convener.post("/account/sign-ins", data=house.form(convener, which="others"))
    assert [one.get("/").status_code for one in (*others, convener)] == [303, 303, 200]


def test_it_ends_nobody_elses(house: House, colleague: TestClient, convener: TestClient) -> None:
    with database.reading(house.engine) as session:
        of_convener = select(SignIn).where(SignIn.account_id == house.account_id(CONVENER))
        row = session.exec(of_convener).one()
    form = house.form(colleague, which=str(row.pk))
    assert colleague.post("/account/sign-ins", data=form).status_code == 422
    assert convener.get("/").status_code == 200


def test_it_ends_all_of_them_when_the_address_changes(house: House, convener: TestClient) -> None:
    account_id, now = house.account_id(CONVENER), house.launch.now
    with database.unit_of_work(house.engine, now) as session:
        accounts.set_address(session, now, session.get_one(Account, account_id), "new@example.org", by="Kim")
    assert convener.get("/").status_code == 303


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/{token}"])
@pytest.mark.parametrize("given", ["", "made-up", "süß"])
def test_it_never_happens__another_site_signs_somebody_in(house: House, path: str, given: str) -> None:
    token = house.link(CONVENER, AccountLinkPurpose.SIGN_IN)
    victim = house.visitor()
    answer = victim.post(path.format(token=token), data={"email": "cora@example.org", "form_token": given})
    assert answer.status_code == 403
    assert sessions.COOKIE not in victim.cookies


def test_it_takes_no_form_made_for_another_visitor(house: House) -> None:
    token = house.link(CONVENER, AccountLinkPurpose.SIGN_IN)
    attacker, victim = house.visitor(), house.visitor()
    attacker.get("/sign-in")
    victim.get("/sign-in")
    stolen = house.app.state.portal.sessions.visit_token(attacker.cookies[sessions.VISITOR])
    assert victim.post(f"/sign-in/{token}", data={"form_token": stolen}).status_code == 403


def test_it_never_happens__a_form_token_that_is_no_ascii_fails(house: House, convener: TestClient) -> None:
    for given in ("ü", "\ud83c", "日本", "x" * 5000):
        form = {"form_token": given.encode("utf-8", "surrogatepass").decode("utf-8", "replace")}
        assert convener.post(f"/partnerships/{MAIN}/settings", data=form).status_code == 403


@pytest.mark.parametrize(
    ("public_url", "expected"), [("https://launch.example.org", "max-age=31536000"), ("", None)]
)
def test_it_asks_browsers_to_stay_with_https(house: House, public_url: str, expected: str | None) -> None:
    settings = Settings(home=house.settings.home, public_url=public_url or None)
    app = create_app(settings, house.engine, clock=lambda: house.launch.now)
    visitor = Browser(app, base_url="https://testserver", follow_redirects=False)
    for page in ("/sign-in", "/p/unknown", "/static/portal.css"):
        assert visitor.get(page).headers.get("strict-transport-security") == expected


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari on an iPhone"),
        ("curl/8", "Another browser"),
    ],
)
def test_it_calls_a_browser_what_its_owner_would(agent: str, words: str) -> None:
    assert browser_words(agent) == words


def test_it_never_happens__others_read_what_is_in_the_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "mailbox").mkdir(parents=True)
    for file in (home / "sector-launch.db", home / "mailbox" / "letter.eml"):
        file.write_text("names", encoding="utf-8")
        file.chmod(0o644)
    for folder in (home, home / "mailbox"):
        folder.chmod(0o755)
    key_files.make_home(home)
    assert key_files.close(home) == 3
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in home.rglob("*") if file.is_file()} == {0o600}
    assert key_files.close(home) == 0

"""What doctor finds, and that each thing that is wrong comes with what to do."""

import http.server
import os
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sectorlaunch import checks, migrations, signs_of_life
from sectorlaunch.checks import Check, finding
from sectorlaunch.database import open_database, unit_of_work
from sectorlaunch.outbox.deliver import heartbeat
from sectorlaunch.outbox.deliver.heartbeat import Sighting
from sectorlaunch.settings import Settings
from sectorlaunch.supervisor.worker_name import take_worker_name
from sectorlaunch.tables import Channel, Partnership, Person
from tests.cast import MONDAY


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A home with tables, where nothing runs; port 1 answers nobody."""
    monkeypatch.setenv("SECTOR_LAUNCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SECTOR_LAUNCH_PORT", "1")
    monkeypatch.setenv("SECTOR_LAUNCH_PREFECT_PORT", "1")
    settings = Settings()
    engine = open_database(settings)
    migrations.upgrade(engine)
    engine.dispose()
    return settings


def find(settings: Settings, title: str) -> Check:
    return next(check for check in checks.examine(settings, MONDAY) if check.title == title)


def changed(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(f"SECTOR_LAUNCH_{name.upper()}", value)
    return Settings()


def test_it_numbers_its_checks_from_one(settings: Settings) -> None:
    numbers = [check.number for check in checks.examine(settings, MONDAY)]

    assert numbers == list(range(1, len(numbers) + 1))


def test_it_says_what_to_do_about_everything_that_is_not_fine(settings: Settings) -> None:
    for check in checks.examine(settings, MONDAY):
        assert (check.state == "fine") is (check.remedy == ""), check


def test_it_finds_current_tables_fine(settings: Settings) -> None:
    assert find(settings, "Database").state == "fine"


def test_it_sends_tables_of_another_version_to_migrate(settings: Settings) -> None:
    engine = open_database(settings)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'before'")
    engine.dispose()

    assert "sector-launch migrate" in find(settings, "Database").remedy


def test_it_says_that_there_is_no_database_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find(changed(monkeypatch, home=str(tmp_path / "new")), "Database").state == "warning"


def test_it_says_when_a_database_server_cannot_be_reached(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "postgresql+psycopg://launch:open-sesame@127.0.0.1:1/launch"

    found = find(changed(monkeypatch, database_url=url), "Database")

    assert found.state == "problem"
    assert "open-sesame" not in f"{found.finding}{found.remedy}"


def test_it_wants_the_home_folder_private(settings: Settings) -> None:
    settings.home_folder.chmod(0o755)

    assert "chmod 700" in find(settings, "Home folder").remedy


def test_it_notices_that_nothing_answers(settings: Settings) -> None:
    assert find(settings, "Portal").state == "problem"
    assert find(settings, "Prefect server").state == "problem"


@pytest.fixture
def healthy_port() -> Iterator[int]:
    class Healthy(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is written into the test's output."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Healthy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_it_asks_prefect_for_its_health(
    settings: Settings, healthy_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = find(changed(monkeypatch, prefect_port=str(healthy_port)), "Prefect server")

    assert found.state == "fine"


def test_it_warns_of_a_prefect_that_is_open_to_a_network(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_to_all = changed(monkeypatch, prefect_api_url="http://192.0.2.7:4200/api")
    monkeypatch.setattr(checks, "CHECKS", tuple(c for c in checks.CHECKS if c[0] == "Prefect's door"))

    assert find(open_to_all, "Prefect's door").state == "warning"
    assert find(changed(monkeypatch, prefect_auth="admin:pass"), "Prefect's door").state == "fine"


@pytest.mark.parametrize(
    ("url", "state"),
    [
        ("https://launch.example.org", "fine"),
        ("http://launch.example.org", "warning"),
        ("launch.example.org", "problem"),
    ],
)
def test_it_reads_the_address_people_are_sent_to(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, url: str, state: str
) -> None:
    assert find(changed(monkeypatch, public_url=url), "Address in links").state == state


def test_it_warns_when_links_lead_to_a_bare_host(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "SECTOR_LAUNCH_PUBLIC_URL" in find(changed(monkeypatch, host="0.0.0.0"), "Address in links").remedy


def test_it_misses_a_dispatcher_that_never_ran(settings: Settings) -> None:
    assert find(settings, "Dispatcher").state == "problem"


def test_it_misses_a_dispatcher_that_was_killed(settings: Settings) -> None:
    heartbeat.beat(settings, Sighting(MONDAY - timedelta(hours=2), "here/1/0"))

    assert "not seen since 2026-03-02 14:00" in find(settings, "Dispatcher").finding


def test_it_does_not_call_a_dispatcher_silent_that_was_stopped_by_plan(settings: Settings) -> None:
    heartbeat.beat(settings, Sighting(MONDAY - timedelta(hours=2), "here/1/0"))
    heartbeat.end(settings, "here/1/0")

    assert find(settings, "Dispatcher").finding == "none is running with this home"


def test_it_passes_on_what_troubles_the_dispatcher(settings: Settings) -> None:
    heartbeat.beat(settings, Sighting(MONDAY, "here/1/0", "The mail server cannot be reached."))

    assert find(settings, "Dispatcher").state == "warning"


def test_it_finds_the_dispatcher_at_work(settings: Settings) -> None:
    heartbeat.beat(settings, Sighting(MONDAY, "here/1/0"))

    assert find(settings, "Dispatcher").state == "fine"


def test_it_says_which_channel_waits_for_its_test(settings: Settings) -> None:
    engine = open_database(settings)
    with unit_of_work(engine, MONDAY) as session:
        session.add(
            Channel(tag="email", url="letters://mail.example.org", masked="letters://mail.example.org")
        )
    engine.dispose()

    assert "channel test email" in find(settings, "Channels").remedy


def test_it_goes_on_when_one_check_breaks(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_patient: object) -> finding.Finding:
        raise RuntimeError("the thermometer fell down")

    monkeypatch.setattr(checks, "CHECKS", (("Broken", breaks), *checks.CHECKS))

    found = checks.examine(settings, MONDAY)

    assert (found[0].state, found[0].finding) == ("problem", "the thermometer fell down")
    assert len(found) > 10


@pytest.mark.parametrize(
    ("address", "state"),
    [("https://hc.example.org/ping/5f1c", "fine"), ("hc.example.org/ping/5f1c", "problem")],
)
def test_it_checks_the_address_that_is_pinged_and_shows_its_host_only(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, address: str, state: str
) -> None:
    check = find(changed(monkeypatch, ping_url=address), "Dead man's switch")
    assert check.state == state
    assert "5f1c" not in check.finding + check.remedy


def test_it_finds_a_worker_that_holds_its_slot_and_hangs(settings: Settings) -> None:
    with take_worker_name(settings.home_folder):
        assert find(settings, "Worker").state == "fine"
        sign = signs_of_life.sign_file(settings.home_folder, signs_of_life.WORKER, 1)
        sign.parent.mkdir(parents=True)
        sign.touch()
        os.utime(sign, (MONDAY.timestamp() - 600, MONDAY.timestamp() - 600))
        assert find(settings, "Worker").state == "problem"


def test_it_warns_of_names_that_papers_could_only_show_as_boxes(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a font is there is the machine's matter; that one is missing is said. The last name is in Anatolian
    hieroglyphs."""
    monkeypatch.setattr(checks, "CHECKS", tuple(c for c in checks.CHECKS if c[0] == "Fonts for names"))
    engine = open_database(settings)
    with unit_of_work(engine, MONDAY) as session:
        session.add(Partnership(slug="fernwater", name="Fernwater", zone="America/Denver", created_at=MONDAY))
        session.flush()
        session.add(Person(partnership_id=1, name="Zoë Ångström Ольга", created_at=MONDAY))
    assert find(settings, "Fonts for names").state == "fine"
    with unit_of_work(engine, MONDAY) as session:
        session.add(Person(partnership_id=1, name="\U00014400", created_at=MONDAY))
    engine.dispose()
    found = find(settings, "Fonts for names")
    assert (found.state, "Anatolian" in found.finding) == ("warning", True)
    assert "fonts-noto" in found.remedy

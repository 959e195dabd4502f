"""Logs: rotated while they are written, and JSON on wish."""

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from sectorlaunch import logs
from sectorlaunch.settings import Settings

WRITER = "import sys\nfor line in sys.stdin: print(line, end='', flush=True)"


def test_it_rotates_a_log_while_a_process_writes_it(tmp_path: Path) -> None:
    file = tmp_path / "portal.log"
    with file.open("ab") as log:
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER], stdin=subprocess.PIPE, stdout=log, text=True, bufsize=1
        )
    assert writer.stdin is not None

    def write(line: str) -> None:
        before = file.stat().st_size
        assert writer.stdin is not None
        writer.stdin.write(f"{line}\n")
        for _ in range(10_000_000):
            if file.stat().st_size > before:
                return
        raise TimeoutError

    for round_number in range(1, 5):
        write(f"round {round_number}")
        assert logs.rotate(file, largest_bytes=5, kept=2)
        assert file.read_text() == ""
    write("the last")
    writer.stdin.close()
    assert writer.wait(30) == 0
    assert file.read_text() == "the last\n"
    assert (tmp_path / "portal.log.1").read_text() == "round 4\n"
    assert (tmp_path / "portal.log.2").read_text() == "round 3\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["portal.log", "portal.log.1", "portal.log.2"]


def test_it_leaves_a_small_log_and_one_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "small.log").write_text("one line\n")
    assert not logs.rotate(tmp_path / "small.log")
    assert not logs.rotate(tmp_path / "none.log")


def test_it_leaves_a_log_alone_that_cannot_be_copied(tmp_path: Path) -> None:
    """As on a full disk: the log is worth more than the room."""
    file = tmp_path / "full.log"
    file.write_text("one line\n")
    (tmp_path / "full.log.draft").mkdir()
    assert not logs.rotate(file, largest_bytes=1)
    assert file.read_text() == "one line\n"


def test_it_writes_one_json_object_a_line_on_wish() -> None:
    record = logging.LogRecord("sectorlaunch.portal", logging.INFO, "", 1, "GET %s", ("/",), None)
    record.status = 200
    said = json.loads(logs.formatter(Settings(log_format="json")).format(record))
    assert (said["level"], said["logger"], said["message"], said["status"]) == (
        "INFO",
        "sectorlaunch.portal",
        "GET /",
        200,
    )
    assert said["at"][4] == "-"
    assert "INFO GET /" in logs.formatter(Settings()).format(record)


def test_it_takes_an_empty_setting_for_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compose files and units hand on what nobody has set as an empty word."""
    for name in ("LOG_FORMAT", "PING_URL", "MONITORING_TOKEN", "PORT", "PUBLIC_URL"):
        monkeypatch.setenv(f"SECTOR_LAUNCH_{name}", "")
    assert Settings() == Settings(log_format="text", ping_url=None, monitoring_token=None, port=8700)

"""What `make test` says at its end, with real programs and a real pytest."""

import sys
from pathlib import Path

import pytest

from tests import every_part
from tests.every_part import Part

TESTS = """
import pytest

def test_it_fails(): assert False
def test_it_passes(): pass
@pytest.mark.parametrize("number", range(3))
def test_it_needs_a_server(number): pytest.skip("no server: apt-get install server")
@pytest.mark.xfail
def test_it_is_expected_to_fail(): assert False
"""


def program(code: int) -> Part:
    return Part(f"part {code}", (sys.executable, "-c", f"raise SystemExit({code})"))


@pytest.fixture
def tested(tmp_path: Path) -> Part:
    (tmp_path / "test_small.py").write_text(TESTS, encoding="utf-8")
    report = tmp_path / "report.xml"
    options = ("-q", "-p", "no:cacheprovider", "-o", "junit_family=xunit1", f"--rootdir={tmp_path}")
    command = (sys.executable, "-m", "pytest", *options, f"--junit-xml={report}", str(tmp_path))
    return Part("small part", command, report)


def test_it_runs_every_part_and_returns_the_worst_code(capfd: pytest.CaptureFixture[str]) -> None:
    assert every_part.run(iter([program(3), program(0), program(1)])) == 3
    said = capfd.readouterr().out
    assert "Part 1 …" in said
    assert said.endswith("Failed: part 3, exit code 3\nFailed: part 1, exit code 1\n")


def test_it_ends_with_what_failed_and_why_tests_were_skipped(
    tested: Part, capfd: pytest.CaptureFixture[str]
) -> None:
    assert every_part.run(iter([tested, program(0)])) == 1
    said = capfd.readouterr().out
    assert "1 failed, 1 passed, 3 skipped, 1 xfailed" in said
    assert said.endswith(
        "Failed: small part\n  test_small.py::test_it_fails\n3 skipped: no server: apt-get install server\n"
    )


def test_it_looks_for_tests_that_run_alone_where_they_all_stand() -> None:
    here = Path(__file__).parent
    marked = {
        path for path in here.rglob("*.py") if "mark.alone" in path.read_text() and path != Path(__file__)
    }
    assert {path.parent.relative_to(here.parent).as_posix() for path in marked} == {every_part.ALONE}


def test_it_says_that_nothing_failed(capfd: pytest.CaptureFixture[str]) -> None:
    assert every_part.run(iter([program(0)])) == 0
    assert capfd.readouterr().out.endswith("Nothing failed.\n")


def test_it_counts_a_part_that_was_killed_as_a_shell_does(tmp_path: Path) -> None:
    killed = (sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert every_part.run(iter([Part("killed", killed, tmp_path / "never-written.xml")])) == 137


def test_it_leaves_no_test_out(tmp_path: Path) -> None:
    """Whatever marks a test bears, one of the parts runs it, or `make test-patient`."""
    chosen = [
        part.command[part.command.index("-m", 3) + 1]
        for part in every_part.parts(tmp_path, ())
        if part.report
    ]
    for engine in (True, False):
        for postgres in (True, False):
            for alone in (True, False):
                marks = {"engine": engine, "postgres": postgres, "alone": alone, "patient": False}
                assert any(eval(words, {}, marks) for words in chosen), marks

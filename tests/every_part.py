"""`make test`: every part of it, whatever the others say; then what failed, and what was skipped and how to cure that."""

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ALONE = "tests/engine"
"""Where all tests stand that run alone: to look for them among the others would take each process half a minute."""


@dataclass(frozen=True)
class Part:
    """One command. `report` is the file in which pytest says how each test ended; None for other programs."""

    name: str
    command: Sequence[str]
    report: Path | None = None


@dataclass(frozen=True)
class Ending:
    """How a part ended: its exit code, the tests that failed, and each reason for a skip with their number."""

    part: Part
    code: int
    failed: tuple[str, ...] = ()
    skipped: Counter[str] = field(default_factory=Counter)


def parts(folder: Path, options: Sequence[str]) -> Iterator[Part]:
    """The parts in their order. `folder` takes the reports, `options` go to pytest."""
    python = sys.executable
    yield Part("style", (python, "-m", "ruff", "check", "."))
    yield Part("format", (python, "-m", "ruff", "format", "--check", "."))
    yield Part("types", (python, "-m", "mypy"))
    pytest = (python, "-m", "pytest", "-q", *options, "-o", "junit_family=xunit1")
    for name, processes, marks, where in (
        ("first part", "auto", "not alone and not patient", "tests"),
        ("second part", "3", "alone and not patient", ALONE),
    ):
        report = folder / f"{name}.xml"
        yield Part(name, (*pytest, "-n", processes, "-m", marks, f"--junit-xml={report}", where), report)


def run(each: Iterator[Part]) -> int:
    """Runs all parts, prints the closing list, and returns the worst exit code."""
    endings = [_ended(part) for part in each]
    print("", *closing_lines(endings), sep="\n", flush=True)
    return max(ending.code for ending in endings)


def closing_lines(endings: Sequence[Ending]) -> Iterator[str]:
    """What failed, by part and test; then one line for each reason for skips."""
    skipped: Counter[str] = Counter()
    for ending in endings:
        skipped += ending.skipped
        if ending.code:
            yield f"Failed: {ending.part.name}" + ("" if ending.failed else f", exit code {ending.code}")
            yield from (f"  {test}" for test in ending.failed)
    if not any(ending.code for ending in endings):
        yield "Nothing failed."
    for reason, count in skipped.most_common():
        yield f"{count} skipped: {reason}"


def _ended(part: Part) -> Ending:
    print(f"\n{part.name.capitalize()} …", flush=True)
    process = subprocess.Popen(part.command)
    try:
        code = process.wait()
    except KeyboardInterrupt:  # it was told as well, and puts its servers away first
        process.wait()
        raise SystemExit(130) from None
    code = code if code >= 0 else 128 - code  # as a shell counts what a signal has ended
    if part.report is None or not part.report.exists():
        return Ending(part, code)
    cases = list(ElementTree.parse(part.report).iter("testcase"))
    failed = [
        _name(case) for case in cases if case.find("failure") is not None or case.find("error") is not None
    ]
    skips = [case.find("skipped") for case in cases]
    reasons = [
        skip.get("message", "") for skip in skips if skip is not None and skip.get("type") == "pytest.skip"
    ]
    return Ending(part, code, tuple(dict.fromkeys(failed)), Counter(reasons))


def _name(case: ElementTree.Element) -> str:
    """As pytest takes it on its command line."""
    return f"{case.get('file')}::{case.get('name')}" if case.get("file") else str(case.get("name"))


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, epilog="Other options are handed to pytest.")
    _known, options = asked.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="sector-launch-test-") as folder:
        return run(parts(Path(folder), options))


if __name__ == "__main__":
    sys.exit(main())

"""`python -m bench [NAME …]`: runs the benchmarks and writes what they found to `bench/results/`."""

import json
import sys
from datetime import UTC
from importlib import import_module
from pathlib import Path

from bench.machine import described
from sectorlaunch import clock

RESULTS = Path(__file__).parent / "results"
NAMES = (
    "rehearsal",
    "startup",
    "wake",
    "crowd",
    "pages",
    "delivery",
    "kills",
    "upheaval",
    "stalls",
    "due",
    "importing",
    "labor",
    "endurance",
)


def main(names: list[str]) -> None:
    for name in names:
        if name not in NAMES:
            raise SystemExit(f"There is no benchmark “{name}”. There are: {', '.join(NAMES)}.")
    for name in names or NAMES:
        module = import_module(f"bench.{name}")
        what = str(module.__doc__).strip()
        print(f"{name}: {what}", flush=True)
        found = module.run(lambda line: print(f"  {line}", flush=True))
        write(name, what, found, f"python -m bench {name}")


def write(name: str, what: str, found: dict[str, object], command: str) -> None:
    """Keeps what one benchmark found, and how to repeat it."""
    RESULTS.mkdir(exist_ok=True)
    result = {
        "what": what,
        "command": command,
        "measured_on": clock.now().astimezone(UTC).date().isoformat(),
        "machine": described(),
        "found": found,
    }
    (RESULTS / f"{name}.json").write_text(
        json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    for key, value in found.items():
        print(f"  {key}: {value}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

"""The machine a figure belongs to, and ways of timing that every benchmark uses."""

import os
import platform
import statistics
from importlib.metadata import version
from pathlib import Path


def described() -> dict[str, object]:
    """Processor, memory, system, and the versions that matter."""
    return {
        "processor": _line_of("/proc/cpuinfo", "model name") or platform.processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(int((_line_of("/proc/meminfo", "MemTotal") or "0 kB").split()[0]) / 1e6),
        "load_before": [round(value, 1) for value in os.getloadavg()],
        "system": platform.system(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("prefect", "fastapi", "sqlalchemy", "sqlmodel")},
    }


def _line_of(path: str, key: str) -> str:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")


def spread(seconds: list[float]) -> dict[str, float]:
    """Median, 95 of 100, and the slowest; in seconds."""
    ordered = sorted(seconds)
    return {
        "median": round(statistics.median(ordered), 3),
        "p95": round(ordered[max(0, -(-len(ordered) * 95 // 100) - 1)], 3),
        "slowest": round(ordered[-1], 3),
        "times": len(ordered),
    }

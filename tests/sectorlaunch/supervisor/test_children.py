"""What the supervisor starts."""

from importlib.util import find_spec
from pathlib import Path

from sectorlaunch.settings import Settings
from sectorlaunch.supervisor import supervisor


def test_it_starts_only_what_runs_when_it_is_started(tmp_path: Path) -> None:
    """A module that only defines ends at once and fine, is started again, and no letter leaves."""
    started = [child.command[2] for child in supervisor._children(Settings(home=tmp_path))]
    ours = [name for name in started if name.startswith("sectorlaunch")]
    assert len(ours) == 3
    for name in ours:
        found = find_spec(name)
        if found is not None and found.submodule_search_locations:
            found = find_spec(f"{name}.__main__")
        assert found is not None
        assert found.origin is not None
        assert 'if __name__ == "__main__":' in Path(found.origin).read_text(encoding="utf-8"), name

"""Rehearsals asked for on a page: each in a process of its own, one a partnership at a time, its story kept as a file."""

import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

LONGEST_SECONDS = 600
STORY, FAILURE = "story.html", "failure.txt"


@dataclass(frozen=True)
class RehearsalStatus:
    """How the last rehearsal of a partnership stands."""

    is_under_way: bool
    told_at: datetime | None
    """When the story that is kept was told."""
    failure: str
    """Why the last one came to nothing, in words."""


class Rehearsals:
    """The rehearsals of one portal. Nothing of them touches the records."""

    def __init__(self, home: Path) -> None:
        self.command: Sequence[str] = (sys.executable, "-m", "sectorlaunch.cli", "rehearse")
        self._folder = home / "rehearsals"
        self._under_way: set[str] = set()
        self._lock = threading.Lock()

    def folder(self, slug: str) -> Path:
        """Where the files of a partnership's rehearsal are; made at the first use, for its owner only."""
        folder = self._folder / slug
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    def status(self, slug: str) -> RehearsalStatus:
        folder = self._folder / slug
        story, failure = folder / STORY, folder / FAILURE
        told = datetime.fromtimestamp(story.stat().st_mtime, UTC) if story.exists() else None
        words = failure.read_text(encoding="utf-8") if failure.exists() else ""
        return RehearsalStatus(slug in self._under_way, told, words)

    def story(self, slug: str) -> str | None:
        path = self._folder / slug / STORY
        return path.read_text(encoding="utf-8") if path.exists() else None

    def begin(self, slug: str, partnership_file: Path, seed: int) -> bool:
        """Walks the launch of the file in the background. False while one of this partnership is under way."""
        with self._lock:
            if slug in self._under_way:
                return False
            self._under_way.add(slug)
        threading.Thread(target=self._walk, args=(slug, partnership_file, seed), daemon=True).start()
        return True

    def _walk(self, slug: str, partnership_file: Path, seed: int) -> None:
        folder = partnership_file.parent
        draft = folder / "draft.html"
        try:
            done = subprocess.run(
                [*self.command, str(partnership_file), "--seed", str(seed), "--html", str(draft)],
                capture_output=True,
                text=True,
                timeout=LONGEST_SECONDS,
                check=False,
            )
            if done.returncode == 0 and draft.exists():
                draft.replace(folder / STORY)
                (folder / FAILURE).unlink(missing_ok=True)
            else:
                said = (done.stderr or done.stdout).strip().splitlines()
                (folder / FAILURE).write_text("\n".join(said[-5:]), encoding="utf-8")
        except subprocess.TimeoutExpired:
            (folder / FAILURE).write_text("It took too long and was stopped.", encoding="utf-8")
        finally:
            self._under_way.discard(slug)

"""Reading playbook files: the model first, then everything the model alone cannot know, each mistake with its line."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from playbooks.checks import mistakes_in
from playbooks.model import Playbook
from playbooks.vocabulary import Vocabulary
from playbooks.yaml_lines import FileMistakes, Mistake, field_name, line_of, parse, read_model

__all__ = ["FileMistakes", "Mistake", "Vocabulary", "load", "shipped", "shipped_text"]


@lru_cache(maxsize=64)
def load(text: str, file: str, vocabulary: Vocabulary) -> Playbook:
    """The playbook in `text`. `file` is the name that stands in messages.

    Raises FileMistakes with every mistake found: what does not fit the model, or, when all of it does, names
    nobody knows (facts, numbers, message kinds, audiences, gates), keys used twice and sentences that cannot
    be filled in. Remembers what it has read: ten thousand runs share a few playbook texts.
    """
    playbook, lines = read_model(text, file, Playbook)
    findings = list(mistakes_in(playbook, vocabulary))
    if not findings:
        return playbook
    data, _ = parse(text, file)
    mistakes = [
        Mistake(file, line_of(path, lines), field_name(path, data), remedy) for path, remedy in findings
    ]
    raise FileMistakes(sorted(mistakes, key=lambda mistake: mistake.line or 0))


def shipped() -> dict[str, Path]:
    """The playbooks that come with the product, by key, such as `sector-launch`."""
    folder = Path(str(files("playbooks")))
    return {
        path.stem.replace("_", "-"): path for path in sorted(folder.glob("*.yaml")) if "." not in path.stem
    }


def shipped_text(key: str) -> str:
    """The text of a playbook that comes with the product. Raises KeyError for a key that is not in `shipped`."""
    return shipped()[key].read_text(encoding="utf-8")

"""The playbook a partnership file chooses: one that comes with the product, one of the house, or a file of one's own."""

from collections.abc import Mapping
from types import MappingProxyType

from playbooks import loader
from playbooks.model import Playbook
from playbooks.yaml_lines import FileMistakes, Mistake, line_of, nearest, read_text
from sectorlaunch import playbook_vocabulary
from sectorlaunch.files.partnership_fields import PartnershipFile

NONE: Mapping[str, str] = MappingProxyType({})


def chosen_by(file: PartnershipFile, house: Mapping[str, str] = NONE) -> tuple[str, Playbook]:
    """The text and the parsed playbook; `house` are the texts the house took in, by key.

    Raises FileMistakes for a key nobody knows and for a playbook with mistakes.
    """
    vocabulary = playbook_vocabulary.vocabulary()
    if file.playbook_path is not None:
        text = read_text(file.playbook_path)
        return text, loader.load(text, str(file.playbook_path), vocabulary)
    if file.playbook in house:
        text = house[file.playbook]
        return text, loader.load(text, f"{file.playbook}.yaml", vocabulary)
    known = loader.shipped()
    if file.playbook not in known:
        remedy = f"there is no playbook “{file.playbook}”{nearest(file.playbook, sorted({*known, *house}))}"
        line = line_of(("playbook",), dict(file.lines))
        raise FileMistakes([Mistake(str(file.path), line, "playbook", remedy)])
    text = loader.shipped_text(file.playbook)
    return text, loader.load(text, known[file.playbook].name, vocabulary)

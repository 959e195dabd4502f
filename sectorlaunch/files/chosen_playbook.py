"""The playbook a partnership file chooses: one that comes with the product, or a file of one's own."""

from playbooks import loader
from playbooks.model import Playbook
from playbooks.yaml_lines import FileMistakes, Mistake, line_of, nearest, read_text
from sectorlaunch import playbook_vocabulary
from sectorlaunch.files.partnership_fields import PartnershipFile


def chosen_by(file: PartnershipFile) -> tuple[str, Playbook]:
    """The text and the parsed playbook. Raises FileMistakes for a key nobody knows and for a playbook with mistakes."""
    vocabulary = playbook_vocabulary.vocabulary()
    if file.playbook_path is not None:
        text = read_text(file.playbook_path)
        return text, loader.load(text, str(file.playbook_path), vocabulary)
    known = loader.shipped()
    if file.playbook not in known:
        remedy = f"there is no playbook “{file.playbook}”{nearest(file.playbook, sorted(known))}"
        line = line_of(("playbook",), dict(file.lines))
        raise FileMistakes([Mistake(str(file.path), line, "playbook", remedy)])
    text = loader.shipped_text(file.playbook)
    return text, loader.load(text, known[file.playbook].name, vocabulary)

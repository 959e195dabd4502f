"""The playbooks a partnership may be started from: those that come with the product, and those the house took in."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from playbooks import loader
from playbooks.model import Playbook
from playbooks.yaml_lines import FileMistakes
from sectorlaunch import playbook_vocabulary
from sectorlaunch.tables import HousePlaybook, PlaybookEdition


@dataclass(frozen=True)
class Offered:
    """A playbook on offer. `by` and `since` are empty for one that comes with the product."""

    key: str
    title: str
    version: int
    opens: str
    closes: str
    by: str = ""
    since: datetime | None = None
    mistake: str = ""
    """What this version of the product finds wrong with it; nothing is started from it then."""


def offered(session: Session) -> list[Offered]:
    """Every playbook on offer: the product's, then the house's, each by its key."""
    vocabulary = playbook_vocabulary.vocabulary()
    shipped = (loader.load(loader.shipped_text(key), f"{key}.yaml", vocabulary) for key in loader.shipped())
    return [*(_of(playbook) for playbook in shipped), *(_house(*row) for row in _rows(session))]


def texts(session: Session) -> dict[str, str]:
    """The text of every playbook the house took in, by its key."""
    return {row.key: edition.text for row, edition in _rows(session)}


def _rows(session: Session) -> list[tuple[HousePlaybook, PlaybookEdition]]:
    wanted = select(HousePlaybook, PlaybookEdition).join(
        PlaybookEdition, col(PlaybookEdition.digest) == col(HousePlaybook.edition_digest)
    )
    return list(session.exec(wanted.order_by(col(HousePlaybook.key))))


def _of(playbook: Playbook, by: str = "", since: datetime | None = None) -> Offered:
    hours = playbook.office_hours
    return Offered(
        playbook.key, playbook.title, playbook.version, hours.opens, hours.closes, by=by, since=since
    )


def _house(row: HousePlaybook, edition: PlaybookEdition) -> Offered:
    try:
        playbook = loader.load(edition.text, f"{row.key}.yaml", playbook_vocabulary.vocabulary())
    except FileMistakes as mistakes:
        said = str(mistakes.mistakes[0])
        return Offered(row.key, row.key, edition.version, "", "", row.taken_in_by, row.taken_in_at, said)
    return _of(playbook, row.taken_in_by, row.taken_in_at)

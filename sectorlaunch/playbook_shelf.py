"""The playbook a run started with, parsed once in a process."""

from functools import lru_cache

from sqlmodel import Session

from notifications.rendering import known_kinds
from playbooks.loader import load
from playbooks.model import Playbook
from playbooks.vocabulary import Vocabulary
from sectorlaunch.audience_names import AUDIENCES
from sectorlaunch.tables import PlaybookRun


def vocabulary() -> Vocabulary:
    """The message kinds and audiences a playbook may name here."""
    return Vocabulary(kinds=known_kinds(), audiences=frozenset(AUDIENCES))


def of_run(session: Session, run_id: int) -> Playbook:
    """The playbook of a run, from the text it keeps."""
    run = session.get_one(PlaybookRun, run_id)
    return _parsed(run.playbook_text, run.playbook_key)


@lru_cache(maxsize=64)
def _parsed(text: str, key: str) -> Playbook:
    return load(text, f"{key}.yaml", vocabulary())

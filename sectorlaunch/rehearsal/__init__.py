"""A rehearsal: a whole launch with simulated people on a clock that jumps, in memory, in seconds.

The same tables, actions, gates, templates and outbox as in earnest. Nothing is sent, nothing is left behind.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from notifications.wires.mailbox import LocalMailbox
from playbooks.calendar import Calendar
from sectorlaunch import calendars
from sectorlaunch.engine import partnerships
from sectorlaunch.files import contacts_file, partnership_file
from sectorlaunch.files.chosen_playbook import NONE, chosen_by
from sectorlaunch.rehearsal.chance import Chance
from sectorlaunch.rehearsal.letters_kept import KeptLetters
from sectorlaunch.rehearsal.result import Rehearsal, gather
from sectorlaunch.rehearsal.stage import set_up
from sectorlaunch.rehearsal.walk import Walk

__all__ = ["Rehearsal", "begin", "rehearse"]

BEGINS = time(10, 0)
LONGEST = timedelta(days=720)
"""A launch that takes longer than this is stopped and shown as far as it came."""


def rehearse(
    partnership: Path,
    people: Path | None = None,
    *,
    seed: int,
    today: date | datetime,
    begins_on: date | None = None,
    mailbox: Path | None = None,
    house: Mapping[str, str] = NONE,
) -> Rehearsal:
    """Walks the launch of a partnership file from `begins_on`, else `today`: days in its zone, or a moment on one.

    `people` is the contacts file; the `contacts.csv` beside the partnership when absent, nobody when there is none.
    `house` are the texts of the playbooks the house took in, by key. With `mailbox` every message is written there as an .eml file. The same seed, files and day give the same
    launch. Raises FileMistakes for mistakes in the files.
    """
    walk = begin(partnership, people, seed=seed, begins_on=begins_on or today, mailbox=mailbox, house=house)
    walk.to_the_end()
    with walk.stage.reading() as session:
        rehearsal = gather(session, walk.stage, seed, walk.remarks)
    walk.stage.close()
    return rehearsal


def begin(
    partnership: Path,
    people: Path | None = None,
    *,
    seed: int,
    begins_on: date | datetime,
    mailbox: Path | None = None,
    house: Mapping[str, str] = NONE,
) -> Walk:
    """A launch on its first morning, to be walked step by step."""
    file = partnership_file.read(partnership, begins_on)
    if isinstance(begins_on, datetime):
        begins_on = begins_on.astimezone(ZoneInfo(file.time_zone)).date()
    beside = partnership.parent / "contacts.csv"
    contacts_path = people or (beside if beside.exists() else None)
    contacts = contacts_file.read(contacts_path) if contacts_path is not None else None
    text, playbook = chosen_by(file, house)
    calendar = Calendar(file.time_zone, calendars.COUNTRY, file.region.state)
    wire = LocalMailbox(mailbox) if mailbox is not None else KeptLetters()
    stage = set_up(calendar.moment(begins_on, BEGINS), Chance(seed), calendar, playbook, wire)
    with stage.unit() as session:
        created = partnerships.start(session, stage.now, file, contacts, text, playbook)
    stage.slug, stage.partnership_id, stage.run_id = created.slug, created.partnership_id, created.run_id
    return Walk(stage, LONGEST, created.remarks)

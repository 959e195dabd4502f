"""Importing: 10,000 contacts taken in with the search for duplicates."""

import time
from collections.abc import Callable
from itertools import pairwise

from sqlmodel import select

from bench import letters
from bench.group import new_home
from bench.machine import spread
from sectorlaunch import database
from sectorlaunch.actions import people
from sectorlaunch.files import contacts_file
from sectorlaunch.records import duplicates
from sectorlaunch.tables import Partnership

CONTACTS = 10_000
MISSPELLED_EVERY = 50
"""One contact in so many comes a second time, with a slip of the pen and another address."""
ROUNDS = 3


def run(say: Callable[[str], None]) -> dict[str, object]:
    reading, taking, searching, whole = [], [], [], []
    rows = pairs = 0
    for number in range(ROUNDS):
        with new_home() as home:
            engine, _, _ = letters.open_partnership(home, 1)
            file = home / "ten-thousand.csv"
            file.write_text(_list(), encoding="utf-8")
            moments = [time.perf_counter()]
            contacts = contacts_file.read(file)
            moments.append(time.perf_counter())
            with database.unit_of_work(engine, letters.NOW) as session:
                slug = session.exec(select(Partnership.slug)).one()
                rows = len(people.import_contacts(session, letters.NOW, slug, contacts).rows)
            moments.append(time.perf_counter())
            with database.reading(engine) as session:
                pairs = len(duplicates.propose(session, slug))
            moments.append(time.perf_counter())
            engine.dispose()
        for kept, (before, after) in zip((reading, taking, searching), pairwise(moments), strict=True):
            kept.append(after - before)
        whole.append(moments[-1] - moments[0])
        say(f"round {number + 1}: {whole[-1]:.1f} s for {rows} rows, {pairs} pairs proposed")
    return {
        "rows": rows,
        "pairs proposed": pairs,
        "seconds to read the file": spread(reading),
        "seconds to take it in": spread(taking),
        "seconds to search for duplicates": spread(searching),
        "seconds in all": spread(whole),
        "aim": "under 10 s in all",
    }


def _list() -> str:
    """Ten thousand rows; some of the people are in it twice, nearly alike."""
    lines = letters.contact_list(CONTACTS - CONTACTS // MISSPELLED_EVERY).splitlines()
    for line in lines[1::MISSPELLED_EVERY][: CONTACTS // MISSPELLED_EVERY]:
        name, email, *rest = line.split(",")
        lines.append(",".join([name[:-1] + "x", f"second.{email}", *rest]))
    while len(lines) <= CONTACTS:
        name, email, *rest = lines[len(lines) // 2].split(",")
        lines.append(",".join([f"{name} Junior", f"third{len(lines)}.{email}", *rest]))
    return "\n".join(lines) + "\n"

"""`sector-launch up`: the tables first, then the group, and meanwhile the sample and the way in."""

import threading
from pathlib import Path

from sectorlaunch.cli.installation import Installation, installation
from sectorlaunch.settings import Settings
from sectorlaunch.supervisor import supervisor

PATIENCE_SECONDS = 120
"""How long the sign-in link waits for the portal before it is printed anyway."""


def start(sample: Path | None) -> None:
    """Runs until stopped. What is slow and not needed for the first page happens while the parts are starting."""
    settings = Settings()
    _bring_tables_up_to_date(settings)
    print(f"Everything is kept in {settings.home_folder}.", flush=True)
    portal_answers = threading.Event()
    way_in = threading.Thread(target=_prepare, args=(sample, portal_answers), daemon=True)
    way_in.start()

    def announce(sentence: str) -> None:
        print(sentence, flush=True)
        if sentence == supervisor.portal_answers(settings):
            portal_answers.set()

    supervisor.up(settings, announce)
    print("Stopped. Everything is kept; the next start goes on from here.", flush=True)


def _bring_tables_up_to_date(settings: Settings) -> None:
    from sectorlaunch.cli.table_version import is_newest

    if is_newest(settings):
        return
    from sectorlaunch import clock
    from sectorlaunch.backup import upgrading
    from sectorlaunch.database import open_database

    engine = open_database(settings)
    try:
        upgrading.bring_up_to_date(settings, engine, clock.now(), lambda said: print(said, flush=True))
    finally:
        engine.dispose()


def _prepare(sample: Path | None, portal_answers: threading.Event) -> None:
    """Loads the sample where it is asked for and absent, and says how to get in and where messages go."""
    from sectorlaunch.cli.main import in_words

    said: list[str] = []
    try:
        said = _ready(sample)
    except Exception as error:
        said = [in_words(error)]
    portal_answers.wait(PATIENCE_SECONDS)
    for line in said:
        print(line, flush=True)


def _ready(sample: Path | None) -> list[str]:
    from sectorlaunch.cli.signing_in import fresh_link
    from sectorlaunch.outbox import channels
    from sectorlaunch.records import accounts

    here = installation()
    said = []
    if sample is not None and (loaded := _load(here, sample)):
        said.append(loaded)
    with here.changing() as session:
        known = accounts.that_convene(session)
        if known:
            said.append(f"Sign in as {known[0].name}, once: {fresh_link(session, here.now, known[0])}")
        else:
            said.append("Start a partnership: sector-launch new FILE --people FILE")
        live = [one for one in channels.list_channels(session) if one.live_since is not None]
    if live:
        said.append(f"Messages leave by {', '.join(one.masked for one in live)}.")
    else:
        said.append(
            f"Messages go to the local mailbox, {here.settings.mailbox}: nothing leaves this machine."
        )
    here.engine.dispose()
    return said


def _load(here: Installation, sample: Path) -> str:
    """Starts the sample partnership; nothing when it is there already."""
    from sectorlaunch.actions import keepers
    from sectorlaunch.engine import partnerships as partnership_actions
    from sectorlaunch.files import contacts_file, partnership_file
    from sectorlaunch.files.chosen_playbook import chosen_by
    from sectorlaunch.records import partnerships as partnership_records

    file = partnership_file.read(sample, here.now, here.read(partnership_records.started))
    beside = sample.parent / "contacts.csv"
    contacts = contacts_file.read(beside) if beside.exists() else None
    created = here.change(partnership_actions.start, file, contacts, *chosen_by(file))
    here.change(keepers.begin, here.settings.lead_addresses)
    return (
        "" if created.already_there else f"The sample, {file.name}, is started with {created.people} people."
    )

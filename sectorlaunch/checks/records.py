"""The records: whether the database opens with current tables, and whether the playbooks we ship hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playbooks import loader
from playbooks.yaml_lines import FileMistakes
from sectorlaunch import migrations, playbook_vocabulary, sealing, typesetting, wall_clock, wording
from sectorlaunch.backup import soundness as whole
from sectorlaunch.checks.finding import Finding, Patient
from sectorlaunch.database import open_engine, reading
from sectorlaunch.records import clock_changes
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Organization, Person

if TYPE_CHECKING:
    from sqlmodel import Session


def database(patient: Patient) -> Finding:
    from sqlalchemy.exc import SQLAlchemyError

    settings = patient.settings
    if not _are_there(settings):
        return Finding("warning", "there is no database yet", "`sector-launch up` or `new` makes it.")
    engine = open_engine(settings.database)
    try:
        current = migrations.is_current(engine)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        remedy = "Check SECTOR_LAUNCH_DATABASE_URL and that the server runs."
        return Finding("problem", f"it cannot be opened: {reason}", remedy)
    finally:
        engine.dispose()
    if not current:
        return Finding("problem", "its tables are of another version", "Run `sector-launch migrate`.")
    return Finding("fine", f"{engine.dialect.name}, its tables are current")


def soundness(patient: Patient) -> Finding:
    """Every page and every row: a database may open, answer, and have lost a part of itself."""
    if not _are_there(patient.settings):
        return Finding("fine", "there is no database yet")
    engine = open_engine(patient.settings.database)
    try:
        if engine.dialect.name == "sqlite":
            whole.check_file(Path(str(engine.url.database)))
            return Finding("fine", "every page is whole, and every row refers to what is there")
        whole.check_server(engine)
        with engine.connect() as connection:
            if whole.has_amcheck(connection):
                return Finding("fine", "every row can be read, and every index holds")
        return Finding(
            "fine", "every row can be read; `CREATE EXTENSION amcheck` has the indexes looked at, too"
        )
    except whole.Damaged as damage:
        remedy = (
            "Stop Sector Launch, keep the folder as it is, and put back the newest copy: "
            "`sector-launch restore FILE --to HOME`."
        )
        return Finding("problem", damage.message, remedy)
    finally:
        engine.dispose()


def hours(patient: Patient) -> Finding:
    """A law that changes the clocks leaves what was planned before beside its hour, until a sweep puts it right."""
    rules = f"the time-zone rules are those of {wall_clock.rules_version() or 'an edition that says no name'}"
    with looking_into(patient.settings) as session:
        found = clock_changes.drifted(session, patient.now) if session is not None else []
        planned = clock_changes.planned_by_other_rules(session) if session is not None else []
        behind = [one for one in planned if one.clock_rules]
    if behind and not found:
        zones = ", ".join(sorted({one.zone for one in behind}))
        return Finding(
            "warning",
            f"{rules}, and what is planned in {zones} was planned by others",
            "The next sweep keeps each hour.",
        )
    if not found:
        return Finding("fine", f"{rules}; everything to come stands at its hour")
    zones = ", ".join(sorted({one.zone for one in found}))
    return Finding(
        "warning",
        f"{rules}, and {len(found)} of the hours to come in {zones} stand at another moment by them",
        "The next sweep keeps each hour and sends its calendar entry anew. If this stays, start Sector Launch anew: "
        "a process that runs keeps the rules it began with.",
    )


def _are_there(settings: Settings) -> bool:
    return settings.database_url is not None or (settings.home_folder / "sector-launch.db").exists()


@contextmanager
def looking_into(settings: Settings) -> "Iterator[Session | None]":
    """The records, to read; None where there are none yet."""

    if not _are_there(settings):
        yield None
        return
    engine = sealing.belongs_to(open_engine(settings.database), settings.home_folder)
    try:
        with reading(engine) as session:
            yield session
    finally:
        engine.dispose()


def fonts(patient: Patient) -> Finding:
    """A name in a script no font here has becomes a row of boxes on every paper."""
    from sqlmodel import select

    with looking_into(patient.settings) as session:
        if session is None:
            return Finding("fine", "there are no names yet")
        names = [*session.exec(select(Person.name)), *session.exec(select(Organization.name))]
    missing = typesetting.without_a_font("".join(names))
    if not missing:
        return Finding("fine", "papers can show every name on record")
    scripts = wording.listing([script.capitalize() for script in missing])
    return Finding(
        "warning",
        f"papers show boxes for names in {scripts}",
        "Install fonts that have them, such as the packages fonts-noto-core and fonts-noto-cjk; nothing need be started anew.",
    )


def playbooks(patient: Patient) -> Finding:

    vocabulary = playbook_vocabulary.vocabulary()
    found = loader.shipped()
    for key, path in found.items():
        try:
            loader.load(loader.shipped_text(key), path.name, vocabulary)
        except FileMistakes as mistakes:
            return Finding("problem", str(mistakes.mistakes[0]), f"Mend {path}, or install again.")
    return Finding("fine", ", ".join(found))

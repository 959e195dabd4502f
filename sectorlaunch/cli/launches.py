"""Starting a launch, and seeing where each one stands."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import installation, reading
from sectorlaunch.cli.options import Json, Slug, argument

if TYPE_CHECKING:
    from sectorlaunch.cli.post import Listed

OptionalSlug = Annotated[str, argument("SLUG", "One partnership; all of them when left out.")]


def new(
    partnership: Annotated[Path, typer.Argument(help="The partnership file, YAML.", show_default=False)],
    people: Annotated[
        Path | None, typer.Option("--people", metavar="FILE", help="The contacts, CSV.")
    ] = None,
    json: Json = False,
) -> None:
    """Starts a partnership from its file and its contacts. Running it twice does nothing the second time."""
    from sectorlaunch.actions import keepers
    from sectorlaunch.engine import partnerships as partnership_actions
    from sectorlaunch.files import contacts_file, partnership_file
    from sectorlaunch.files.chosen_playbook import chosen_by
    from sectorlaunch.records import house_playbooks
    from sectorlaunch.records import partnerships as partnership_records

    here = installation()
    started = here.read(partnership_records.started)
    file, contacts = _both_files(
        partial(partnership_file.read, started=started), contacts_file.read, partnership, people, here.now
    )
    created = here.change(
        partnership_actions.start, file, contacts, *chosen_by(file, here.read(house_playbooks.texts))
    )
    here.change(keepers.begin, here.settings.lead_addresses)
    if json:
        output.as_json(created)
    elif created.already_there:
        output.say(f"{created.slug} was started before; nothing was changed.", *created.differences)
    else:
        output.say(
            f"{file.name} is started, with {created.people} people on record.",
            *created.remarks,
            f"See where it stands: sector-launch status {created.slug}",
        )


def _both_files(
    read_partnership: Any, read_contacts: Any, partnership: Path, people: Path | None, today: Any
) -> tuple[Any, Any]:
    """Reads both files and tells the mistakes of both at once."""
    from playbooks.yaml_lines import FileMistakes

    mistakes: list[Any] = []
    file = contacts = None
    try:
        file = read_partnership(partnership, today)
    except FileMistakes as found:
        mistakes += found.mistakes
    try:
        contacts = read_contacts(people) if people is not None else None
    except FileMistakes as found:
        mistakes += found.mistakes
    if mistakes:
        raise FileMistakes(mistakes)
    return file, contacts


def status(slug: OptionalSlug = "", json: Json = False) -> None:
    """Where each launch stands: step, gate, what is missing and who can settle it."""
    from sectorlaunch.cli.statuses import all_statuses, lines

    found = installation().read(lambda session: all_statuses(session, slug))
    if json:
        output.as_json(found)
    elif not found:
        output.say("No partnership has been started yet. `sector-launch new FILE --people FILE` starts one.")
    else:
        for number, one in enumerate(found):
            output.say(*([""] if number else []), *lines(one, detailed=bool(slug)))


def timeline(
    slug: Slug,
    coming: Annotated[bool, typer.Option("--coming", help="Only what is still to come.")] = False,
    json: Json = False,
) -> None:
    """Every dated thing of a launch, past and to come."""
    from sectorlaunch.status import timeline as timeline_status

    with reading(slug) as launch:
        zone = launch.partnership.zone
        entries = [entry for entry in timeline_status.timeline(launch) if not (coming and entry.past)]
    output.listing(
        entries,
        lambda e: (output.local(e.at, zone) if e.at else e.on.isoformat(), e.kind.value, e.state, e.what),
        json=json,
    )


def messages(
    slug: Slug,
    state: Annotated[
        str, typer.Option("--state", metavar="STATE", help="Such as queued, sent, missed, withheld.")
    ] = "",
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="Such as invitation.")] = "",
    json: Json = False,
) -> None:
    """What was sent to whom, and what waits to be sent."""
    from sectorlaunch.cli.post import listed

    with reading(slug) as launch:
        found, zone = listed(launch.session, launch.run_id, state, kind), launch.partnership.zone
    output.listing(
        found,
        lambda m: (output.local(m.at, zone), m.state, f"{m.to_name} <{m.to}>", _subject(m)),
        "No such message." if state or kind else "No message has been written yet.",
        json=json,
    )


def _subject(message: "Listed") -> str:
    if message.state == "withheld":
        return f"{message.subject} (message {message.id}: {message.state_reason})"
    return f"{message.subject} ({message.state_reason})" if message.state_reason else message.subject

"""People who are on record twice: `people duplicates`, `merge`, `unmerge`."""

from typing import Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import installation
from sectorlaunch.cli.options import By, Json, Slug, argument

Person = Annotated[
    str, typer.Argument(help="An address, or a number as `people duplicates` shows it.", show_default=False)
]


def duplicates(slug: Slug, json: Json = False) -> None:
    """Proposes who may be on record twice: same address, same name and company, near spellings."""
    from sectorlaunch.records import duplicates as duplicate_records

    found = installation().read(lambda session: duplicate_records.propose(session, slug))
    if json:
        output.as_json(found)
        return
    if not found:
        output.say("Nobody seems to be on record twice.")
    for pair in found:
        output.say(f"{pair.why[:1].upper()}{pair.why[1:]}:")
        output.columns(
            [
                (f"  {one.person_id}", one.name, one.email or one.phone or "no address", one.organization)
                for one in (pair.keep, pair.go)
            ]
        )
        output.say(f"  sector-launch people merge {pair.keep.person_id} {pair.go.person_id}")


def merge(keep: Person, go: Person, by: By = "") -> None:
    """Makes one person of two entries, KEEP, with the history of both. `people unmerge` takes it back."""
    from sectorlaunch.actions.merging import merge as merge_entries
    from sectorlaunch.records import duplicates as duplicate_records

    here = installation()
    with here.changing() as session:
        kept, gone = duplicate_records.someone(session, keep), duplicate_records.someone(session, go)
        done = merge_entries.merge(session, here.now, kept.pk, gone.pk, by=by or "the convener")
    output.say(
        f"{done.gone} is now {done.kept}; {done.moved} records changed.",
        f"If they are two people after all: sector-launch people unmerge {done.merge_id}",
    )


def unmerge(
    number: Annotated[int, argument("ID", "The number of the merge.", min=1, max=2**31 - 1)],
    by: By = "",
) -> None:
    """Takes a merge back: two people again, each with what was theirs."""
    from sectorlaunch.actions.merging import merge as merge_entries

    done = installation().change(merge_entries.unmerge, number, by=by or "the convener")
    output.say(f"{done.gone} and {done.kept} are two people again.")
    if done.left:
        output.say(
            f"{done.left} records were changed since the merge and stay as they are, with {done.kept}."
        )

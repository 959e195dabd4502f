"""People who are on record twice: `people duplicates`, `merge`, `unmerge`."""

from typing import Annotated

import typer

from sectorlaunch.cli.options import By, Json, Slug

Person = Annotated[
    str, typer.Argument(help="An address, or a number as `people duplicates` shows it.", show_default=False)
]


def duplicates(slug: Slug, json: Json = False) -> None:
    """Proposes who may be on record twice: same address, same name and company, near spellings."""
    from sectorlaunch.cli import showing
    from sectorlaunch.cli.installation import installation
    from sectorlaunch.operations.people import duplicates as finding

    here = installation()
    with here.reading() as session:
        found = finding.propose(session, slug)
    if json:
        showing.as_json(found)
        return
    if not found:
        showing.say("Nobody seems to be on record twice.")
    for pair in found:
        showing.say(f"{pair.why[:1].upper()}{pair.why[1:]}:")
        showing.columns(
            [
                (f"  {one.person_id}", one.name, one.email or one.phone or "no address", one.organisation)
                for one in (pair.keep, pair.go)
            ]
        )
        showing.say(f"  sector-launch people merge {pair.keep.person_id} {pair.go.person_id}")


def merge(keep: Person, go: Person, by: By = "") -> None:
    """Makes one person of two entries, KEEP, with the history of both. `people unmerge` takes it back."""
    from sectorlaunch.cli import showing
    from sectorlaunch.cli.installation import installation
    from sectorlaunch.operations.people import duplicates as finding
    from sectorlaunch.operations.people import merging

    here = installation()
    with here.changing() as session:
        kept, gone = finding.someone(session, keep), finding.someone(session, go)
        assert kept.id is not None
        assert gone.id is not None
        done = merging.merge(session, here.now, kept.id, gone.id, by=by or "the convener")
    showing.say(
        f"{done.gone} is now {done.kept}; {done.moved} records changed.",
        f"If they are two people after all: sector-launch people unmerge {done.merge_id}",
    )


def unmerge(
    number: Annotated[
        int,
        typer.Argument(
            metavar="ID", help="The number of the merge.", min=1, max=2**31 - 1, show_default=False
        ),
    ],
    by: By = "",
) -> None:
    """Takes a merge back: two people again, each with what was theirs."""
    from sectorlaunch.cli import showing
    from sectorlaunch.cli.installation import installation
    from sectorlaunch.operations.people import merging

    here = installation()
    with here.changing() as session:
        done = merging.unmerge(session, here.now, number, by=by or "the convener")
    showing.say(f"{done.gone} and {done.kept} are two people again.")
    if done.left:
        showing.say(
            f"{done.left} records were changed since the merge and stay as they are, with {done.kept}."
        )


def add_to(app: typer.Typer) -> None:
    app.command("duplicates")(duplicates)
    app.command("merge")(merge)
    app.command("unmerge")(unmerge)

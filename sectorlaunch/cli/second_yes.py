"""What one convener asked for and another agrees to: `second-yes list`, `agree`, `decline`."""

from typing import Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import reading, recording
from sectorlaunch.cli.options import Json, Slug, argument, group

app = group("Waivers and releases that wait for another convener's yes, where the playbook wants two.")
What = Annotated[str, argument("NAME", "As `second-yes list` shows it, such as waiver-3.")]
As = Annotated[str, typer.Option("--as", metavar="EMAIL", help="The convener who says so.")]


@app.command("list")
def list_(slug: Slug, json: Json = False) -> None:
    """What waits, who asked for it, and who may agree."""
    from sectorlaunch.records import second_yes

    with reading(slug) as launch:
        found = [
            {
                "name": f"{one.kind.value}-{one.number}",
                "title": one.title,
                "asked_by": one.asked_by,
                "who": one.who,
            }
            for one in second_yes.asked(launch)
        ]
    nothing = "Nothing waits for a second yes."
    output.listing(
        found, lambda one: (one["name"], one["title"], one["asked_by"], one["who"]), nothing, json=json
    )


@app.command("agree")
def agree(slug: Slug, name: What, as_: As) -> None:
    """Agrees to it, as a convener who did not ask for it."""
    from sectorlaunch.engine import second_yes

    kind, number = _read(name)
    with recording(slug) as at:
        at.say(second_yes.agree(*at.here, kind, number, by=at.person(as_)))


@app.command("decline")
def decline(slug: Slug, name: What, as_: As) -> None:
    """Says no to it, or takes back what one asked for."""
    from sectorlaunch.actions import second_yes

    kind, number = _read(name)
    with recording(slug) as at:
        at.say(second_yes.decline(*at.here, kind, number, by=at.person(as_)))


def _read(name: str) -> tuple[str, int]:
    kind, _, number = name.rpartition("-")
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        raise typer.BadParameter("name it as `second-yes list` does, such as waiver-3.", param_hint="NAME")
    return kind, int(number)

"""Every partnership of the installation at a glance."""

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import installation
from sectorlaunch.cli.options import Json


def portfolio(json: Json = False) -> None:
    """Every partnership, late ones first, and how many stand at each step."""
    from sqlmodel import col, select

    from sectorlaunch.cli.below import as_json
    from sectorlaunch.status import portfolio as status
    from sectorlaunch.tables import Partnership

    here = installation()
    with here.reading() as session:
        everything = list(session.exec(select(Partnership).order_by(col(Partnership.id))))
        found = status.of(session, here.now, everything)
    if json:
        steps = [{"step": one.title, "number": one.number, "late": one.by_health[0]} for one in found.lines]
        output.as_json({"steps": steps, "partnerships": [as_json(row) for row in found.rows]})
        return
    output.listing(
        found.rows,
        lambda row: (
            row.name,
            row.step or row.state,
            f"held {row.held_on}" if row.held_on else str(row.launch_on or "no date"),
            f"{row.people} people",
            row.pace.headline if row.is_late else row.pace.health.value,
        ),
        "No partnership has been started yet.",
        json=json,
    )
    for line in found.lines:
        output.say(
            f"{line.title}: {line.number}" + (f", {line.by_health[0]} late" if line.by_health[0] else "")
        )

"""A partnership above others: `below list`, `plan`, `region`, `start`, `ask`, `agree`, `take-out` and their like."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import reading, recording
from sectorlaunch.cli.options import By, Json, Slug, argument, group, one_of

if TYPE_CHECKING:
    from sectorlaunch.cli.recording import Recording
    from sectorlaunch.status.below import Row
    from sectorlaunch.tables import PlannedRegion, RoleKind

app = group(
    "What hangs below a partnership: planned regions, the next one started, others hung there and taken out."
)
Other = Annotated[str, argument("OTHER", "The short name of the other partnership.")]
Region = Annotated[
    str, typer.Option("--region", metavar="NAME", help="The region; one of the plan takes its place there.")
]


@app.command("list")
def list_(slug: Slug, json: Json = False) -> None:
    """Where those below stand, late ones first, and how many are planned, held and left."""
    from sectorlaunch.records import umbrella
    from sectorlaunch.status import below

    with reading(slug) as launch:
        partnership = launch.partnership
        counts = umbrella.counts(launch.session, partnership)
        rows = below.rows(launch.session, launch.now, umbrella.below(launch.session, partnership.pk))
        free = [
            one.region for one in umbrella.regions(launch.session, partnership.pk) if not one.partnership_id
        ]
        asked = [one.slug for one in umbrella.open_asks_of(launch.session, partnership.pk)]
        asked_by = [one.slug for _, one in umbrella.open_asks_to(launch.session, [partnership.pk])]
    if json:
        said = {"planned": counts.planned, "held": counts.held, "left": counts.left}
        lists = {"free": free, "asked": asked, "asked_by": asked_by}
        output.as_json({**said, **lists, "below": [as_json(row) for row in rows]})
        return
    output.columns(
        [
            (
                row.name,
                row.region,
                row.step or row.state,
                f"held {row.held_on}" if row.held_on else str(row.launch_on or "no date"),
                f"{row.people} people",
                row.pace.headline if row.is_late else row.pace.health.value,
            )
            for row in rows
        ]
    )
    output.say(f"{counts.words[:1].upper()}{counts.words[1:]}.")
    for words, names in (("Planned, not started", free), ("Asked", asked), ("Asked to hang below", asked_by)):
        if names:
            output.say(f"{words}: {', '.join(names)}.")


def as_json(row: "Row") -> dict[str, Any]:
    """A partnership of a table, for machines."""
    return {
        "slug": row.slug,
        "name": row.name,
        "region": row.region,
        "state": row.state,
        "step": row.step,
        "launch_on": row.launch_on,
        "held_on": row.held_on,
        "next_on": row.next_on,
        "people": row.people,
        "came": row.came,
        "gates_late": row.pace.gates_late,
        "days_behind": row.pace.days_behind,
    }


@app.command("plan")
def plan(
    slug: Slug,
    number: Annotated[
        int | None, typer.Argument(metavar="[N]", help="1 to 200; without, as many as regions.")
    ] = None,
    by: By = "",
) -> None:
    """Says how many are planned below."""
    from sectorlaunch.actions import umbrella

    with recording(slug, by) as at:
        umbrella.plan(*at.here, number, by=at.by)
        at.say(f"{number} are planned below." if number else "As many are planned below as regions.")


@app.command("region")
def region(
    slug: Slug,
    name: Annotated[str, argument("NAME", "Again for a region that is to have two.")],
    county: Annotated[
        list[str] | None, typer.Option("--county", help="A county; repeat it for more.")
    ] = None,
    out: Annotated[
        bool, typer.Option("--out", help="Takes a free place in that region out of the plan.")
    ] = False,
    by: By = "",
) -> None:
    """Plans a region, or takes it out of the plan."""
    from sectorlaunch.actions import umbrella
    from sectorlaunch.errors import NotFound

    with recording(slug, by) as at:
        if not out:
            umbrella.plan_region(*at.here, name, county or (), by=at.by)
            at.say(f"{name} is in the plan.")
            return
        places = _places(at, name)
        if not places:
            raise NotFound(f"{name} is not in the plan.")
        umbrella.drop_region(*at.here, places[0].pk, by=at.by)
        at.say(f"{name} is out of the plan.")


@app.command("start")
def start(
    slug: Slug,
    name: Annotated[str, argument("NAME", "What the new partnership is called.")],
    launch: Annotated[
        str, typer.Option("--launch", metavar="DATE", help="The day it launches, or such as “26 weeks”.")
    ],
    convener: Annotated[
        str,
        typer.Option("--convener", metavar="EMAIL", help="Who convenes it; the convener here when left out."),
    ] = "",
    region: Region = "",
    playbook: Annotated[
        str, typer.Option("--playbook", metavar="KEY", help="The same as here when left out.")
    ] = "",
    team: Annotated[
        bool, typer.Option("--team", help="The team here is on its list, each with their role.")
    ] = False,
    person: Annotated[
        list[str] | None,
        typer.Option("--person", metavar="EMAIL=ROLE", help="Somebody else on its list; repeat it for more."),
    ] = None,
    by: By = "",
) -> None:
    """Starts the next partnership below this one, with people and own words from here."""
    from sectorlaunch.engine import umbrella
    from sectorlaunch.portal.views import below

    with recording(slug, by) as at:
        here = below.of(at, at.person(convener).pk if convener else at.convener.pk)
        roles = {one.id: _role(one.role) for one in here.candidates if one.role} if team else {}
        for given in person or ():
            email, _, words = given.rpartition("=")
            roles[at.person(email).pk] = _role(words)
        wanted = umbrella.NextOne(name, launch, here.convener_id, region, (), playbook, roles)
        place = next(iter(_places(at, region)), None) if region else None
        created = umbrella.start_next(*at.here, wanted, place, by=at.by)
        at.say(
            f"{name} is started below {at.partnership.name}: sector-launch status {created.slug}",
            *created.remarks,
        )


@app.command("ask")
def ask(slug: Slug, other: Other, region: Region = "", by: By = "") -> None:
    """Asks the conveners of another partnership to hang it below this one."""
    from sectorlaunch.actions import umbrella

    with recording(slug, by) as at:
        place = next(iter(_places(at, region)), None) if region else None
        umbrella.ask(*at.here, other, place, by=at.by)
        at.say(f"If there is a partnership “{other}”, its conveners are asked on their page.")


@app.command("withdraw")
def withdraw(slug: Slug, other: Other) -> None:
    """Takes back what another one was asked."""
    from sectorlaunch.actions import umbrella
    from sectorlaunch.records import umbrella as records

    with recording(slug) as at:
        waiting = records.open_asks_of(at.session, at.partnership_id)
        umbrella.withdraw(*at.here, next((one.pk for one in waiting if one.slug == other), 0))
        at.say("Nobody is asked any more.")


@app.command("agree")
def agree(slug: Slug, other: Other, by: By = "") -> None:
    """Hangs this partnership below another one that asked for it."""
    from sectorlaunch.actions import umbrella
    from sectorlaunch.records import umbrella as records

    with recording(slug, by) as at:
        asked = _named(records.open_asks_to(at.session, [at.partnership_id]), other)
        at.say(f"It hangs below {umbrella.agree(*at.here, asked, by=at.by).name}.")


@app.command("decline")
def decline(slug: Slug, other: Other, by: By = "") -> None:
    """Says no to another one that asked for it."""
    from sectorlaunch.actions import umbrella
    from sectorlaunch.records import umbrella as records

    with recording(slug, by) as at:
        umbrella.decline(
            *at.here, _named(records.open_asks_to(at.session, [at.partnership_id]), other), by=at.by
        )
        at.say("Declined. Nothing has changed.")


@app.command("take-out")
def take_out(slug: Slug, other: Other, by: By = "") -> None:
    """Has another partnership hang below this one no more."""
    from sectorlaunch.actions import umbrella
    from sectorlaunch.records import umbrella as records

    with recording(slug, by) as at:
        found = next((one.pk for one in records.below(at.session, at.partnership_id) if one.slug == other), 0)
        at.say(f"{umbrella.take_out(*at.here, found, by=at.by).name} does not hang below any more.")


@app.command("leave")
def leave(slug: Slug, by: By = "") -> None:
    """Has this partnership hang below another one no more."""
    from sectorlaunch.actions import umbrella

    with recording(slug, by) as at:
        umbrella.leave(*at.here, by=at.by)
        at.say("It hangs below no partnership any more.")


def _places(at: "Recording", region: str) -> "list[PlannedRegion]":
    """Those of the plan in a region, free ones first."""
    from sectorlaunch.records import umbrella

    found = [one for one in umbrella.regions(at.session, at.partnership_id) if one.region == region.strip()]
    return sorted(found, key=lambda one: one.partnership_id is not None)


def _role(words: str) -> "RoleKind":
    from sectorlaunch.actions import copies
    from sectorlaunch.tables import RoleKind

    kind = one_of(RoleKind, words, "--person")
    if kind not in copies.ROLES:
        raise typer.BadParameter(f"nobody is copied as {kind.value}.", param_hint="--person")
    return kind


def _named(asks: list[Any], other: str) -> int:
    """The number of the ask that is about the partnership with this short name; 0, which none has, where there is none."""
    return next((ask.pk for ask, partnership in asks if partnership.slug == other), 0)

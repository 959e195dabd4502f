"""Labour-market data: loaded or fetched, shown, ranked, noted upon, decided, drawn up as a brief."""

from pathlib import Path
from typing import Annotated

import typer

from sectorlaunch.cli.options import By, Group, Json, Slug, day

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    help="Chooses the sector with the Bureau of Labor Statistics’ quarterly census (QCEW).",
)

Within = Annotated[
    str, typer.Option("--within", metavar="NAICS", help="The parts of one industry, such as 31-33 or 332.")
]
Digits = Annotated[
    int | None,
    typer.Option("--digits", min=2, max=6, help="2 for sectors, to 6 for the finest industries."),
]
Quarter = Annotated[
    str,
    typer.Option(
        "--quarter", metavar="QUARTER", help="Such as 2026-Q1; the newest of all counties when left out."
    ),
]
Ownership = Annotated[
    str, typer.Option("--ownership", help="private, all, federal, state or local; as the team chose it.")
]
Against = Annotated[str, typer.Option("--against", help="Compared with the nation or the state.")]
LeastJobs = Annotated[
    int | None, typer.Option("--least-jobs", min=0, help="Smaller industries get no place.")
]


@app.command("load")
def load(
    slug: Slug,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Files of the census.", show_default=False)
    ],
    year: Annotated[int | None, typer.Option("--year", help="The year it must be of.")] = None,
    published: Annotated[object, day("When the Bureau published it.", "--published")] = None,
    by: By = "",
    json: Json = False,
) -> None:
    """Puts files of the census on record: any of its four shapes, or a zip archive of them, checked, each once."""
    from sectorlaunch.cli.data_details import load_files

    load_files(slug, files, year, published, by, json)


@app.command("fetch")
def fetch(
    slug: Slug,
    quarters: Annotated[
        list[str],
        typer.Argument(
            metavar="QUARTER…", help="Such as 2026-Q1; 2026 for a year’s average.", show_default=False
        ),
    ],
    nation: Annotated[
        bool, typer.Option("--nation/--without-nation", help="The nation’s file too, for exact quotients.")
    ] = True,
    state: Annotated[bool, typer.Option("--state", help="The files of the region’s states too.")] = False,
    by: By = "",
    json: Json = False,
) -> None:
    """Gets the region’s counties from the Bureau’s open data and puts them on record."""
    from sectorlaunch.cli.data_details import fetch_files

    fetch_files(slug, quarters, nation, state, by, json)


@app.command("show")
def show(
    slug: Slug,
    within: Within = "",
    digits: Digits = None,
    quarter: Quarter = "",
    ownership: Ownership = "",
    against: Against = "",
    json: Json = False,
) -> None:
    """The region’s industries: jobs, establishments, wages, change, quotient, and what is hidden."""
    from sectorlaunch.cli.data_details import Asked, show_picture

    show_picture(slug, Asked(within, digits, quarter, ownership, against), json)


@app.command("rank")
def rank(
    slug: Slug,
    size: Annotated[int | None, typer.Option("--size", help="The weight of jobs.")] = None,
    growth: Annotated[int | None, typer.Option("--growth", help="The weight of the year’s change.")] = None,
    wage: Annotated[int | None, typer.Option("--wage", help="The weight of the weekly wage.")] = None,
    concentration: Annotated[
        int | None, typer.Option("--concentration", help="The weight of the location quotient.")
    ] = None,
    within: Within = "",
    digits: Digits = None,
    quarter: Quarter = "",
    ownership: Ownership = "",
    against: Against = "",
    least_jobs: LeastJobs = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep these weights as the team’s.")] = False,
    by: By = "",
    json: Json = False,
) -> None:
    """The industries in order by the team’s weights, with the range of places other weights would give."""
    from sectorlaunch.cli.data_details import Asked, rank_industries

    weights = {"size": size, "growth": growth, "wage": wage, "concentration": concentration}
    asked = Asked(within, digits, quarter, ownership, against, least_jobs, weights)
    rank_industries(slug, asked, keep, by, json)


@app.command("note")
def note(
    slug: Slug,
    industry: Annotated[str, typer.Argument(metavar="NAICS", help="Such as 31-33.", show_default=False)],
    text: Annotated[str, typer.Argument(metavar="TEXT", show_default=False)],
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            help="announced-closure, announced-opening, hidden-employer, self-employment, effort-under-way, "
            "business-contact, disagreement or other.",
        ),
    ] = "other",
    who: Annotated[str, typer.Option("--who", metavar="EMAIL", help="Who knows it; you when left out.")] = "",
) -> None:
    """Puts beside a sector what a member knows and the numbers do not."""
    from sectorlaunch.actions import sector_notes
    from sectorlaunch.cli.recording import recording
    from sectorlaunch.cli.words import one_of
    from sectorlaunch.tables import NoteKind

    chosen = one_of(NoteKind, kind, "--kind")
    with recording(slug, "") as at:
        person = at.person(who) if who else at.convener
        sector_notes.note(at.session, at.now, at.run_id, person, industry, chosen, text)
        at.say(f"Noted beside {industry}, by {person.name}.")


@app.command("footprint")
def footprint(
    slug: Slug,
    not_too_small: Annotated[
        str, typer.Option("--not-too-small", metavar="TEXT", help="What speaks for it.", show_default=False)
    ],
    not_too_large: Annotated[
        str, typer.Option("--not-too-large", metavar="TEXT", help="What speaks for it.", show_default=False)
    ],
    commuting: Annotated[
        str, typer.Option("--commuting", metavar="TEXT", help="Where people live and work.")
    ] = "",
    by: By = "",
) -> None:
    """Writes down why the region is neither too small nor too large; step 2 asks for it."""
    from sectorlaunch.actions import footprints
    from sectorlaunch.cli.recording import recording

    with recording(slug, by) as at:
        stated = footprints.state(
            at.session, at.now, at.run_id, not_too_small, not_too_large, commuting, by=at.by
        )
        at.say(f"On record for {', '.join(stated.counties)}, by {stated.written_by}.")


@app.command("decide")
def decide(
    slug: Slug,
    industry: Annotated[str, typer.Argument(metavar="NAICS", help="Such as 31-33.", show_default=False)],
    agreed: Annotated[
        list[str], typer.Option("--agreed", metavar="EMAIL", help="Who agrees; repeat it for more.")
    ],
    following: Annotated[str, typer.Option("--next", metavar="NAICS", help="Which may be next.")] = "",
    reasons: Annotated[str, typer.Option("--reasons", metavar="TEXT", help="Why, in a few sentences.")] = "",
    by: By = "",
) -> None:
    """Records the sector the team has chosen, with a snapshot of all it had before it."""
    from sectorlaunch.actions import sector_decisions
    from sectorlaunch.cli.recording import recording

    with recording(slug, by) as at:
        decision = sector_decisions.decide(
            at.session,
            at.now,
            at.run_id,
            industry,
            by=at.by,
            agreed=[person.name for person in at.people(agreed)],
            reasons=reasons,
            next_industry=following,
        )
        at.say(
            f"Decided: {industry}. The snapshot of {decision.snapshot['picture']['period']} is kept with it."
        )


@app.command("brief")
def brief(
    slug: Slug,
    folder: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", help="Where the two files go; here when left out."),
    ] = None,
    send: Annotated[
        bool, typer.Option("--send", help="Send it to the support team and the champions.")
    ] = False,
    by: By = "",
    json: Json = False,
) -> None:
    """Draws up the data brief: two pages as PDF, and a Word document to edit."""
    from sectorlaunch.cli.data_details import draw_up_brief

    draw_up_brief(slug, folder or Path(), send, by, json)

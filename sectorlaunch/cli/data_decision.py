"""What the team makes of the labor-market data: notes beside it, the footprint, the sector decided, the brief."""

from pathlib import Path
from typing import Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import reading, recording
from sectorlaunch.cli.options import By, Json, Slug, argument, one_of


def note(
    slug: Slug,
    industry: Annotated[str, argument("NAICS", "Such as 31-33.")],
    text: Annotated[str, argument("TEXT")],
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
    from sectorlaunch.tables import NoteKind

    chosen = one_of(NoteKind, kind, "--kind")
    with recording(slug, "") as at:
        person = at.person(who) if who else at.convener
        sector_notes.note(*at.here, person, industry, chosen, text)
        at.say(f"Noted beside {industry}, by {person.name}.")


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

    with recording(slug, by) as at:
        stated = footprints.state(*at.here, not_too_small, not_too_large, commuting, by=at.by)
        at.say(f"On record for {', '.join(stated.counties)}, by {stated.written_by}.")


def decide(
    slug: Slug,
    industry: Annotated[str, argument("NAICS", "Such as 31-33.")],
    agreed: Annotated[
        list[str], typer.Option("--agreed", metavar="EMAIL", help="Who agrees; repeat it for more.")
    ],
    following: Annotated[str, typer.Option("--next", metavar="NAICS", help="Which may be next.")] = "",
    reasons: Annotated[str, typer.Option("--reasons", metavar="TEXT", help="Why, in a few sentences.")] = "",
    by: By = "",
) -> None:
    """Records the sector the team has chosen, with a snapshot of all it had before it."""
    from sectorlaunch.actions import sector_decisions

    with recording(slug, by) as at:
        decision = sector_decisions.decide(
            *at.here,
            industry,
            by=at.by,
            agreed=[person.name for person in at.people(agreed)],
            reasons=reasons,
            next_industry=following,
        )
        at.say(
            f"Decided: {industry}. The snapshot of {decision.snapshot['picture']['period']} is kept with it."
        )


def brief(
    slug: Slug,
    folder: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", help="Where the files go; here when left out."),
    ] = None,
    send: Annotated[
        bool, typer.Option("--send", help="Send it to the support team and the champions.")
    ] = False,
    by: By = "",
    json: Json = False,
) -> None:
    """Draws up the data brief: two pages as PDF, and a Word document to edit, in English and in Spanish."""
    from sectorlaunch.actions import data_briefs
    from sectorlaunch.engine import data_briefs as data_brief_engine
    from sectorlaunch.papers import data_brief
    from sectorlaunch.records import data_briefs as data_brief_records

    with reading(slug) as launch:
        draft = data_brief.write(launch.session, launch.now, launch.run_id)
    rendered = data_brief.render(draft)
    with recording(slug, by) as at:
        brief = data_briefs.keep(*at.here, rendered, by=at.by)
        written = data_brief_engine.send(*at.here, brief.pk, by=at.by) if send else 0
        files = {
            data_brief_records.file_name(brief, language, slug) + ending: content
            for language, one in rendered.items()
            for ending, content in ((".pdf", one.pdf), (".docx", one.editable))
        }
        said = {"id": brief.pk, "title": brief.title, "period": brief.period, "summary": brief.summary}
    folder = folder or Path()
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content)
        paths.append(str(path))
    if json:
        output.as_json({**said, "files": paths, "letters": written})
        return
    output.say(f"{said['title']}, {said['period']}:", *(f"  {path}" for path in paths))
    if send:
        output.say(f"{written} letters are in the outbox.")

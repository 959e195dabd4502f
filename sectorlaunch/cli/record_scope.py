"""Records of steps 1 to 3: data, other efforts, scope, champions, numbers."""

from pathlib import Path
from typing import Annotated

import typer

from sectorlaunch.cli.options import By, Note, Slug, day


def add_to(record: typer.Typer) -> None:
    record.command("labour-data")(labour_data)
    record.command("effort")(effort)
    record.command("scope")(scope)
    record.command("critical-mass")(critical_mass)
    record.command("number")(number)
    record.command("champion")(champion)


def labour_data(
    slug: Slug,
    source: Annotated[str, typer.Option("--source", help="Such as “BLS QCEW”.")],
    quarter: Annotated[str, typer.Option("--quarter", help="Such as 2026-Q1.")],
    published: Annotated[object, day("When it was published.", "--published")] = None,
    figures: Annotated[
        Path | None, typer.Option("--figures", metavar="FILE", help="The figures, a JSON file.")
    ] = None,
    note: Note = "",
    by: By = "",
) -> None:
    """The regional labour-market picture the team works from."""
    from datetime import date

    from sectorlaunch.actions import sector_records
    from sectorlaunch.cli.recording import recording

    with recording(slug, by) as at:
        sector_records.load_labour_data(
            at.session,
            at.now,
            at.run_id,
            sector_records.LaborMarketPicture(
                source=source,
                quarter=quarter,
                note=note,
                published_on=published if isinstance(published, date) else None,
                figures=_figures(figures),
            ),
            by=at.by,
        )
        at.say(f"On record: {source}, {quarter}.")


def _figures(file: Path | None) -> dict[str, object]:
    import json

    from playbooks.yaml_lines import read_text
    from sectorlaunch.errors import BadInput

    if file is None:
        return {}
    try:
        found = json.loads(read_text(file))
    except json.JSONDecodeError as error:
        raise BadInput(f"{file}, line {error.lineno}: this is not valid JSON ({error.msg}).") from None
    if not isinstance(found, dict):
        raise BadInput(f'{file} must hold names and figures, such as {{"jobs": 1200}}.')
    return found


def effort(
    slug: Slug,
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False)],
    note: Note = "",
    by: By = "",
) -> None:
    """Another effort that is already active in this field."""
    from sectorlaunch.actions import sector_records
    from sectorlaunch.cli.recording import recording

    with recording(slug, by) as at:
        noted = sector_records.note_other_effort(at.session, at.now, at.run_id, name, by=at.by, note=note)
        at.say(f"On record: {noted.name}.")


def scope(
    slug: Slug,
    industry: Annotated[str, typer.Option("--industry", help="The sector's name.")] = "",
    naics: Annotated[
        list[str] | None, typer.Option("--naics", help="A NAICS code; repeat it for more.")
    ] = None,
    region: Annotated[str, typer.Option("--region", help="The region's name.")] = "",
    county: Annotated[
        list[str] | None, typer.Option("--county", help="A county; repeat it for more.")
    ] = None,
    by: By = "",
) -> None:
    """Sector and footprint. What is left out stays as it is."""
    from sectorlaunch.actions import scope as scope_actions
    from sectorlaunch.cli.recording import recording

    with recording(slug, by) as at:
        said = scope_actions.change(
            at.session,
            at.now,
            at.run_id,
            industry=industry,
            naics=naics or (),
            region=region,
            counties=county or (),
            by=at.by,
        )
        at.say(said)


def critical_mass(
    slug: Slug,
    leaders: Annotated[
        int, typer.Argument(metavar="N", help="Business leaders in the room.", min=1, show_default=False)
    ],
    by: By = "",
) -> None:
    """How many business leaders make the launch worthwhile, as the team has agreed."""
    number(slug, "critical_mass", leaders, by)


def number(
    slug: Slug,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="As in the playbook's numbers.", show_default=False)
    ],
    value: Annotated[int, typer.Argument(metavar="N", min=0, show_default=False)],
    by: By = "",
) -> None:
    """Any other threshold of the playbook that is different for this partnership."""
    from sectorlaunch.actions import scope as scope_actions
    from sectorlaunch.cli.recording import recording

    with recording(slug, by) as at:
        scope_actions.set_number(at.session, at.now, at.run_id, name, value, by=at.by)
        at.say(f"{name} is {value} for this partnership.")


def champion(
    slug: Slug,
    email: Annotated[str, typer.Argument(metavar="EMAIL", show_default=False)],
    stage: Annotated[
        str, typer.Option("--stage", help="prospect, asked, agreed, signed, hosting or declined.")
    ] = "",
    promise: Annotated[str, typer.Option("--promise", help="What they agreed to do, in a sentence.")] = "",
    owner: Annotated[str, typer.Option("--owner", metavar="EMAIL", help="Who makes the ask.")] = "",
    decides: Annotated[
        bool | None, typer.Option("--decides/--does-not-decide", help="Whether they decide for the company.")
    ] = None,
    note: Note = "",
    by: By = "",
) -> None:
    """A business leader on the champion pipeline, and how far they have come."""
    from sectorlaunch.actions import champions
    from sectorlaunch.cli.recording import recording
    from sectorlaunch.cli.words import one_of
    from sectorlaunch.records import people_list
    from sectorlaunch.tables import ChampionStage

    wanted = one_of(ChampionStage, stage, "--stage") if stage else None
    with recording(slug, by) as at:
        person = people_list.find(at.session, slug, email)
        asker = people_list.find(at.session, slug, owner) if owner else None
        if decides is not None:
            person.decides = decides
            at.session.add(person)
        known = champions.propose(at.session, at.now, at.run_id, person, asker, at.by)
        if wanted is not None:
            known = champions.move(
                at.session, at.now, at.run_id, person, wanted, by=at.by, note=note, promise=promise
            )
        at.say(f"{person.name}: {known.stage.value}.")

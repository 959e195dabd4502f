"""Records of steps 1 to 3: data, other efforts, scope, champions, numbers."""

from pathlib import Path
from typing import Annotated, Any

import typer

from sectorlaunch.cli.installation import recording
from sectorlaunch.cli.options import By, Email, Note, Slug, argument, day, one_of
from sectorlaunch.errors import BadInput


def labor_data(
    slug: Slug,
    source: Annotated[str, typer.Option("--source", help="Such as “BLS QCEW”.")],
    quarter: Annotated[str, typer.Option("--quarter", help="Such as 2026-Q1.")],
    published: Annotated[Any, day("When it was published.", "--published")] = None,
    figures: Annotated[
        Path | None, typer.Option("--figures", metavar="FILE", help="The figures, a JSON file.")
    ] = None,
    note: Note = "",
    by: By = "",
) -> None:
    """The regional labor-market picture the team works from."""
    from sectorlaunch.actions import sector_records

    with recording(slug, by) as at:
        sector_records.load_labor_data(
            *at.here,
            sector_records.LaborMarketPicture(
                source=source,
                quarter=quarter,
                note=note,
                published_on=published,
                figures=_figures(figures),
            ),
            by=at.by,
        )
        at.say(f"On record: {source}, {quarter}.")


def _figures(file: Path | None) -> dict[str, object]:
    import json

    from playbooks.yaml_lines import read_text

    if file is None:
        return {}
    try:
        found = json.loads(read_text(file))
    except json.JSONDecodeError as error:
        raise BadInput(f"{file}, line {error.lineno}: this is not valid JSON ({error.msg}).") from None
    if not isinstance(found, dict):
        raise BadInput(f'{file} must hold names and figures, such as {{"jobs": 1200}}.')
    return found


def effort(slug: Slug, name: Annotated[str, argument("NAME")], note: Note = "", by: By = "") -> None:
    """Another effort that is already active in this field."""
    from sectorlaunch.actions import sector_records

    with recording(slug, by) as at:
        noted = sector_records.note_other_effort(*at.here, name, by=at.by, note=note)
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

    with recording(slug, by) as at:
        at.say(
            scope_actions.change(
                *at.here, industry=industry, naics=naics or (), region=region, counties=county or (), by=at.by
            )
        )


def critical_mass(
    slug: Slug,
    leaders: Annotated[int, argument("N", "Business leaders in the room.", min=1)],
    by: By = "",
) -> None:
    """How many business leaders make the launch worthwhile, as the team has agreed."""
    number(slug, "critical_mass", leaders, by)


def number(
    slug: Slug,
    name: Annotated[str, argument("NAME", "As in the playbook's numbers.")],
    value: Annotated[int, argument("N", min=0)],
    by: By = "",
) -> None:
    """Any other threshold of the playbook that is different for this partnership."""
    from sectorlaunch.actions import scope as scope_actions

    with recording(slug, by) as at:
        scope_actions.set_number(*at.here, name, value, by=at.by)
        at.say(f"{name} is {value} for this partnership.")


def language(
    slug: Slug,
    which: Annotated[str, argument("LANGUAGE", "English or Spanish.")],
    person: Annotated[
        str, typer.Option("--person", metavar="EMAIL", help="Of one person, instead of the partnership.")
    ] = "",
    by: By = "",
) -> None:
    """What letters and personal pages are in, for all who have chosen nothing else, or for one person."""
    from sectorlaunch import plain_values
    from sectorlaunch.actions import language_wishes

    try:
        chosen = plain_values.language(which)
    except ValueError as remedy:
        raise BadInput(plain_values.sentence(remedy)) from None
    with recording(slug, by) as at:
        if person:
            who = at.person(person)
            language_wishes.wish(at.session, at.now, who, chosen, by=at.by)
            at.say(f"Letters to {who.name} and their page are in {chosen.english_name}.")
        else:
            language_wishes.choose(*at.here, at.partnership, chosen, by=at.by)
            at.say(f"Letters and personal pages are in {chosen.english_name}.")


def champion(
    slug: Slug,
    email: Email,
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
    from sectorlaunch.engine import consequences
    from sectorlaunch.tables import ChampionStage

    wanted = one_of(ChampionStage, stage, "--stage") if stage else None
    with recording(slug, by) as at:
        person = at.person(email)
        asker = at.person(owner) if owner else None
        if decides is not None:
            person.decides = decides
            at.session.add(person)
        known = champions.propose(*at.here, person, asker, at.by)
        consequences.follow(
            at.session, at.now
        )  # a prospect with an owner may be asked by it, before they are moved
        if wanted is not None:
            known = champions.move(*at.here, person, wanted, by=at.by, note=note, promise=promise)
        at.say(f"{person.name}: {known.stage.value}.")

"""What people wish, what was talked about with them, and who would make a good champion."""

from typing import Annotated, Any

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import reading, recording
from sectorlaunch.cli.options import By, Email, Json, Slug, argument, day, one_of


def prefer(
    slug: Slug,
    email: Email,
    pause_until: Annotated[Any, day("No messages before this day.", "--pause-until")] = None,
    end_pause: Annotated[bool, typer.Option("--end-pause", help="Messages may come again now.")] = False,
    channel: Annotated[
        str, typer.Option("--channel", metavar="email|sms", help="How short news reaches them.")
    ] = "",
    digest: Annotated[
        bool | None, typer.Option("--digest/--no-digest", help="Whether they want the digest.")
    ] = None,
    by: By = "",
) -> None:
    """Notes what somebody wishes of our messages."""
    from sectorlaunch.actions import contact_preferences

    with recording(slug, by) as at:
        who = at.person(email)
        wished = contact_preferences.Preferences(pause_until, end_pause, channel or None, digest)
        said = contact_preferences.prefer(at.session, at.now, who.pk, wished, by=at.by)
        at.say(f"{who.name}: {' '.join(str(one) for one in said) or 'nothing has changed.'}")


def mend_address(slug: Slug, email: Email, new: Annotated[str, argument("NEW-EMAIL")], by: By = "") -> None:
    """Gives somebody another address, and sends what the old one kept from them."""
    from sectorlaunch.engine import address_repair

    with recording(slug, by) as at:
        who = at.person(email)
        at.say(*address_repair.mend_address(at.session, at.now, who.pk, new, by=at.by))


def fit(
    slug: Slug,
    email: Email,
    decides: Annotated[
        bool | None, typer.Option("--decides/--does-not-decide", help="Chief executive, owner, or decides.")
    ] = None,
    industry: Annotated[
        bool | None, typer.Option("--cares-for-industry/--not-for-industry", help="Beyond their own company.")
    ] = None,
    region: Annotated[
        bool | None,
        typer.Option("--cares-for-region/--not-for-region", help="Their company is at home here."),
    ] = None,
    by: By = "",
) -> None:
    """Notes how well somebody fits as a champion."""
    from sectorlaunch.actions import champions as champion_actions

    with recording(slug, by) as at:
        who = at.person(email)
        champion_actions.note_fit(
            *at.here, who, decides=decides, cares_for_industry=industry, cares_for_region=region, by=at.by
        )
        at.say(f"Noted for {who.name}.")


def note(
    slug: Slug,
    email: Email,
    words: Annotated[str, argument("WORDS", "What was said.")],
    on: Annotated[Any, day("The day; today when left out.", "--on")] = None,
    kind: Annotated[
        str, typer.Option("--kind", metavar="call|meeting|mail", help="How you talked.")
    ] = "call",
    by: By = "",
) -> None:
    """Notes a talk with somebody, beside what the system has sent."""
    from sectorlaunch.actions import contact_log
    from sectorlaunch.tables import ContactKind

    how = one_of(ContactKind, kind, "--kind")
    with recording(slug, by) as at:
        who = at.person(email)
        contact_log.add(*at.here, who, how, words, on=on or at.today, by=at.by)
        at.say(f"Noted for {who.name}.")


def assistant(
    slug: Slug,
    email: Email,
    address: Annotated[str, argument("ADDRESS", "The assistant's.")],
    name: Annotated[str, typer.Option("--name", help="The assistant's name.")] = "",
    phone: Annotated[str, typer.Option("--phone", help="The assistant's number.")] = "",
    by: By = "",
) -> None:
    """Notes who keeps somebody's calendar: they get a copy of the logistics and may answer for them."""
    from sectorlaunch.actions import assistants

    with recording(slug, by) as at:
        who = at.person(email)
        assistants.name_assistant(at.session, at.now, who, name, address, phone, by=at.by)
        at.say(f"{name or address} keeps the calendar of {who.name}.")


def champions(slug: Slug, json: Json = False) -> None:
    """The champion pipeline: stage, fit, owner, and the next move with its day."""
    from sectorlaunch.records import pipeline

    with reading(slug) as launch:
        found = pipeline.pipeline(launch)
    output.listing(
        found,
        lambda one: (
            one.name,
            one.stage.value,
            f"fit {one.decides + one.cares_for_industry + one.cares_for_region} of 3",
            one.next_on.isoformat() if one.next_on else "",
            one.next_move,
        ),
        "Nobody is on the pipeline yet. `sector-launch people name SLUG champion EMAIL` puts them there.",
        json=json,
    )

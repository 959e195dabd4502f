"""What people wish, what was talked about with them, and who would make a good champion."""

from typing import Annotated, Any

import typer

from sectorlaunch.cli.options import By, Slug, day

Email = Annotated[str, typer.Argument(metavar="EMAIL", show_default=False)]


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
    """Notes what somebody wishes of our messages, for every partnership."""
    from sectorlaunch.cli import showing
    from sectorlaunch.cli.recording import recording
    from sectorlaunch.operations import wishes

    with recording(slug, by) as noted:
        who = noted.person(email)
        assert who.id is not None
        wished = wishes.Wishes(pause_until, end_pause, channel or None, digest)
        said = wishes.prefer(noted.session, noted.now, who.id, wished, by=noted.by)
    showing.say(f"{who.name}: {' '.join(said) or 'nothing has changed.'}")


def add_to(app: typer.Typer) -> None:
    app.command("prefer")(prefer)

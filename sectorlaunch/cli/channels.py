"""The ways out of the machine. Until one is live, every message goes to the local mailbox."""

from typing import Annotated

import typer

from sectorlaunch.cli.options import By, Group, Json, Slug

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    help="Ways out of the machine. Until one is live, messages stay in the local mailbox.",
)
Tag = Annotated[str, typer.Argument(metavar="TAG", help="Its name, such as email.", show_default=False)]


@app.command("add")
def add(
    tag: Tag,
    url: Annotated[
        str,
        typer.Argument(
            metavar="URL",
            help="Such as letters://user:password@mail.example.org?from=launch@example.org.",
            show_default=False,
        ),
    ] = "",
    sender: Annotated[str, typer.Option("--from", metavar="EMAIL", help="The sender's address.")] = "",
) -> None:
    """Adds a channel, or gives one another address. Without URL it is asked for, so that no secret is left behind."""
    from sectorlaunch.cli import output
    from sectorlaunch.cli.installation import installation
    from sectorlaunch.outbox import channels as channel_outbox

    address = url or typer.prompt("The channel's address", hide_input=True)
    channel = installation().change(channel_outbox.add, tag, address, sender)
    output.say(
        f"The channel {channel.tag} leads to {channel.masked}. Nothing leaves by it yet.",
        f"Send a test: sector-launch channel test {channel.tag} --to you@example.org",
    )


@app.command("test")
def test(
    tag: Tag, to: Annotated[str, typer.Option("--to", metavar="EMAIL", help="Who gets the test message.")]
) -> None:
    """Sends a test message through a channel."""
    from notifications.envelope import Outcome
    from sectorlaunch.cli import output
    from sectorlaunch.cli.installation import installation
    from sectorlaunch.outbox import channels as channel_outbox

    here = installation()
    receipt = channel_outbox.send_test(here.engine, here.now, tag, to)
    said = " ".join(part for part in (str(receipt.code or ""), receipt.enhanced_code, receipt.words) if part)
    if receipt.outcome is Outcome.SENT:
        output.say(
            f"The test message went to {to}." + (f" The server said: {said}" if said else ""),
            f"Look whether it arrived, then: sector-launch channel live {tag}",
        )
        return
    output.say(
        f"The test message did not go: {(said or receipt.outcome.value).rstrip('.')}. Mend the address and test again."
    )
    raise typer.Exit(1)


@app.command("live")
def live(tag: Tag) -> None:
    """From here on messages leave the machine by this channel. Needs a test that went through."""
    from sectorlaunch.cli import output
    from sectorlaunch.cli.installation import installation
    from sectorlaunch.outbox import channels as channel_outbox

    channel = installation().change(channel_outbox.go_live, tag)
    output.say(f"Messages leave by {channel.masked}.")


@app.command("stand-down")
def stand_down(tag: Tag) -> None:
    """From here on messages go to the local mailbox again."""
    from sectorlaunch.cli import output
    from sectorlaunch.cli.installation import installation
    from sectorlaunch.outbox import channels as channel_outbox

    channel = installation().change(channel_outbox.stand_down, tag)
    output.say(f"The channel {channel.tag} stands down; messages go to the local mailbox.")


@app.command("team")
def team(
    slug: Slug,
    tag: Annotated[
        str,
        typer.Argument(metavar="TAG", help="The channel of a room, such as team-chat.", show_default=False),
    ] = "",
    team: Annotated[
        int | None, typer.Option("--team", help="The action team; else it is the support team's.")
    ] = None,
    none: Annotated[bool, typer.Option("--none", help="Take the channel away.")] = False,
    by: By = "",
) -> None:
    """A team's own channel: its calls and questions are posted there once, without anybody's link."""
    from sectorlaunch.cli.outcome_details import own_team
    from sectorlaunch.cli.recording import recording
    from sectorlaunch.outbox.write import team_posts

    if bool(tag) is none:
        raise typer.BadParameter("name the channel, or say --none.", param_hint="TAG")
    with recording(slug, by) as at:
        whose = own_team(at, team) if team is not None else None
        at.say(team_posts.use(at.session, at.now, at.run_id, tag, team=whose, by=at.by))


@app.command("list")
def list_(json: Json = False) -> None:
    """Every channel, its secrets masked."""
    from sectorlaunch.cli import output
    from sectorlaunch.cli.installation import installation
    from sectorlaunch.outbox import channels as channel_outbox

    here = installation()
    found = here.read(channel_outbox.list_channels)
    nothing = f"There is no channel. Messages go to the local mailbox, {here.settings.mailbox}."
    output.listing(found, lambda one: (one.tag, one.state, one.masked), nothing, json)

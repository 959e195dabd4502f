"""The ways out of the machine. Until one is live, every message goes to the local mailbox."""

from pathlib import Path
from typing import Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import installation, recording
from sectorlaunch.cli.options import By, Json, Slug, argument, group

app = group("Ways out of the machine. Until one is live, messages stay in the local mailbox.")
Tag = Annotated[str, argument("TAG", "Its name, such as email.")]


@app.command("add")
def add(
    tag: Tag,
    url: Annotated[
        str, argument("URL", "Such as letters://user:password@mail.example.org?from=launch@example.org.")
    ] = "",
    sender: Annotated[str, typer.Option("--from", metavar="EMAIL", help="The sender's address.")] = "",
    config: Annotated[
        Path | None,
        typer.Option(
            "--config", metavar="FILE", help="An Apprise configuration: its address with this tag is taken."
        ),
    ] = None,
) -> None:
    """Adds a channel, or gives one another address. Without URL it is asked for, so that no secret is left behind."""
    from sectorlaunch.cli.accounts import KEEPER
    from sectorlaunch.engine import keepers
    from sectorlaunch.outbox import channels

    if config is not None:
        address = channels.address_in(config, tag)
    else:
        address = url or typer.prompt("The channel's address", hide_input=True)
    here = installation()
    channel = here.change(keepers.set_on_the_machine, tag, address, sender, settings=here.settings, by=KEEPER)
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
    from sectorlaunch.outbox import channels

    here = installation()
    hosts = here.settings.allowed_channel_hosts
    receipt = channels.send_test(here.engine, here.now, tag, to, hosts, here.tokens())
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
    from sectorlaunch.outbox import channels

    channel = installation().change(channels.go_live, tag)
    output.say(f"Messages leave by {channel.masked}.")


@app.command("limit")
def limit(
    tag: Tag,
    per_minute: Annotated[
        int, typer.Option("--per-minute", help="Messages a minute; 0: as many as come.")
    ] = 0,
    per_day: Annotated[int, typer.Option("--per-day", help="Messages in 24 hours; 0: as many as come.")] = 0,
    plus: Annotated[
        bool, typer.Option("--plus/--no-plus", help="Whether letters leave with a return path with a plus.")
    ] = True,
) -> None:
    """Says how much a mail server takes. For Microsoft and Google it is known; see what your provider says."""
    from sectorlaunch.outbox import channel_limits, channels
    from sectorlaunch.outbox.channel_limits import Limits

    limits = Limits(per_minute or None, per_day or None, plus)
    channel = installation().change(channels.limit, tag, limits)
    output.say(f"{channel.tag}: {channel_limits.said(limits)}")


@app.command("stand-down")
def stand_down(tag: Tag) -> None:
    """From here on messages go to the local mailbox again."""
    from sectorlaunch.outbox import channels

    channel = installation().change(channels.stand_down, tag)
    output.say(f"The channel {channel.tag} stands down; messages go to the local mailbox.")


@app.command("team")
def team(
    slug: Slug,
    tag: Annotated[str, argument("TAG", "The channel of a room, such as team-chat.")] = "",
    team: Annotated[
        int | None, typer.Option("--team", help="The action team; else it is the support team's.")
    ] = None,
    none: Annotated[bool, typer.Option("--none", help="Take the channel away.")] = False,
    by: By = "",
) -> None:
    """A team's own channel: its calls and questions are posted there once, without anybody's link."""
    from sectorlaunch.outbox.write import team_posts

    if bool(tag) is none:
        raise typer.BadParameter("name the channel, or say --none.", param_hint="TAG")
    with recording(slug, by) as at:
        whose = at.team(team) if team is not None else None
        at.say(team_posts.use(*at.here, tag, team=whose, by=at.by))


@app.command("list")
def list_(json: Json = False) -> None:
    """Every channel, its secrets masked."""
    from sectorlaunch.outbox import channels

    here = installation()
    found = here.read(channels.list_channels)
    nothing = f"There is no channel. Messages go to the local mailbox, {here.settings.mailbox}."
    output.listing(found, lambda one: (one.tag, one.state, one.masked), nothing, json=json)

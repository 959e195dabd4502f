"""Mailboxes that are read: answers pressed in calendars, and letters that came back."""

from typing import Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import installation
from sectorlaunch.cli.options import Json, argument, group

app = group("Mailboxes that are read: answers from calendars, returned letters, complaints.")
Name = Annotated[str, argument("NAME", "Its name, such as answers.")]


@app.command("add")
def add(
    name: Name,
    address: Annotated[
        str, typer.Option("--address", metavar="EMAIL", help="The address whose plus-addresses arrive there.")
    ],
    url: Annotated[str, argument("URL", "Such as imaps://user:password@imap.example.org/INBOX.")] = "",
    bounces: Annotated[
        bool, typer.Option("--bounces/--no-bounces", help="Whether returned letters are to come there too.")
    ] = True,
    move_to: Annotated[
        str, typer.Option("--move-to", metavar="FOLDER", help="Where mail that was dealt with is moved.")
    ] = "",
) -> None:
    """Adds a mailbox, or changes one. Without URL it is asked for, so that no secret is left behind."""
    from sectorlaunch.inbox import mailboxes

    where = url or typer.prompt("The mailbox's IMAP address", hide_input=True)
    inbox = installation().change(mailboxes.add, name, where, address, takes_bounces=bounces, move_to=move_to)
    output.say(
        f"The mailbox {inbox.name} is {inbox.masked}."
        + ("" if inbox.live_since else f" It is not read yet: sector-launch inbox test {inbox.name}")
    )


@app.command("test")
def test(name: Name) -> None:
    """Opens a mailbox; from then on it is read, and new invitations have their answers sent there."""
    from sectorlaunch.cli.accounts import KEEPER
    from sectorlaunch.inbox import mailboxes

    here = installation()
    count = mailboxes.test(here.engine, here.now, name, here.tokens(), by=KEEPER)
    output.say(
        f"The mailbox {name} can be read. What is in it now, {count} {'mail' if count == 1 else 'mails'}, is left alone; "
        "what comes from now on is looked at every minute."
    )


@app.command("stand-down")
def stand_down(name: Name) -> None:
    """From here on a mailbox is not read, and new invitations name the convener again."""
    from sectorlaunch.inbox import mailboxes

    inbox = installation().change(mailboxes.stand_down, name)
    output.say(f"{inbox.masked} is not read any more.")


@app.command("list")
def list_(json: Json = False) -> None:
    """Every mailbox, its secrets masked."""
    from sectorlaunch.inbox import mailboxes

    found = installation().read(mailboxes.list_mailboxes)
    nothing = "No mailbox is read. Answers from calendars go to the convener."
    output.listing(
        found, lambda one: (one.name, one.state, one.address, one.trouble or one.masked), nothing, json=json
    )


@app.command("read")
def read(json: Json = False) -> None:
    """Looks into the mailboxes now, and says what became of each new mail. The dispatcher does it every minute."""
    from sectorlaunch.inbox import mailboxes
    from sectorlaunch.inbox.looking import look_into_all

    here = installation()
    taken = look_into_all(here.engine, here.now, here.tokens())
    known = here.read(mailboxes.list_mailboxes)
    troubles = [one.trouble for one in known if one.live_since and one.trouble]
    if json:
        output.as_json([{"uid": m.uid, "kind": m.kind, "outcome": m.outcome} for m in taken])
    elif taken:
        output.columns([(str(mail.uid), mail.kind.value, mail.outcome) for mail in taken])
    else:
        output.say(*(troubles or ["Nothing new."]))
    if troubles:
        raise typer.Exit(1)

"""Whether letters arrive: what the sender's domain says, what a test letter shows, and the key letters are signed with."""

from pathlib import Path
from typing import Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.accounts import KEEPER
from sectorlaunch.cli.installation import installation
from sectorlaunch.cli.options import Json, argument, group

app = group("Whether letters arrive: the domain they leave from, a test letter to oneself, their signature.")


@app.command("look")
def look(json: Json = False) -> None:
    """Asks the name servers about the sender's domain, and says what to ask whoever looks after it for."""
    from sectorlaunch.mail_domain.names import NameServers
    from sectorlaunch.outbox import arrival_tests

    here = installation()
    names = NameServers(here.settings.name_server_addresses)
    found = arrival_tests.look(here.engine, names, here.settings.allowed_channel_hosts)
    if json:
        output.as_json(found)
    else:
        marks = {"fine": "fine", "warning": "look", "problem": "MEND"}
        output.columns([(marks[one.state], f"{one.about}: {one.words}") for one in found])
        asks = [one.ask for one in found if one.ask]
        if asks:
            output.say("", "To send to whoever looks after the domain:", *(f"\n{ask}" for ask in asks))
    if any(one.state == "problem" for one in found):
        raise typer.Exit(1)


@app.command("send")
def send(
    to: Annotated[
        str, typer.Option("--to", metavar="EMAIL", help="A mailbox of yours; else the one that is read here.")
    ] = "",
) -> None:
    """Sends a letter to oneself. What its receiver found is read when it comes, or by `arriving read`."""
    from notifications.envelope import Outcome
    from sectorlaunch.outbox import arrival_tests

    here = installation()
    address, receipt = arrival_tests.send(
        here.engine, here.now, here.settings.allowed_channel_hosts, to, here.tokens()
    )
    if receipt.outcome is not Outcome.SENT:
        output.say(f"The test letter did not go: {receipt.words or receipt.outcome.value}")
        raise typer.Exit(1)
    output.say(
        f"A test letter is on its way to {address}.",
        "Where that mailbox is read here, `sector-launch arriving look` says in some minutes what its receiver found. "
        "From another one save the letter's source as a file: sector-launch arriving read FILE",
    )


@app.command("read")
def read(
    file: Annotated[Path, argument("FILE", "The source of a letter as it lies in your mailbox.")],
) -> None:
    """Reads what a receiver found out about a letter, from its source."""
    from sectorlaunch.errors import BadInput
    from sectorlaunch.outbox import arrival_tests

    here = installation()
    try:
        source = file.read_text("utf-8", errors="replace")
    except OSError:
        raise BadInput(f"{file} cannot be read. Name the file the letter's source was saved in.") from None
    here.change(arrival_tests.take_source, source, here.settings.allowed_channel_hosts)
    look()


@app.command("key")
def key() -> None:
    """The key to sign letters with, made where there is none, and the record the domain is to publish."""
    from sectorlaunch.mail_domain import dkim_record
    from sectorlaunch.outbox import signing_keys

    here = installation()
    made = here.change(signing_keys.make, _domain(), KEEPER)
    output.say(
        dkim_record.asked_for(signing_keys.published_as(made)), "", "Then: sector-launch arriving sign"
    )


@app.command("sign")
def sign() -> None:
    """From here on letters are signed. Needs the key to be published."""
    from sectorlaunch.mail_domain.names import NameServers
    from sectorlaunch.outbox import signing_keys

    here, domain = installation(), _domain()
    signing_keys.begin(
        here.engine, here.now, NameServers(here.settings.name_server_addresses), domain, KEEPER
    )
    output.say(f"Letters from {domain} are signed.")


@app.command("stop-signing")
def stop_signing() -> None:
    """From here on letters are not signed here; the key is kept."""
    from sectorlaunch.outbox import signing_keys

    domain = _domain()
    installation().change(signing_keys.end, domain, KEEPER)
    output.say(f"Letters from {domain} are not signed here any more.")


def _domain() -> str:
    """The domain letters leave from."""
    from sectorlaunch.errors import BadInput
    from sectorlaunch.outbox import arrival_tests

    here = installation()
    leaves = here.read(lambda session: arrival_tests.sending(session, here.settings.allowed_channel_hosts))
    if leaves is None:
        raise BadInput(arrival_tests.NO_LETTERS)
    return leaves.domain

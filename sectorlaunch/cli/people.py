"""People of a partnership."""

from pathlib import Path
from typing import Annotated

import typer

from sectorlaunch.cli import contact_notes, departures, merging, output, peers
from sectorlaunch.cli.installation import installation, person, recording
from sectorlaunch.cli.options import By, Email, Json, Slug, argument, group, one_of

app = group("The people of a partnership.")


@app.command("import")
def import_(
    slug: Slug,
    file: Annotated[
        Path,
        typer.Argument(
            help="The contacts: our own CSV, or a list from Outlook, Google Contacts, CiviCRM, Excel or a phone (vCard).",
            show_default=False,
        ),
    ],
    role: Annotated[
        str,
        typer.Option(
            "--as",
            "--role",
            metavar="ROLE",
            help="The role of those for whom the list says none, such as business-leader.",
        ),
    ] = "",
    sector: Annotated[
        str, typer.Option("--sector", help="Their sector, such as education; business when left out.")
    ] = "",
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="COLUMN=MEANING",
            help="What a column holds, where its name does not say it, such as “Wer=full name”; remembered. May be repeated.",
        ),
    ] = None,
    sheet: Annotated[
        str,
        typer.Option("--sheet", help="Which sheet of a workbook; the first that holds a list when left out."),
    ] = "",
    check: Annotated[bool, typer.Option("--check", help="Say what would happen, and store nothing.")] = False,
    json: Json = False,
) -> None:
    """Takes contacts in, and says row by row what became of them. The same file twice changes nothing."""
    from sectorlaunch.actions import contacts as contact_actions
    from sectorlaunch.actions import people as people_actions
    from sectorlaunch.cli.lists import read_list, said_columns
    from sectorlaunch.contacts.contact import Given, role_and_sector
    from sectorlaunch.tables import RoleKind, Sector

    given = Given(
        one_of(RoleKind, role, "--as") if role else None,
        one_of(Sector, sector, "--sector") if sector else None,
        said_columns(column or []),
        sheet,
    )
    if given.says_something:
        for option, remedy in role_and_sector(given.role, given.sector)[2]:
            raise typer.BadParameter(f"{remedy}.", param_hint="--as" if option == "role" else "--sector")
    here = installation()
    contacts = read_list(here, slug, file, given, remember=not check)
    report = here.change(people_actions.import_contacts, slug, contacts, check_only=check)
    refused = report.count(contact_actions.Outcome.REFUSED)
    if json:
        output.as_json(report)
    else:
        output.columns([(f"line {row.line}", row.outcome.value, row.name, row.why) for row in report.rows])
        output.say(f"{report}.", f"Read as {report.dialect}.", *(f"{remark}." for remark in report.remarks))
    if refused:
        raise typer.Exit(1)


@app.command("list")
def list_(slug: Slug, json: Json = False) -> None:
    """Everyone with a role."""
    from sectorlaunch.records import people_list

    found = installation().read(lambda session: people_list.list_people(session, slug))
    output.listing(
        found,
        lambda one: (
            one.name,
            one.email or one.phone or "no address",
            one.organization,
            ", ".join(role.value for role in one.roles)
            + (f" ({one.champion_stage.value})" if one.champion_stage else "")
            + (", role sheet open" if one.role_sheet_open else "")
            + (", not to be contacted" if one.do_not_contact else ""),
        ),
        json=json,
    )


@app.command("name")
def name(
    slug: Slug,
    role: Annotated[str, argument("ROLE", "Such as facilitator, scribe, support-team.")],
    email: Email,
    name_: Annotated[str, typer.Option("--name", help="For somebody who is not on record yet.")] = "",
    organization: Annotated[
        str, typer.Option("--organization", "--organisation", help="Where they work.")
    ] = "",
    sector: Annotated[str, typer.Option("--sector", help="Such as education, business, community.")] = "",
    by: By = "",
) -> None:
    """Names who holds a role. A role only one can hold leaves whoever had it."""
    from sectorlaunch.actions import roles
    from sectorlaunch.tables import RoleKind, Sector

    kind = one_of(RoleKind, role, "ROLE")
    field = one_of(Sector, sector, "--sector") if sector else None
    newcomer = roles.Newcomer(name=name_, organization=organization, sector=field)
    held = installation().change(roles.name_role, slug, kind, email, newcomer, by=by)
    output.say(f"{email} is {held.kind.value}.")


@app.command("acknowledge")
def acknowledge(slug: Slug, email: Email) -> None:
    """Notes that somebody has acknowledged their role sheet."""
    from sectorlaunch.actions import roles

    with recording(slug) as at:
        who = person(at, email)
        count = roles.acknowledge_role_sheet(*at.here, who.pk)
        at.say(f"Noted for {who.name}." if count else f"{who.name} had acknowledged it before.")


@app.command("leave-alone")
def leave_alone(
    slug: Slug,
    email: Email,
    again: Annotated[bool, typer.Option("--contact-again", help="Take it back.")] = False,
    by: By = "",
) -> None:
    """Notes that somebody wants no more messages."""
    from sectorlaunch.actions import do_not_contact

    with recording(slug, by) as at:
        who = person(at, email)
        do_not_contact.mark(at.session, at.now, who.pk, not again, by=by)
        at.say(f"{who.name} {'may be contacted again' if again else 'gets no more messages'}.")


app.command("hand-over")(departures.hand_over)
app.command("end-access")(departures.end_access)
app.command("own-data")(departures.own_data)
app.command("erase")(departures.erase)
app.command("prefer")(contact_notes.prefer)
app.command("fit")(contact_notes.fit)
app.command("note")(contact_notes.note)
app.command("assistant")(contact_notes.assistant)
app.command("mend-address")(contact_notes.mend_address)
app.command("peers")(peers.peers)
app.command("name-peer")(peers.name_peer)
app.command("welcome")(peers.welcome)
app.command("duplicates")(merging.duplicates)
app.command("merge")(merging.merge)
app.command("unmerge")(merging.unmerge)

"""Date polls: opened, shown, voted in for somebody who phones, closed early or called off."""

from typing import Annotated

import typer

from sectorlaunch.cli.options import By, Group, Json, Slug, day, hour

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    help="Finds a date for the launch, or for a call of an action team, by a poll.",
)

Number = Annotated[
    int, typer.Argument(metavar="POLL", help="Its number, as `poll show` shows it.", show_default=False)
]


@app.command("open")
def open_one(
    slug: Slug,
    date: Annotated[
        list[str],
        typer.Option(
            "--date", metavar="DATETIME", help="A date with its hour, such as 2027-03-04T08:30; two to five."
        ),
    ],
    closes: Annotated[object, day("The last day of the poll.", "--closes")],
    closes_at: Annotated[
        object, hour("When it closes on that day, local time; 17:00 when left out.", "--at")
    ] = None,
    team: Annotated[
        int | None, typer.Option("--team", help="For a call of this team instead of the launch.")
    ] = None,
    minutes: Annotated[
        int | None, typer.Option("--minutes", min=15, max=720, help="How long it lasts.")
    ] = None,
    days_off: Annotated[bool, typer.Option("--days-off", help="Weekends and holidays are meant.")] = False,
    short_notice: Annotated[
        bool, typer.Option("--short-notice", help="Less time for the invitation than the playbook wants.")
    ] = False,
    by: By = "",
) -> None:
    """Asks champions and team for a date of the launch, or a team for a date of its call."""
    from sectorlaunch.cli.poll_details import open_poll
    from sectorlaunch.cli.recording import recording
    from sectorlaunch.rules.poll_dates import Allowed

    with recording(slug, by) as at:
        allowed = Allowed(days_off=days_off, short_notice=short_notice)
        for sentence in open_poll(at, date, closes, closes_at, team, minutes, allowed):
            at.say(sentence)


@app.command("show")
def show(
    slug: Slug,
    poll: Annotated[
        int | None,
        typer.Argument(metavar="POLL", help="One poll; every poll when left out.", show_default=False),
    ] = None,
    json: Json = False,
) -> None:
    """The polls with who said what to which date."""
    from sectorlaunch.cli import output
    from sectorlaunch.cli.poll_details import as_words, shown

    found = shown(slug, poll)
    if json:
        output.as_json(found)
        return
    if not found:
        output.say("There is no date poll.")
    for one in found:
        title, table = as_words(one)
        output.say(title)
        output.columns(table)


@app.command("vote")
def vote(
    slug: Slug,
    poll: Number,
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="Whose vote it is.", show_default=False)],
    answers: Annotated[
        list[str],
        typer.Argument(
            metavar="yes|if-need-be|no…", help="To each date, the earliest first.", show_default=False
        ),
    ],
    by: By = "",
) -> None:
    """Notes the vote of somebody who gave it by phone. Again: replaces it."""
    from sectorlaunch.cli.poll_details import note_vote
    from sectorlaunch.cli.recording import recording

    with recording(slug, by) as at:
        at.say(note_vote(at, poll, email, answers))


@app.command("close")
def close(slug: Slug, poll: Number, by: By = "") -> None:
    """Closes a poll before its deadline: the date that is ahead goes on the calendar."""
    from sectorlaunch.actions import polls as poll_actions
    from sectorlaunch.cli.recording import recording

    with recording(slug, by) as at:
        at.say(poll_actions.close(at.session, at.now, at.run_id, poll, by=at.by).closed_how)


@app.command("call-off")
def call_off(
    slug: Slug,
    poll: Number,
    why: Annotated[str, typer.Option("--why", help="The reason.")] = "",
    by: By = "",
) -> None:
    """Ends a poll without a date. Letters about it that still wait are not sent."""
    from sectorlaunch.actions import polls as poll_actions
    from sectorlaunch.cli.recording import recording

    with recording(slug, by) as at:
        at.say(poll_actions.call_off(at.session, at.now, at.run_id, poll, by=at.by, why=why).closed_how)

"""Every command, put together. The groups are in modules of their own."""

from collections.abc import Callable

import typer

from sectorlaunch.cli import (
    channels,
    coming,
    contact_notes,
    data,
    gates,
    kind_words,
    launches,
    letter,
    mailboxes,
    maintenance,
    outgoing,
    papers,
    people,
    playbooks,
    polls,
    record_action,
    record_launch,
    record_scope,
    rehearsing,
    running,
    tasks,
)
from sectorlaunch.cli.options import Group, Version

app = typer.Typer(
    name="sector-launch",
    help="Launches an industry sector partnership: six steps, gates that open by answers, messages that leave on time.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def root(version: Version = False) -> None:
    pass  # what `sector-launch` itself takes; its help is given above


RUN, LAUNCHES, PEOPLE, CARE = "Run it", "Launches", "People and records", "Look after it"
Command = Callable[..., None]

COMMANDS: tuple[tuple[str, str, Command], ...] = (
    ("up", RUN, running.up),
    ("rehearse", RUN, rehearsing.rehearse),
    ("portal", RUN, running.portal),
    ("worker", RUN, running.worker),
    ("dispatch", RUN, running.dispatch),
    ("new", LAUNCHES, launches.new),
    ("status", LAUNCHES, launches.status),
    ("timeline", LAUNCHES, launches.timeline),
    ("funnel", LAUNCHES, letter.funnel),
    ("answer", LAUNCHES, gates.answer),
    ("waive", LAUNCHES, gates.waive),
    ("reopen", LAUNCHES, gates.reopen),
    ("paper", PEOPLE, papers.paper),
    ("champions", PEOPLE, contact_notes.champions),
    ("calls", PEOPLE, tasks.calls),
    ("doctor", CARE, maintenance.doctor),
    ("backup", CARE, maintenance.backup),
    ("export", CARE, maintenance.export),
    ("sign-in", CARE, maintenance.sign_in),
    ("migrate", CARE, maintenance.migrate),
)

record = typer.Typer(
    cls=Group, no_args_is_help=True, help="Records what the convener knows and the system cannot."
)
for part in (record_scope, record_launch, record_action):
    part.add_to(record)
for name, panel, command in COMMANDS:
    app.command(name, rich_help_panel=panel)(command)
for name, panel, group in (
    ("messages", LAUNCHES, outgoing.app),
    ("playbook", LAUNCHES, playbooks.app),
    ("poll", LAUNCHES, polls.app),
    ("coming", LAUNCHES, coming.app),
    ("words", LAUNCHES, kind_words.app),
    ("data", LAUNCHES, data.app),
    ("people", PEOPLE, people.app),
    ("letter", PEOPLE, letter.app),
    ("record", PEOPLE, record),
    ("tasks", PEOPLE, tasks.app),
    ("channel", CARE, channels.app),
    ("inbox", CARE, mailboxes.app),
):
    app.add_typer(group, name=name, rich_help_panel=panel)

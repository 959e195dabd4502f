"""Every command, put together. The groups are in modules of their own."""

from collections.abc import Callable

import typer

from sectorlaunch.cli import (
    accommodations,
    accounts,
    arriving,
    automations,
    below,
    channels,
    coming,
    contact_notes,
    copies,
    data,
    gates,
    keepers,
    keeping_periods,
    kind_words,
    launches,
    leads,
    letter,
    mail_grants,
    mailboxes,
    maintenance,
    outgoing,
    papers,
    people,
    playbooks,
    polls,
    portfolio,
    record_action,
    record_launch,
    record_outcomes,
    record_scope,
    rehearsing,
    releases,
    rhythms,
    running,
    second_yes,
    surveys,
    tasks,
    teams,
)
from sectorlaunch.cli.options import Version, group

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
    ("prefect-password", RUN, running.prefect_password),
    ("new", LAUNCHES, launches.new),
    ("status", LAUNCHES, launches.status),
    ("portfolio", LAUNCHES, portfolio.portfolio),
    ("timeline", LAUNCHES, launches.timeline),
    ("funnel", LAUNCHES, letter.funnel),
    ("answer", LAUNCHES, gates.answer),
    ("waive", LAUNCHES, gates.waive),
    ("reopen", LAUNCHES, gates.reopen),
    ("end", LAUNCHES, keeping_periods.end),
    ("paper", PEOPLE, papers.paper),
    ("champions", PEOPLE, contact_notes.champions),
    ("calls", PEOPLE, tasks.calls),
    ("doctor", CARE, maintenance.doctor),
    ("automations", CARE, automations.automations),
    ("backup", CARE, copies.backup),
    ("restore", CARE, copies.restore),
    ("held", CARE, copies.held),
    ("go-on", CARE, copies.go_on),
    ("keeping", CARE, keeping_periods.keeping),
    ("export", CARE, maintenance.export),
    ("sign-in", CARE, maintenance.sign_in),
    ("migrate", CARE, maintenance.migrate),
)

RECORD: tuple[tuple[str, Command], ...] = (
    ("labor-data", record_scope.labor_data),
    ("effort", record_scope.effort),
    ("scope", record_scope.scope),
    ("critical-mass", record_scope.critical_mass),
    ("number", record_scope.number),
    ("language", record_scope.language),
    ("champion", record_scope.champion),
    ("launch", record_launch.launch),
    ("reply", record_launch.reply),
    ("attendance", record_launch.attendance),
    ("priority", record_outcomes.priority),
    ("vote", record_outcomes.vote),
    ("choose", record_outcomes.choose),
    ("commitment", record_outcomes.commitment),
    ("commitment-done", record_outcomes.commitment_done),
    ("debrief", record_launch.debrief),
    ("summary", record_outcomes.summary),
    ("teams", record_action.teams),
    ("team", record_action.team),
    ("call", record_action.call),
    ("meeting", record_action.meeting),
    ("rhythm", rhythms.rhythm),
    ("agenda", rhythms.agenda),
    ("accommodation", accommodations.accommodation),
    ("document", record_action.document),
)

record = group("Records what the convener knows and the system cannot.")
for name, command in RECORD:
    record.command(name)(command)
record.command("labour-data", hidden=True)(record_scope.labor_data)  # as it was once spelled
for name, panel, command in COMMANDS:
    app.command(name, rich_help_panel=panel)(command)
for name, panel, part in (
    ("messages", LAUNCHES, outgoing.app),
    ("playbook", LAUNCHES, playbooks.app),
    ("poll", LAUNCHES, polls.app),
    ("survey", LAUNCHES, surveys.app),
    ("team", LAUNCHES, teams.app),
    ("below", LAUNCHES, below.app),
    ("coming", LAUNCHES, coming.app),
    ("release", LAUNCHES, releases.app),
    ("second-yes", LAUNCHES, second_yes.app),
    ("words", LAUNCHES, kind_words.app),
    ("data", LAUNCHES, data.app),
    ("people", PEOPLE, people.app),
    ("letter", PEOPLE, letter.app),
    ("record", PEOPLE, record),
    ("tasks", PEOPLE, tasks.app),
    ("accounts", CARE, accounts.app),
    ("keepers", CARE, keepers.app),
    ("leads", CARE, leads.app),
    ("channel", CARE, channels.app),
    ("inbox", CARE, mailboxes.app),
    ("mail-grant", CARE, mail_grants.app),
    ("arriving", CARE, arriving.app),
):
    app.add_typer(part, name=name, rich_help_panel=panel)

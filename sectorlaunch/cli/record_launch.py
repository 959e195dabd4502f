"""Records of steps 3 and 4: the launch meeting, replies, attendance, priorities, commitments, debrief, summary."""

from pathlib import Path
from typing import Annotated

import typer

from sectorlaunch.cli.options import By, Note, Slug, day, hour

Emails = Annotated[
    list[str] | None,
    typer.Option(
        "--present",
        metavar="EMAIL|FILE",
        help="Somebody who was there, or a file with one address a line; repeat it for more.",
    ),
]


def add_to(record: typer.Typer) -> None:
    record.command("launch")(launch)
    record.command("reply")(reply)
    record.command("attendance")(attendance)
    record.command("priority")(priority)
    record.command("vote")(vote)
    record.command("choose")(choose)
    record.command("commitment")(commitment)
    record.command("commitment-done")(commitment_done)
    record.command("debrief")(debrief)
    record.command("summary")(summary)


def launch(
    slug: Slug,
    date: Annotated[object, day("The day of the launch.", "--date")] = None,
    time: Annotated[object, hour("When it begins, local time.", "--time")] = None,
    minutes: Annotated[
        int | None, typer.Option("--minutes", min=15, max=720, help="How long it lasts.")
    ] = None,
    place: Annotated[str, typer.Option("--place", help="Such as “Plant 2 of Sawtooth Packaging”.")] = "",
    address: Annotated[str, typer.Option("--address")] = "",
    business: Annotated[
        bool | None, typer.Option("--business-facility/--public-building", help="What kind of place it is.")
    ] = None,
    host: Annotated[str, typer.Option("--host", metavar="EMAIL")] = "",
    facilitator: Annotated[str, typer.Option("--facilitator", metavar="EMAIL")] = "",
    partial: Annotated[
        bool | None,
        typer.Option(
            "--partial-voice/--neutral-voice",
            help="Whether the facilitator is the lead voice of a public body's agenda.",
        ),
    ] = None,
    welcome: Annotated[str, typer.Option("--welcome", metavar="EMAIL", help="Who welcomes the guests.")] = "",
    scribe: Annotated[str, typer.Option("--scribe", metavar="EMAIL")] = "",
    note: Note = "",
    by: By = "",
) -> None:
    """Date, place and parts of the launch meeting. What is left out stays. A moved meeting is announced once."""
    from sectorlaunch.cli.meeting_details import change_launch
    from sectorlaunch.cli.recording import recording

    with recording(slug, by) as at:
        at.say(
            change_launch(
                at,
                on=date,
                begins=time,
                minutes=minutes,
                place=place,
                address=address,
                business=business,
                host=host,
                facilitator=facilitator,
                neutral=None if partial is None else not partial,
                welcome=welcome,
                scribe=scribe,
                note=note,
            )
        )


def reply(
    slug: Slug,
    email: Annotated[str, typer.Argument(metavar="EMAIL", show_default=False)],
    answer: Annotated[str, typer.Argument(metavar="accepted|tentative|declined", show_default=False)],
    reason: Annotated[str, typer.Option("--reason")] = "",
    substitute: Annotated[str, typer.Option("--substitute", help="Who could come in their place.")] = "",
    by: By = "",
) -> None:
    """A reply to the invitation that came by phone or letter."""
    from sectorlaunch.actions import invitations as invitation_actions
    from sectorlaunch.cli.meeting_details import the_launch
    from sectorlaunch.cli.recording import recording
    from sectorlaunch.cli.words import one_of
    from sectorlaunch.records import invitations as invitation_records
    from sectorlaunch.tables import InvitationState

    state = one_of(InvitationState, answer, "answer")
    if state not in invitation_records.REPLIES:
        raise typer.BadParameter("a reply is accepted, tentative or declined.", param_hint="answer")
    with recording(slug, by) as at:
        who = at.person(email)
        invitation_actions.reply(
            at.session,
            at.now,
            at.run_id,
            the_launch(at).pk,
            who,
            invitation_actions.Reply(state, reason=reason, substitute=substitute),
            by=at.by,
        )
        at.say(f"{who.name}: {state.value}.")


def attendance(slug: Slug, present: Emails = None, by: By = "") -> None:
    """That the launch took place, and who was there. Again: replaces the list."""
    from sectorlaunch.actions import meetings
    from sectorlaunch.cli.meeting_details import addresses, the_launch
    from sectorlaunch.cli.recording import recording

    if not present:
        raise typer.BadParameter("name who was there.", param_hint="--present")
    with recording(slug, by) as at:
        there = at.people(addresses(present))
        meetings.hold(at.session, at.now, at.run_id, the_launch(at).pk, there, by=at.by)
        at.say(f"On record: {len(there)} people were there.")


def priority(
    slug: Slug,
    words: Annotated[
        str, typer.Argument(metavar="WORDS", help="In the words that were used.", show_default=False)
    ],
    by: By = "",
) -> None:
    """A priority business leaders named."""
    from sectorlaunch.actions import outcomes
    from sectorlaunch.cli.recording import recording

    with recording(slug, by) as at:
        named = outcomes.record_priority(at.session, at.now, at.run_id, words, by=at.by)
        at.say(f"Priority {named.position}: {named.words}")


Position = Annotated[
    int,
    typer.Argument(
        metavar="PRIORITY", help="Its number, as `record priority` said it.", min=1, show_default=False
    ),
]


def vote(
    slug: Slug,
    priority: Position,
    voters: Annotated[list[str], typer.Argument(metavar="EMAIL…", show_default=False)],
    by: By = "",
) -> None:
    """Votes for a priority. Everyone's are kept; only those of business leaders count."""
    from sectorlaunch.actions import outcomes
    from sectorlaunch.cli.outcome_details import priority_number
    from sectorlaunch.cli.recording import recording

    with recording(slug, by) as at:
        outcomes.vote(at.session, at.now, at.run_id, priority_number(at, priority), at.people(voters))
        at.say(f"{len(voters)} votes for priority {priority}.")


def choose(
    slug: Slug,
    priorities: Annotated[list[int], typer.Argument(metavar="PRIORITY…", show_default=False)],
    by: By = "",
) -> None:
    """The priorities that were chosen."""
    from sectorlaunch.actions import outcomes
    from sectorlaunch.cli.outcome_details import priority_number
    from sectorlaunch.cli.recording import recording

    with recording(slug, by) as at:
        ids = [priority_number(at, position) for position in priorities]
        outcomes.choose(at.session, at.now, at.run_id, ids, by=at.by)
        at.say(f"Chosen: {', '.join(map(str, priorities))}.")


def commitment(
    slug: Slug,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="What was promised.", show_default=False)],
    owner: Annotated[str, typer.Option("--owner", metavar="EMAIL", help="Who promised it.")] = "",
    due: Annotated[object, day("By when.", "--due")] = None,
    team: Annotated[int | None, typer.Option("--team", help="The action team it belongs to.")] = None,
    by: By = "",
) -> None:
    """A promised next step, with a name and a date."""
    import datetime

    from sectorlaunch.actions import outcomes
    from sectorlaunch.cli.recording import recording

    with recording(slug, by) as at:
        made = outcomes.commit_to(
            at.session,
            at.now,
            at.run_id,
            what,
            at.person(owner) if owner else None,
            due if isinstance(due, datetime.date) else None,
            by=at.by,
            team_id=team,
        )
        at.say(f"Commitment {made.id}: {made.what}")


def commitment_done(
    slug: Slug,
    commitment: Annotated[int, typer.Argument(metavar="ID", show_default=False)],
    dropped: Annotated[bool, typer.Option("--dropped", help="It was given up instead.")] = False,
    by: By = "",
) -> None:
    """That a commitment was kept, or dropped. Its reminders stop."""
    from sectorlaunch.actions import outcomes
    from sectorlaunch.cli.outcome_details import own_commitment
    from sectorlaunch.cli.recording import recording
    from sectorlaunch.tables import CommitmentState

    state = CommitmentState.DROPPED if dropped else CommitmentState.DONE
    with recording(slug, by) as at:
        known = own_commitment(at, commitment)
        outcomes.settle(at.session, at.now, at.run_id, known, state, by=at.by)
        at.say(f"Commitment {commitment}: {state.value}.")


def debrief(
    slug: Slug,
    date: Annotated[object, day("The day it was held; today when left out.", "--date")] = None,
    time: Annotated[object, hour("When it began, local time.", "--time")] = None,
    present: Emails = None,
    by: By = "",
) -> None:
    """That the partners held their debrief."""
    from sectorlaunch.cli.meeting_details import hold_debrief
    from sectorlaunch.cli.recording import recording

    with recording(slug, by) as at:
        at.say(hold_debrief(at, date, time, present))


def summary(
    slug: Slug,
    text: Annotated[
        Path | None,
        typer.Option("--text", metavar="FILE", help="The words, plain text; else the draft from the notes."),
    ] = None,
    sent: Annotated[
        bool, typer.Option("--sent", help="Release it: it goes to the business leaders.")
    ] = False,
    by: By = "",
) -> None:
    """The executive summary: drafted, or released."""
    from sectorlaunch.cli.outcome_details import write_summary
    from sectorlaunch.cli.recording import recording

    with recording(slug, by) as at:
        at.say(write_summary(at, text, sent))

"""Records of step 4: priorities, votes, commitments, the executive summary."""

from pathlib import Path
from typing import Annotated, Any

import typer

from sectorlaunch import wording
from sectorlaunch.cli.installation import recording
from sectorlaunch.cli.options import By, Slug, argument, day

Position = Annotated[int, argument("PRIORITY", "Its number, as `record priority` said it.", min=1)]


def priority(
    slug: Slug,
    words: Annotated[str, argument("WORDS", "In the words that were used.")],
    by: By = "",
) -> None:
    """A priority business leaders named."""
    from sectorlaunch.actions import outcomes

    with recording(slug, by) as at:
        named = outcomes.record_priority(*at.here, words, by=at.by)
        at.say(f"Priority {named.position}: {named.words}")


def vote(
    slug: Slug,
    priority: Position,
    voters: Annotated[list[str], argument("EMAIL…")],
    by: By = "",
) -> None:
    """Votes for a priority. Everyone's are kept; only those of business leaders count."""
    from sectorlaunch.actions import outcomes

    with recording(slug, by) as at:
        outcomes.vote(*at.here, at.priority_id(priority), at.people(voters))
        at.say(f"{wording.counted(len(voters), 'vote')} for priority {priority}.")


def choose(slug: Slug, priorities: Annotated[list[int], argument("PRIORITY…")], by: By = "") -> None:
    """The priorities that were chosen."""
    from sectorlaunch.actions import outcomes

    with recording(slug, by) as at:
        ids = [at.priority_id(position) for position in priorities]
        outcomes.choose(*at.here, ids, by=at.by)
        at.say(f"Chosen: {', '.join(map(str, priorities))}.")


def commitment(
    slug: Slug,
    what: Annotated[str, argument("WHAT", "What was promised.")],
    owner: Annotated[str, typer.Option("--owner", metavar="EMAIL", help="Who promised it.")] = "",
    due: Annotated[Any, day("By when.", "--due")] = None,
    team: Annotated[int | None, typer.Option("--team", help="The action team it belongs to.")] = None,
    by: By = "",
) -> None:
    """A promised next step, with a name and a date."""
    from sectorlaunch.actions import outcomes

    with recording(slug, by) as at:
        made = outcomes.commit_to(
            *at.here, what, at.person(owner) if owner else None, due, by=at.by, team_id=team
        )
        at.say(f"Commitment {made.id}: {made.what}")


def commitment_done(
    slug: Slug,
    commitment: Annotated[int, argument("ID")],
    dropped: Annotated[bool, typer.Option("--dropped", help="It was given up instead.")] = False,
    by: By = "",
) -> None:
    """That a commitment was kept, or dropped. Its reminders stop."""
    from sectorlaunch.actions import outcomes
    from sectorlaunch.tables import CommitmentState

    state = CommitmentState.DROPPED if dropped else CommitmentState.DONE
    with recording(slug, by) as at:
        outcomes.settle(*at.here, at.commitment_id(commitment), state, by=at.by)
        at.say(f"Commitment {commitment}: {state.value}.")


def summary(
    slug: Slug,
    text: Annotated[
        Path | None,
        typer.Option("--text", metavar="FILE", help="The words, plain text; else the draft from the notes."),
    ] = None,
    sent: Annotated[
        bool, typer.Option("--sent", help="It is written; whoever releases it may let it go.")
    ] = False,
    by: By = "",
) -> None:
    """The executive summary: drafted, or ready to be released."""
    from playbooks.yaml_lines import read_text
    from sectorlaunch.actions import documents
    from sectorlaunch.records import releases
    from sectorlaunch.tables import DocumentKind

    kind = DocumentKind.EXECUTIVE_SUMMARY
    with recording(slug, by) as at:
        if text is not None:
            title = f"What business leaders said at the launch of the {at.partnership.name}"[:200]
            documents.draft(*at.here, kind, title, read_text(text).strip(), by=at.by)
        else:
            documents.draft_summary(*at.here)
        released = releases.of_summary(at.playbook)
        if sent:
            state = releases.of_written_summary(at.playbook)
            documents.settle(*at.here, kind, state, by=at.by)
            at.say(f"The executive summary is {state.value}.")
        else:
            at.say("The executive summary is drafted. `--sent` says that it is written.")
        if released is not None:
            at.say(f"It leaves with `release give {slug} {released.touch.key}`.")

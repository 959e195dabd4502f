"""Answering, waiving and reopening."""

from typing import Annotated, Any

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import person, reading, recording
from sectorlaunch.cli.options import By, Note, Slug, argument, day

Gate = Annotated[str, argument("GATE", "The gate's key, as `status` shows it.")]
Question = Annotated[str, argument("QUESTION", "The question's key.")]
OptionalQuestion = Annotated[str, argument("QUESTION", "One question; the whole gate when left out.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="In a sentence.", prompt=False)]

VERDICTS = {"done": "done", "open": "still open", "not-relevant": "not relevant"}


def answer(
    slug: Slug,
    gate: Gate,
    question: Question,
    verdict: Annotated[
        str, typer.Option("--verdict", metavar="done|open|not-relevant", help="The last two need a note.")
    ] = "done",
    note: Note = "",
    as_: Annotated[
        str, typer.Option("--as", metavar="EMAIL", help="Whose answer it is; the convener's when left out.")
    ] = "",
) -> None:
    """Records an answer to a guiding question."""
    if verdict not in VERDICTS:
        raise typer.BadParameter("answer done, open or not-relevant.", param_hint="--verdict")
    from sectorlaunch.actions import answers as answer_actions
    from sectorlaunch.tables import AnswerVerdict

    with recording(slug) as at:
        who = person(at, as_)
        answer_actions.record(
            *at.here,
            gate,
            question,
            who.pk,
            answer_actions.GivenAnswer(AnswerVerdict(VERDICTS[verdict]), note, came_by="command"),
        )
    output.say(f"Recorded for {who.name}: {VERDICTS[verdict]}.")
    _say_how_it_stands(slug, gate)


def waive(
    slug: Slug,
    gate: Gate,
    question: OptionalQuestion = "",
    by: By = "",
    why: Why = "",
    until: Annotated[Any, day("The day it comes back as a task.", "--until")] = None,
) -> None:
    """Sets a question, or a whole gate, aside: who, why, until when. It comes back as a task on that day."""
    _needs(why, "--why", "say in a sentence why this can wait.")
    _needs(until, "--until", "say until when; it comes back as a task on that day.")
    from sectorlaunch.actions import gates as gate_actions

    with recording(slug, by) as at:
        given = gate_actions.waive(
            *at.here, gate, question or None, given_by=at.by, why=why, until=until, asked_by=at.asks
        )
        waits = f"waiver-{given.pk}" if given.waits else ""
    if waits:
        output.say(
            f"It is asked. Another convener agrees: sector-launch second-yes agree {slug} {waits} --as EMAIL"
        )
        return
    output.say(f"Set aside until {until.isoformat()}.")
    _say_how_it_stands(slug, gate)


def reopen(slug: Slug, gate: Gate, question: OptionalQuestion = "", by: By = "", why: Why = "") -> None:
    """Asks a question, or a whole gate, again. Earlier answers stay on record and no longer count."""
    _needs(why, "--why", "say in a sentence why it is asked again.")
    from sectorlaunch.actions import gates as gate_actions

    with recording(slug, by) as at:
        gate_actions.reopen(*at.here, gate, question or None, by=at.by, why=why)
    output.say("Asked again; what was said before stays on record.")
    _say_how_it_stands(slug, gate)


def _needs(value: object, option: str, remedy: str) -> None:
    if not value:
        raise typer.BadParameter(remedy, param_hint=option)


def _say_how_it_stands(slug: str, gate_key: str) -> None:
    """What the gate says after the change."""
    from sectorlaunch.records import answers as answer_records

    with reading(slug) as launch:
        gate = answer_records.gate_run(launch.session, launch.run_id, gate_key)
    if gate.state == "open":
        output.say("The gate is open.")
    elif gate.state == "shut":
        output.say("The gate is still shut:", *(f"  - {reason}" for reason in gate.missing))
    else:
        output.say("The launch has not come to this gate yet; the answer counts when it does.")

"""What is still to come: looked at with its words, and one message of it skipped, worded otherwise or sent now."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sectorlaunch.cli.options import By, Group, Json, Slug

if TYPE_CHECKING:
    from sectorlaunch.records.launch import Launch

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    help="Every message still to come. `coming SLUG` lists it by date; the others change one.",
)
Number = Annotated[
    str,
    typer.Argument(
        metavar="NUMBER",
        help="As `coming SLUG` shows it: 12 is planned, m34 waits in the outbox.",
        show_default=False,
    ),
]
To = Annotated[str, typer.Option("--to", metavar="EMAIL", help="For this person alone; everyone otherwise.")]
TextFile = Annotated[
    Path | None, typer.Option("--text", metavar="FILE", exists=True, dir_okay=False, help="Its whole text.")
]


@app.command("list")
def list_(
    slug: Slug,
    words: Annotated[bool, typer.Option("--words", help="With the words of each.")] = False,
    limit: Annotated[
        int, typer.Option("--limit", metavar="NUMBER", min=1, help="How many are shown in words.")
    ] = 100,
    json: Json = False,
) -> None:
    """Every message still to come, by date. Looking changes nothing."""
    from sectorlaunch.cli import output
    from sectorlaunch.cli.installation import installation
    from sectorlaunch.engine import coming as coming_engine

    here = installation()
    with here.reading() as session:
        launch = here.launch(session, slug)
        days = coming_engine.coming(launch, with_words=words, limit=limit)
    if json:
        output.as_json(days)
        return
    if not days:
        output.say("Nothing is planned and nothing waits.")
    for day in days:
        output.say(f"{day.on:%A} {day.on.day} {day.on:%B %Y}")
        if not words:
            output.columns([(f"  {one.number}", *_line(one)) for one in day.messages])
            continue
        for one in day.messages:
            output.say("", "  ".join([f"  {one.number}", *_line(one)]))
            if one.words is not None:
                output.say("", *_indented(one.words.trouble or f"{one.words.subject}\n\n{one.words.text}"))
    found = sum(len(day.messages) for day in days)
    if words and found > limit:
        output.say("", f"{found - limit} more without their words; --limit {found} shows all.")


def _line(one: object) -> tuple[str, str, str]:
    from sectorlaunch.engine.coming import Coming

    assert isinstance(one, Coming)
    address = f"{one.to_name} <{one.to_address}>" if one.to_address else one.to_name
    return one.state, address, f"{one.title} ({one.note})" if one.note else one.title


def _indented(words: str) -> list[str]:
    return [f"      {line}".rstrip() for line in words.splitlines()]


@app.command("skip")
def skip(slug: Slug, number: Number, to: To = "", by: By = "") -> None:
    """Leaves one person, or everyone, out of a message."""
    from sectorlaunch.cli.installation import installation
    from sectorlaunch.engine import overrides

    here = installation()
    with here.changing() as session:
        launch = here.launch(session, slug)
        name = by or launch.convener.name
        if queued := _queued(number, to):
            overrides.cancel_queued(session, here.now, launch.run_id, queued, name)
        else:
            planned_id = _planned(number)
            overrides.planned_touch(session, launch.run_id, planned_id)
            overrides.skip(session, here.now, planned_id, _person_id(launch, to), name)
    _say(f"Skipped for {to or 'everyone'}." if not queued else "Skipped.")


@app.command("restore")
def restore(slug: Slug, number: Number, to: To = "", by: By = "") -> None:
    """Takes a skip back, as long as the message is still planned."""
    from sectorlaunch.cli.installation import installation
    from sectorlaunch.engine import overrides

    here = installation()
    with here.changing() as session:
        launch = here.launch(session, slug)
        planned_id = _planned(number)
        overrides.planned_touch(session, launch.run_id, planned_id)
        person_id = _person_id(launch, to)
        overrides.restore(session, here.now, planned_id, person_id, by or launch.convener.name)
    _say("It goes as planned.")


@app.command("remind")
def remind(
    slug: Slug,
    number: Number,
    only: Annotated[
        list[str],
        typer.Option("--only", metavar="EMAIL", help="Who gets it; repeat it for several people."),
    ],
    by: By = "",
) -> None:
    """Picks by hand who gets a message: everyone else it would reach now is left out."""
    from sectorlaunch.cli.installation import everyone, installation
    from sectorlaunch.engine import overrides

    here = installation()
    with here.changing() as session:
        launch = here.launch(session, slug)
        planned_id = _planned(number)
        overrides.planned_touch(session, launch.run_id, planned_id)
        chosen = {person.id for person in everyone(launch, only) if person.id is not None}
        left = overrides.only(session, here.now, planned_id, chosen, by or launch.convener.name)
    _say(f"It goes to {len(chosen)}; {left} left out.")


@app.command("words")
def words(
    slug: Slug,
    number: Number,
    to: To = "",
    subject: Annotated[str, typer.Option("--subject", metavar="TEXT", help="Its subject.")] = "",
    text: TextFile = None,
    by: By = "",
) -> None:
    """Other words for one message, with fields such as {{ recipient.first_name }}. Without any, the usual ones again."""
    from notifications.own_words import OwnWords
    from sectorlaunch.cli.installation import installation
    from sectorlaunch.engine import overrides

    own = OwnWords(subject=subject, text=text.read_text(encoding="utf-8") if text else "")
    here = installation()
    with here.changing() as session:
        launch = here.launch(session, slug)
        name = by or launch.convener.name
        if queued := _queued(number, to):
            overrides.reword_queued(session, here.now, launch.run_id, queued, own, name)
        else:
            planned_id = _planned(number)
            overrides.planned_touch(session, launch.run_id, planned_id)
            person_id = _person_id(launch, to)
            overrides.reword(session, here.now, planned_id, person_id, own, name)
    _say("It has words of its own." if own else "It has its usual words.")


@app.command("send")
def send(
    slug: Slug,
    number: Number,
    to: To = "",
    now_anyway: Annotated[bool, typer.Option("--now-anyway", help="Do not wait for office hours.")] = False,
    by: By = "",
) -> None:
    """Sends a planned message before its date. Nobody gets it twice."""
    from sectorlaunch.cli.installation import installation
    from sectorlaunch.engine import overrides

    here = installation()
    with here.changing() as session:
        launch = here.launch(session, slug)
        planned_id = _planned(number)
        overrides.planned_touch(session, launch.run_id, planned_id)
        person_id = _person_id(launch, to)
        name = by or launch.convener.name
        written = overrides.send_now(session, here.now, planned_id, person_id, name, now_anyway=now_anyway)
    _say(f"{written} {'message is' if written == 1 else 'messages are'} in the outbox.")


def _queued(number: str, to: str) -> int | None:
    """The message of the outbox a number names; None for a planned one."""
    if not number.startswith("m"):
        return None
    if to:
        raise typer.BadParameter(
            "A message in the outbox goes to one person; leave it out.", param_hint="--to"
        )
    return _digits(number[1:], number)


def _planned(number: str) -> int:
    if number.startswith("m"):
        raise typer.BadParameter(f"“{number}” is in the outbox already.", param_hint="NUMBER")
    return _digits(number, number)


def _digits(digits: str, number: str) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise typer.BadParameter(
            f"“{number}” is not a number as `coming SLUG` shows it, such as 12 or m34.", param_hint="NUMBER"
        )
    return int(digits)


def _person_id(launch: "Launch", email: str) -> int | None:
    from sectorlaunch.cli.installation import person

    return person(launch, email).id if email else None


def _say(words: str) -> None:
    from sectorlaunch.cli import output

    output.say(words)

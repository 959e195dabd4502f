"""What is still to come: looked at with its words, and one message of it skipped, worded otherwise or sent now."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import person, reading, recording
from sectorlaunch.cli.options import By, Json, Slug, argument, group

if TYPE_CHECKING:
    from sectorlaunch.cli.recording import Recording
    from sectorlaunch.engine.coming import Coming

app = group("Every message still to come. `coming SLUG` lists it by date; the others change one.")
Number = Annotated[
    str, argument("NUMBER", "As `coming SLUG` shows it: 12 is planned, m34 waits in the outbox.")
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
    from sectorlaunch.engine import coming as coming_engine
    from sectorlaunch.engine import hanging

    with reading(slug) as launch:
        days = coming_engine.coming(launch, with_words=words, limit=limit)
        waiting = hanging.hanging(launch)
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
    for later in waiting:
        output.say(later.when)
        output.columns([("  ", one.count_words, one.title) for one in later.touches])
    found = sum(len(day.messages) for day in days)
    if words and found > limit:
        output.say("", f"{found - limit} more without their words; --limit {found} shows all.")


def _line(one: "Coming") -> tuple[str, str, str]:
    address = f"{one.to_name} <{one.to_address}>" if one.to_address else one.to_name
    return one.state, address, f"{one.title} ({one.note})" if one.note else one.title


def _indented(words: str) -> list[str]:
    return [f"      {line}".rstrip() for line in words.splitlines()]


@app.command("skip")
def skip(slug: Slug, number: Number, to: To = "", by: By = "") -> None:
    """Leaves one person, or everyone, out of a message."""
    from sectorlaunch.engine import overrides

    with recording(slug, by) as at:
        if queued := _queued(number, to):
            overrides.cancel_queued(*at.here, queued, at.by)
        else:
            overrides.skip(at.session, at.now, _planned(at, number), _person_id(at, to), at.by)
        at.say("Skipped." if queued else f"Skipped for {to or 'everyone'}.")


@app.command("restore")
def restore(slug: Slug, number: Number, to: To = "", by: By = "") -> None:
    """Takes a skip back, as long as the message is still planned."""
    from sectorlaunch.engine import overrides

    with recording(slug, by) as at:
        overrides.restore(at.session, at.now, _planned(at, number), _person_id(at, to), at.by)
        at.say("It goes as planned.")


@app.command("remind")
def remind(
    slug: Slug,
    number: Number,
    only: Annotated[
        list[str], typer.Option("--only", metavar="EMAIL", help="Who gets it; repeat it for several people.")
    ],
    by: By = "",
) -> None:
    """Picks by hand who gets a message: everyone else it would reach now is left out."""
    from sectorlaunch.engine import overrides

    with recording(slug, by) as at:
        planned_id = _planned(at, number)
        chosen = {person(at, email).pk for email in only}
        left = overrides.only(at.session, at.now, planned_id, chosen, at.by)
        at.say(f"It goes to {len(chosen)}; {left} left out.")


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
    from sectorlaunch.engine import overrides

    own = OwnWords(subject=subject, text=text.read_text(encoding="utf-8") if text else "")
    with recording(slug, by) as at:
        if queued := _queued(number, to):
            overrides.reword_queued(*at.here, queued, own, at.by)
        else:
            overrides.reword(at.session, at.now, _planned(at, number), _person_id(at, to), own, at.by)
        at.say("It has words of its own." if own else "It has its usual words.")


@app.command("send")
def send(
    slug: Slug,
    number: Number,
    to: To = "",
    now_anyway: Annotated[bool, typer.Option("--now-anyway", help="Do not wait for office hours.")] = False,
    by: By = "",
) -> None:
    """Sends a planned message before its date. Nobody gets it twice."""
    from sectorlaunch.engine import overrides

    with recording(slug, by) as at:
        planned_id, person_id = _planned(at, number), _person_id(at, to)
        written = overrides.send_now(at.session, at.now, planned_id, person_id, at.by, now_anyway=now_anyway)
        at.say(f"{written} {'message is' if written == 1 else 'messages are'} in the outbox.")


def _queued(number: str, to: str) -> int | None:
    """The message of the outbox a number names; None for a planned one."""
    if not number.startswith("m"):
        return None
    if to:
        raise typer.BadParameter(
            "A message in the outbox goes to one person; leave it out.", param_hint="--to"
        )
    return _digits(number[1:], number)


def _planned(at: "Recording", number: str) -> int:
    """The planned message of this launch a number names."""
    from sectorlaunch.engine import overrides

    if number.startswith("m"):
        raise typer.BadParameter(f"“{number}” is in the outbox already.", param_hint="NUMBER")
    planned_id = _digits(number, number)
    overrides.planned_touch(at.session, at.run_id, planned_id)
    return planned_id


def _digits(digits: str, number: str) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise typer.BadParameter(
            f"“{number}” is not a number as `coming SLUG` shows it, such as 12 or m34.", param_hint="NUMBER"
        )
    return int(digits)


def _person_id(at: "Recording", email: str) -> int | None:
    return at.person(email).id if email else None

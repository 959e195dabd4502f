"""A partnership's own words for its messages: shown, changed, tried."""

from pathlib import Path
from typing import Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import person, reading, recording
from sectorlaunch.cli.options import By, Slug, argument, group

app = group("The words of a kind of message, with fields filled for each reader.")
Kind = Annotated[str, argument("KIND", "Such as invitation; `words SLUG` lists them.")]
Subject = Annotated[str | None, typer.Option("--subject", metavar="TEXT", help="The subject.")]
Opening = Annotated[
    str | None,
    typer.Option("--opening", metavar="TEXT", help="A paragraph of your own after the salutation."),
]
Text = Annotated[
    Path | None,
    typer.Option(
        "--text",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="The whole letter between head and foot, salutation and signature included.",
    ),
]


@app.command("list")
def list_(slug: Slug) -> None:
    """The kinds of messages, and which parts have words of your own."""
    from sectorlaunch.records import kind_words as kind_word_records

    with reading(slug) as launch:
        rows = []
        for kind in kind_word_records.editable():
            own = kind_word_records.of(launch.session, launch.partnership_id, kind)
            changed = [part for part in kind_word_records.PARTS if getattr(own, part)]
            rows.append((kind, f"own {', '.join(changed)}" if changed else "ours"))
    output.columns(rows)


@app.command("show")
def show(slug: Slug, kind: Kind) -> None:
    """The words of a kind that are your own, and the fields they can use."""
    from notifications.own_words import fields_of
    from notifications.rendering import context_class
    from sectorlaunch.records import kind_words as kind_word_records

    with reading(slug) as launch:
        kind_word_records.check_kind(kind)
        own = kind_word_records.of(launch.session, launch.partnership_id, kind)
    for part in kind_word_records.PARTS:
        output.say(f"{part}: {getattr(own, part) or '(ours)'}")
    output.say("", "Fields:")
    for path, is_list in fields_of(context_class(kind)).items():
        output.say(f"  {{{{ {path}{' | names' if is_list else ''} }}}}")


@app.command("set")
def set_(
    slug: Slug,
    kind: Kind,
    subject: Subject = None,
    opening: Opening = None,
    text: Text = None,
    by: By = "",
) -> None:
    """Gives a kind words of your own from now on. A field that is misspelled is refused."""
    from sectorlaunch.actions import kind_words as kind_word_actions

    parts = _parts(subject, opening, text)
    if not parts:
        raise typer.BadParameter("Give --subject, --opening or --text.")
    with recording(slug, by) as at:
        for part, words in parts.items():
            kind_word_actions.change(at.session, at.now, at.partnership_id, kind, part, words, at.by)
        at.say(f"Kept. See it: sector-launch words preview {slug} {kind}")


@app.command("reset")
def reset(slug: Slug, kind: Kind, by: By = "") -> None:
    """Gives a kind our words back."""
    from sectorlaunch.actions import kind_words as kind_word_actions

    with recording(slug, by) as at:
        kind_word_actions.reset(at.session, at.now, at.partnership_id, kind, at.by)
        at.say(f"“{kind}” has our words.")


@app.command("preview")
def preview(
    slug: Slug, kind: Kind, subject: Subject = None, opening: Opening = None, text: Text = None
) -> None:
    """A kind in its words, or in words you are trying: with made-up people, and to the next real reader."""
    from dataclasses import replace

    from sectorlaunch.engine import coming
    from sectorlaunch.records import kind_words as kind_word_records

    with reading(slug) as launch:
        kind_word_records.check_kind(kind)
        own = replace(
            kind_word_records.of(launch.session, launch.partnership_id, kind),
            **_parts(subject, opening, text),
        )
        made_up = kind_word_records.sample(kind, own)
        output.say("With made-up people", "", made_up.subject, "", made_up.text)
        real = coming.first_of_kind(launch, kind)
        if real is not None:
            words = coming.words_of_kind(launch, real, own)
            output.say(f"To {real.to_name}", "", words.trouble or f"{words.subject}\n\n{words.text}")


@app.command("test")
def try_on_oneself(
    slug: Slug,
    kind: Kind,
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="EMAIL", help="Somebody of the partnership; the convener when left out."
        ),
    ] = "",
) -> None:
    """Sends a kind in its words to yourself, with made-up people in it."""
    from sectorlaunch.outbox.write import test_letter

    with recording(slug) as at:
        message = test_letter.send_test(at.session, at.now, at.partnership_id, kind, person(at, to))
        at.say(f"“{message.subject}” is in the outbox for {message.to_address}.")


def _parts(subject: str | None, opening: str | None, text: Path | None) -> dict[str, str]:
    whole = text.read_text(encoding="utf-8") if text else None
    given = {"subject": subject, "opening": opening, "text": whole}
    return {part: words for part, words in given.items() if words is not None}

"""A partnership's own words for its messages: shown, changed, tried."""

from pathlib import Path
from typing import Annotated

import typer

from sectorlaunch.cli.options import By, Group, Slug

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    help="The words of a kind of message, with fields filled for each reader.",
)
Kind = Annotated[
    str,
    typer.Argument(metavar="KIND", help="Such as invitation; `words SLUG` lists them.", show_default=False),
]
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
    from sectorlaunch.cli import output
    from sectorlaunch.cli.installation import installation
    from sectorlaunch.records import kind_words as kind_word_records

    here = installation()
    with here.reading() as session:
        launch = here.launch(session, slug)
        rows = []
        for kind in kind_word_records.editable():
            own = kind_word_records.of(session, launch.partnership_id, kind)
            changed = [part for part in kind_word_records.PARTS if getattr(own, part)]
            rows.append((kind, f"own {', '.join(changed)}" if changed else "ours"))
    output.columns(rows)


@app.command("show")
def show(slug: Slug, kind: Kind) -> None:
    """The words of a kind that are your own, and the fields they can use."""
    from notifications.own_words import fields_of
    from notifications.rendering import context_class
    from sectorlaunch.cli import output
    from sectorlaunch.cli.installation import installation
    from sectorlaunch.records import kind_words as kind_word_records

    here = installation()
    with here.reading() as session:
        launch = here.launch(session, slug)
        kind_word_records.check_kind(kind)
        own = kind_word_records.of(session, launch.partnership_id, kind)
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
    """Gives a kind words of your own from now on. A field that is misspelt is refused."""
    from sectorlaunch.actions import kind_words as kind_word_actions
    from sectorlaunch.cli import output
    from sectorlaunch.cli.installation import installation

    parts = _parts(subject, opening, text)
    if not parts:
        raise typer.BadParameter("Give --subject, --opening or --text.")
    here = installation()
    with here.changing() as session:
        launch = here.launch(session, slug)
        name = by or launch.convener.name
        for part, words in parts.items():
            kind_word_actions.change(session, here.now, launch.partnership_id, kind, part, words, name)
    output.say(f"Kept. See it: sector-launch words preview {slug} {kind}")


@app.command("reset")
def reset(slug: Slug, kind: Kind, by: By = "") -> None:
    """Gives a kind our words back."""
    from sectorlaunch.actions import kind_words as kind_word_actions
    from sectorlaunch.cli import output
    from sectorlaunch.cli.installation import installation

    here = installation()
    with here.changing() as session:
        launch = here.launch(session, slug)
        kind_word_actions.reset(session, here.now, launch.partnership_id, kind, by or launch.convener.name)
    output.say(f"“{kind}” has our words.")


@app.command("preview")
def preview(
    slug: Slug, kind: Kind, subject: Subject = None, opening: Opening = None, text: Text = None
) -> None:
    """A kind in its words, or in words you are trying: with made-up people, and to the next real reader."""
    from dataclasses import replace

    from sectorlaunch.cli import output
    from sectorlaunch.cli.installation import installation
    from sectorlaunch.engine import coming
    from sectorlaunch.records import kind_words as kind_word_records

    here = installation()
    with here.reading() as session:
        launch = here.launch(session, slug)
        kind_word_records.check_kind(kind)
        own = replace(
            kind_word_records.of(session, launch.partnership_id, kind), **_parts(subject, opening, text)
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
    from sectorlaunch.cli import output
    from sectorlaunch.cli.installation import installation, person
    from sectorlaunch.outbox.write import test_letter

    here = installation()
    with here.changing() as session:
        launch = here.launch(session, slug)
        message = test_letter.send_test(session, here.now, launch.partnership_id, kind, person(launch, to))
    output.say(f"“{message.subject}” is in the outbox for {message.to_address}.")


def _parts(subject: str | None, opening: str | None, text: Path | None) -> dict[str, str]:
    given = {
        "subject": subject,
        "opening": opening,
        "text": text.read_text(encoding="utf-8") if text else None,
    }
    return {part: words for part, words in given.items() if words is not None}

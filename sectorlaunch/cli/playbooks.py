"""Seeing a playbook, checking one of your own, and taking it in for the house."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.accounts import KEEPER
from sectorlaunch.cli.installation import installation, reading
from sectorlaunch.cli.keepers import By
from sectorlaunch.cli.options import Json, argument, group

if TYPE_CHECKING:
    from playbooks.model import Playbook

app = group("Playbooks: what a launch is, as data.")


@app.command("show")
def show(
    which: Annotated[
        str,
        argument(
            "KEY|SLUG",
            "A playbook's key, or a partnership for the one it started with. Lists the keys when left out.",
        ),
    ] = "",
    json: Json = False,
) -> None:
    """A playbook: steps, gates, questions and messages."""
    from playbooks import loader
    from sectorlaunch import playbook_vocabulary
    from sectorlaunch.cli.playbook_words import lines

    shipped = loader.shipped()
    if not which:
        found = {
            key: loader.load(loader.shipped_text(key), f"{key}.yaml", playbook_vocabulary.vocabulary())
            for key in shipped
        }
        if json:
            output.as_json(
                [{"key": key, "title": book.title, "version": book.version} for key, book in found.items()]
            )
        else:
            output.columns([(key, book.title) for key, book in found.items()])
        return
    if which in shipped:
        playbook = loader.load(loader.shipped_text(which), f"{which}.yaml", playbook_vocabulary.vocabulary())
    else:
        playbook = _stored(which)
    if json:
        print(playbook.model_dump_json(indent=2))
    else:
        output.say(*lines(playbook))


def _stored(which: str) -> "Playbook":
    """One the house took in, else the one a partnership started with."""
    from playbooks import loader
    from sectorlaunch import playbook_vocabulary
    from sectorlaunch.records import house_playbooks

    house = installation().read(house_playbooks.texts)
    if which in house:
        return loader.load(house[which], f"{which}.yaml", playbook_vocabulary.vocabulary())
    with reading(which) as launch:
        return launch.playbook


@app.command("list")
def list_(json: Json = False) -> None:
    """Every playbook a partnership may be started from, and who took in those of the house."""
    from sectorlaunch.records import house_playbooks

    output.listing(
        installation().read(house_playbooks.offered),
        lambda one: (
            one.key,
            f"version {one.version}",
            one.title,
            one.mistake
            or (f"taken in by {one.by} on {one.since:%Y-%m-%d}" if one.since else "comes with it"),
        ),
        "",
        json=json,
    )


@app.command("take-in")
def take_in(
    file: Annotated[Path, typer.Argument(help="A playbook file, YAML.", show_default=False)], by: By = ""
) -> None:
    """Checks a playbook file and keeps it: partnerships are started from it by its key from then on."""
    from playbooks import loader
    from playbooks.yaml_lines import read_text
    from sectorlaunch import playbook_vocabulary
    from sectorlaunch.actions import house_playbooks

    text = read_text(file)
    playbook = loader.load(text, str(file), playbook_vocabulary.vocabulary())
    row = installation().change(house_playbooks.take_in, text, playbook, by=by or KEEPER)
    output.say(
        f"{playbook.title} is kept as “{row.key}”, version {playbook.version}.",
        f"Start a partnership from it: write `playbook: {row.key}` into its file.",
    )


@app.command("take-out")
def take_out(key: Annotated[str, argument("KEY", "A playbook of the house.")], by: By = "") -> None:
    """Offers a playbook of the house no more. Launches that began with it go on."""
    from sectorlaunch.actions import house_playbooks

    installation().change(house_playbooks.take_out, key, by=by or KEEPER)
    output.say(f"Nothing new is started from “{key}”.")


@app.command("check")
def check(file: Annotated[Path, typer.Argument(help="A playbook file, YAML.", show_default=False)]) -> None:
    """Checks a playbook file and names every mistake with its line."""
    from playbooks import loader
    from playbooks.yaml_lines import read_text
    from sectorlaunch import playbook_vocabulary

    playbook = loader.load(read_text(file), str(file), playbook_vocabulary.vocabulary())
    gates = list(playbook.gates())
    questions = sum(len(gate.questions) for _, gate in gates)
    touches = len(list(playbook.touches()))
    output.say(
        f"{playbook.title}: {len(playbook.steps)} steps, {len(gates)} gates, {questions} questions, "
        f"{touches} touches. No mistakes."
    )

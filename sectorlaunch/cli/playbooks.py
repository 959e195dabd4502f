"""Seeing a playbook, and checking one of your own."""

from pathlib import Path
from typing import Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import reading
from sectorlaunch.cli.options import Json, argument, group

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
        with reading(which) as launch:
            playbook = launch.playbook
    if json:
        print(playbook.model_dump_json(indent=2))
    else:
        output.say(*lines(playbook))


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

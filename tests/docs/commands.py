"""The commands there are, and those the docs speak of."""

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(sector-launch [^`]+)`")


@cache
def command_tree() -> Any:
    from typer.main import get_command

    from sectorlaunch.cli.app import app

    return get_command(app)


def every_command() -> Iterator[tuple[str, ...]]:
    """The path of each command, groups and hidden ones left out: ("people", "import")."""

    def below(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for name, part in command.commands.items():
            if hasattr(part, "commands"):
                yield from below(part, (*path, name))
            elif not part.hidden:
                yield (*path, name)

    return below(command_tree(), ())


def spoken_of(text: str) -> Iterator[list[str]]:
    """The words after `sector-launch` of each command in a page: in code blocks and in backticks."""
    lines = [line for block in FENCE.findall(text) for line in block.replace("\\\n", " ").splitlines()]
    lines += INLINE.findall(FENCE.sub("", text))
    for line in lines:
        if "sector-launch" in line:
            yield from _last_call(" ".join(line.split()))


def _last_call(line: str) -> Iterator[list[str]]:
    """What follows the command in a line of shell, up to a pipe or the like; earlier ones may be a user or a unit."""
    words = shlex.split(line.strip(), comments=True)
    calls = [
        n
        for n, word in enumerate(words)
        if word == "sector-launch" or word.endswith("/sector-launch")
        if n == 0 or not words[n - 1].startswith("-")
    ]
    if calls:
        rest = words[calls[-1] + 1 :]
        ends = [n for n, word in enumerate(rest) if word in ("|", ">", ">>", "&&", ";", "&", "…")]
        yield rest[: ends[0]] if ends else rest


def mistake_in(words: list[str]) -> str:
    """What is wrong with a command line as far as names go; "" when nothing is."""
    command = command_tree()
    path = []
    while hasattr(command, "commands"):
        own = {option for param in command.params for option in param.opts} | {"--help", "-h"}
        if not words or words[0] in own:
            return ""
        name, *words = words
        if name not in command.commands:
            if path and "list" in command.commands:  # `tasks SLUG` is `tasks list SLUG`
                name, words = "list", [name, *words]
            else:
                return f"there is no command {' '.join([*path, name])}"
        path.append(name)
        command = command.commands[name]
    known = {option for param in command.params for option in (*param.opts, *param.secondary_opts)}
    for word in words:
        option = word.split("=")[0]
        if option.startswith("-") and option not in {*known, "--help", "-h"}:
            return f"{' '.join(path)} has no option {option}"
    return ""

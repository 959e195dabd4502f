"""Writes docs/reference/ from the code it describes: `make docs`. A test compares, so that no page can lie."""

import ast
import inspect
import re
import tomllib
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from docs.reading_source import annotated, comments_of, own_docstring, prose

FOLDER = Path(__file__).parent / "reference"
COMMAND = "make docs"
NOTICE = f"> Generated from the code by `{COMMAND}`. Change the code, not this page."

YAML_WORDS = (
    (r" \| None", ""),
    (r"tuple\[(\w+), \.\.\.\]", r"list of \1"),
    (r"Mapping\[str, int\]", "names with numbers"),
    (r"Literal\[True\]", "true"),
    (r"\bbool\b", "true or false"),
    (r"\bstr\b", "text"),
    (r"\bint\b", "number"),
    (r"\bNumber\b", "number, or the name of one in `numbers`"),
    (r"\bKey\b", "key"),
    (r"\bTimeOfDay\b", 'time, such as "09:00"'),
    (r"\bFraction\b", "fraction, such as 2/3"),
)
"""Annotations as somebody who writes YAML reads them."""


PAGES = (
    "command-line",
    "settings",
    "playbook-file",
    "facts",
    "audiences",
    "message-kinds",
    "channels",
    "prefect-events",
    "rooms",
)
"""The pages of the reference, each written by the function of its name."""


@cache
def page(name: str) -> str:
    """The text of one of `PAGES`."""
    text: str = globals()[name.replace("-", "_")]()
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def prefect_events() -> str:
    from sectorlaunch.events import EventKind
    from sectorlaunch.prefect_side import event_records

    about = f"`{event_records.FAMILY}.partnership.SLUG`"
    ours = (
        (
            event_records.STEP_LATE,
            about,
            "the gate a launch waits at should have been open; once for each gate",
        ),
        (
            event_records.SENDING_FAILS,
            f"{about} or `{event_records.FAMILY}.installation`",
            "a letter failed, or nothing can leave; at most once an hour",
        ),
    )
    return "\n".join(
        [
            *_head("Events in Prefect", "What Prefect is told of each launch, for automations of one's own."),
            f"Each is about {about} and related to the step under way, `{event_records.FAMILY}.step.SLUG.STEP`, to the flow run "
            "that carries it, and to the partnership's tag. Its payload has `summary` in words, `actor`, `page`, and what "
            "else is known, such as `message_id`. Told in the order it happened, at best effort; repeated under the same id.",
            "",
            *_table(
                ("event", "resource", "meaning"), [(f"`{name}`", whose, words) for name, whose, words in ours]
            ),
            "",
            "And one for every line of a launch's history:",
            "",
            *(f"- `{event_records.name_of(kind.value)}`" for kind in EventKind),
        ]
    )


def channels() -> str:
    from apprise.manager_plugins import NotificationManager

    from notifications.wires import schemas

    manager: Any = NotificationManager()

    def services(among: frozenset[str]) -> list[tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        for schema in among:
            found.setdefault(str(manager[schema].service_name), set()).add(f"`{schema}://`")
        return [(name, " ".join(sorted(found[name]))) for name in sorted(found, key=str.lower)]

    columns = ("service", "address begins with")
    return "\n".join(
        [
            *_head("Channels", "Which services of Apprise a channel may lead to, and which not."),
            "Admitted is what talks HTTPS. Where the address names the host, it has to be a public one, by TLS, unless "
            "`SECTOR_LAUNCH_CHANNEL_HOSTS` names it. [How to add one](../guides/go-live-with-your-mail-server.md).",
            "",
            "## To one person's phone",
            "",
            "The number comes with each message.",
            "",
            *_table(columns, services(schemas.PHONES)),
            "",
            "## To a room, a topic or whomever the address names",
            "",
            *_table(columns, services(schemas.AT_ITS_OWN_HOST)),
            "",
            "## The same, at the host the address names",
            "",
            *_table(columns, services(schemas.ROOMS - schemas.AT_ITS_OWN_HOST)),
            "",
            "## Not admitted",
            "",
            *_table(
                ("address begins with", "why"),
                [(f"`{schema}://`", why) for schema, why in schemas.REFUSED.items()],
            ),
        ]
    )


def command_line() -> str:
    from typer.main import get_command

    from sectorlaunch.cli.app import app

    root: Any = get_command(app)
    lines = [
        *_head("The command line", root.help),
        "Every command takes `--help`. Exit codes: 0 all well, 1 a problem that is told in a sentence, "
        "2 wrong usage. Commands that list take `--json`.",
        "",
        *_table(("option", "meaning", "default"), [_parameter(param) for param in root.params]),
    ]
    panels: dict[str, list[str]] = {}
    for name, command in _shown(root):
        described = panels.setdefault(command.rich_help_panel, [])
        described += _command(f"sector-launch {name}", command)
    for panel, described in panels.items():
        lines += ["", f"## {panel}", *described]
    return "\n".join(lines)


def _shown(group: Any) -> Iterator[tuple[str, Any]]:
    return ((name, command) for name, command in group.commands.items() if not command.hidden)


def _command(path: str, command: Any) -> Iterator[str]:
    if hasattr(command, "commands"):
        yield from ["", f"### `{path}`", "", command.help]
        for name, part in _shown(command):
            yield from _command(f"{path} {name}", part)
        return
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    usage = " ".join([path, *(_argument(param) for param in arguments)])
    yield from ["", f"### `{usage}`", "", " ".join((command.help or "").split())]
    rows = [_parameter(param) for param in command.params if getattr(param, "help", None)]
    if rows:
        yield from ["", *_table(("argument or option", "meaning", "default"), rows)]


def _argument(param: Any) -> str:
    name = param.metavar or param.name.upper()
    return name if param.required else f"[{name}]"


def _parameter(param: Any) -> tuple[str, str, str]:
    if param.param_type_name == "argument":
        spelled = param.metavar or param.name.upper()
    else:
        spelled = "/".join([*param.opts, *param.secondary_opts])
        if not param.is_flag:
            spelled += f" {param.metavar or param.name.upper()}"
    meaning = param.help + (" May be repeated." if getattr(param, "multiple", False) else "")
    plain = param.default in (None, "", False) or getattr(param, "is_flag", False)
    return f"`{spelled}`", meaning, "needed" if param.required else "" if plain else f"`{param.default}`"


def settings() -> str:
    from sectorlaunch.settings import Settings

    prefix = Settings.model_config["env_prefix"]
    rows = []
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else f"`{field.default}`"
        rows.append((f"`{prefix}{name.upper()}`", field.description or "", default))
    about = "Settings are environment variables, read once when a process starts. Each has a default that works on one machine."
    return "\n".join([*_head("Settings", about), *_table(("variable", "meaning", "default"), rows)])


def facts() -> str:
    from playbooks.facts import FACTS

    about = (
        "What the evidence of a guiding question may look at. A *count* is a number with the names behind it; "
        "it is compared with `at_least`, `at_most`, `more_than` or `reaches`. A *flag* is yes or no, with the sentence "
        "that explains it; it is compared with `true: true`."
    )
    lines = _head("Facts", about)
    section = None
    for path, (kind, meaning) in FACTS.items():
        if path.partition(".")[0] != section:
            section = path.partition(".")[0]
            lines += ["", f"## {section}", "", *_table(("fact", "kind", "what it says"), [])]
        lines.append(_row((f"`{path}`", kind.__name__.lower(), meaning)))
    return "\n".join(lines)


def audiences() -> str:
    from sectorlaunch.playbook_vocabulary import AUDIENCES

    about = "Who a touch goes to (`to`, `task_for`) and who attests to a question (`attest.by`)."
    rows = [(f"`{name}`", who) for name, who in AUDIENCES.items()]
    return "\n".join([*_head("Audiences", about), *_table(("audience", "who they are"), rows)])


def message_kinds() -> str:
    from notifications.context import MessageContext
    from notifications.forms import Form
    from notifications.rendering import context_class, known_kinds, render
    from notifications.traits import Traits

    shared = MessageContext
    lines = [
        *_head(
            "Message kinds",
            "A folder each in `notifications/kinds/`. A touch of a playbook names one as its `kind`.",
        ),
        "## Fields every kind has",
        "",
        *_fields(shared, without=()),
        "",
        "## Forms a button opens",
        "",
        "A label in a words file names one: `**[Answer on your page]({{ to.questions }})**`.",
        "",
        *_table(
            ("form", "what is done there"), [(f"`{{{{ to.{form.field} }}}}`", form.done) for form in Form]
        ),
        "",
        "## What may hold for a kind",
        "",
        prose(Traits.__doc__ or ""),
        "",
        *_table(("trait", "unless stated", "meaning"), list(_traits())),
    ]
    for kind in sorted(known_kinds()):
        context = context_class(kind)
        sample = context.sample()
        module = inspect.getmodule(context)
        assert module is not None
        assert module.__doc__ is not None
        lines += ["", f"## {kind}", "", prose(module.__doc__)]
        if own := own_docstring(context):
            lines += ["", own]
        if stated := [
            name for name in Traits.__class_vars__ if getattr(context, name) != getattr(Traits, name)
        ]:
            said = (f"`{name} = {_stated(getattr(context, name))}`" for name in sorted(stated))
            lines += ["", f"Holds for it: {', '.join(said)}"]
        lines += ["", f"Subject of the sample: “{render(kind, sample).subject}”"]
        lines += ["", *_fields(context, without=tuple(shared.model_fields))]
    return "\n".join(lines)


def _traits() -> Iterator[tuple[str, str, str]]:
    from notifications.traits import Traits

    for name, (_, meaning) in annotated(Traits).items():
        yield f"`{name}`", f"`{_stated(getattr(Traits, name))}`", meaning


def _stated(value: Any) -> str:
    """The value of a trait as a kind's context states it."""
    if isinstance(value, tuple):
        return f"({' '.join(f'{_stated(one)},' for one in value)})"
    if isinstance(value, str) and not isinstance(value, Enum):
        return f'"{value}"'
    return f"{type(value).__name__}.{value.name}" if isinstance(value, Enum) else repr(value)


def playbook_file() -> str:
    from playbooks import model
    from playbooks.describe import when_in_words

    about = (
        "The keys of a playbook file, a table for each part, and the words for dates and stop rules. "
        "`sector-launch playbook check FILE` names every mistake with its line."
    )
    lines = _head("The playbook file", about)
    parts = (
        model.Playbook, model.OfficeHours, model.Step, model.Activity, model.Touch, model.When,
        model.Gate, model.Question, model.Evidence, model.Attest,
    )  # fmt: skip
    for part in parts:
        lines += ["", f"## {part.__name__}", "", own_docstring(part), "", *_keys(part)]
    lines += ["", "## Numbers", "", *_numbers()]
    comments = comments_of(model.Anchor)
    rows = []
    for anchor in model.Anchor:
        gate = "shared-table" if anchor.name.startswith("GATE_") else None
        example = when_in_words(model.When(anchor=anchor, days=3, gate=gate))
        rows.append((f"`{anchor.value}`", comments[anchor.name], example))
    lines += ["", "## Anchors", "", *_table(("anchor", "what it is", "with `days: 3` it reads"), rows)]
    for title, names in (("Stop rules", model.Stop), ("Rolls", model.Roll)):
        lines += ["", f"## {title}", "", own_docstring(names), ""]
        comments = comments_of(names)
        lines += _table(("word", "meaning"), [(f"`{one.value}`", comments[one.name]) for one in names])
    return "\n".join(lines)


def _numbers() -> list[str]:
    """Every number of the playbooks that come with the product, as the settings page says it."""
    from playbooks import loader
    from sectorlaunch.playbook_vocabulary import vocabulary
    from sectorlaunch.portal.views.settings import WORDS

    playbooks = [loader.load(loader.shipped_text(key), key, vocabulary()) for key in loader.shipped()]
    names = dict.fromkeys(name for playbook in playbooks for name in playbook.numbers)
    rows = [
        (
            f"`{name}`",
            WORDS.get(name, ""),
            *(str(playbook.numbers.get(name, "")) for playbook in playbooks),
        )
        for name in names
    ]
    return _table(("name", "what it is", *(f"`{playbook.key}`" for playbook in playbooks)), rows)


def rooms() -> str:
    """The packages, each by the first line it says about itself."""
    lines = _head(
        "The rooms of the house",
        "What lives where, package by package. Imports go one way, from a line to those below it.",
    )
    root = FOLDER.parents[1]
    lines += ["", "## The lines of `sectorlaunch/`", "", *_lines(root)]
    for top in ("flows", "tasks", "languages", "playbooks", "notifications", "sectorlaunch"):
        lines += ["", f"## `{top}/`", "", _first_line(root / top / "__init__.py")]
        rows = [
            (f"`{path.parent.relative_to(root / top)}/`", said)
            for path in sorted((root / top).rglob("*/__init__.py"))
            if path.parents[1].name != "kinds" and (said := _first_line(path))
        ]
        if rows:
            lines += ["", *_table(("folder", "what lives there"), rows)]
    return "\n".join(lines)


def _lines(root: Path) -> list[str]:
    """The lines as the import contract has them, the highest first, each name with what it says about itself."""
    contracts = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(one for one in contracts if one.get("exhaustive"))["layers"]
    rows = [
        (str(number), f"`{name}`", _said_by(name))
        for number, line in enumerate(layers, start=1)
        for name in re.findall(r"\w+", line)
    ]
    return [
        "Each imports from the lines below it only; names on one line do not import each other. The same nouns",
        "(champions, meetings, letter, …) name the files on every line: who works on one opens it in each.",
        "",
        *_table(("line", "name", "what lives there"), rows),
    ]


def _said_by(name: str) -> str:
    here = FOLDER.parents[1] / "sectorlaunch" / name
    return _first_line(here / "__init__.py" if here.is_dir() else here.with_suffix(".py"))


def _first_line(module: Path) -> str:
    said = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    return said.partition("\n")[0] if said else ""


def _head(title: str, about: str) -> list[str]:
    return [f"# {title}", "", NOTICE, "", about, ""]


def _table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [_row(header), _row(("---",) * len(header)), *map(_row, rows)]


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def _fields(model: Any, without: tuple[str, ...]) -> list[str]:
    """A table of the fields of a pydantic model, with the annotations and docstrings of its source."""
    rows = []
    known = annotated(model)
    for name, field in model.model_fields.items():
        if name not in without:
            annotation, meaning = known.get(name, ("", ""))
            default = (
                "needed"
                if field.is_required()
                else f"`{_default(field.get_default(call_default_factory=True))}`"
            )
            rows.append((f"`{name}`", f"`{annotation}`", default, meaning))
    if not rows:
        return ["No fields of its own."]
    return _table(("field", "type", "default", "meaning"), rows)


def _keys(model: Any) -> list[str]:
    """The same for somebody who writes YAML."""
    rows = []
    known = annotated(model)
    for name, field in model.model_fields.items():
        annotation, meaning = known[name]
        for python, yaml in YAML_WORDS:
            annotation = re.sub(python, yaml, annotation)
        default = "" if field.is_required() else _default(field.get_default(call_default_factory=True))
        default = f"`{default.lower()}`" if default not in ("", "none", "empty") else default
        key = field.alias or name
        rows.append((f"`{key}`", annotation, "needed" if field.is_required() else default, meaning))
    return _table(("key", "value", "default", "meaning"), rows)


def _default(value: Any) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if value == ():
        return "none"
    if hasattr(value, "model_dump"):
        return ", ".join(f"{name}: {part}" for name, part in value.model_dump().items())
    return {None: "none", "": "empty"}.get(value, str(value)) if not isinstance(value, dict) else "none"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in PAGES:
        (FOLDER / f"{name}.md").write_text(page(name), encoding="utf-8")
        print(f"{FOLDER.name}/{name}.md")


if __name__ == "__main__":
    main()

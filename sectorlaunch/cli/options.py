"""Arguments and options that several commands share, and how dates and times are read. Imports nothing heavy."""

from datetime import date, time
from enum import StrEnum
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperGroup

Kind = TypeVar("Kind", bound=StrEnum)


def read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"“{text}” is not a date; write it as 2027-03-04.") from None


def read_hour(text: str) -> time:
    try:
        hour, minute = text.split(":")
        return time(int(hour), int(minute))
    except ValueError:
        raise typer.BadParameter(
            f"“{text}” is not a time; write it as 08:30, on the 24-hour clock."
        ) from None


def one_of(kind: type[Kind], typed: str, where: str) -> Kind:
    """`support-team`, `support team` and `Support Team` are the same. A wrong word is wrong usage."""
    wanted = typed.strip().casefold().replace("-", " ")
    for known in kind:
        if wanted == known.value.replace("-", " "):
            return known
    names = ", ".join(known.value.replace(" ", "-") for known in kind)
    raise typer.BadParameter(f"“{typed}” is not one of: {names}.", param_hint=where)


def argument(metavar: str, help_text: str | None = None, **limits: Any) -> Any:
    return typer.Argument(metavar=metavar, help=help_text, show_default=False, **limits)


def day(help_text: str, *names: str) -> Any:
    return typer.Option(*names, parser=read_day, metavar="DATE", help=help_text)


def hour(help_text: str, *names: str) -> Any:
    return typer.Option(*names, parser=read_hour, metavar="TIME", help=help_text)


Slug = Annotated[str, argument("SLUG", "The partnership's short name.")]
Email = Annotated[str, argument("EMAIL")]
Json = Annotated[bool, typer.Option("--json", help="For machines.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so; the convener when left out.")]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="A note that is kept with it.")]


def _say_version(wanted: bool) -> None:
    from sectorlaunch import __version__

    if wanted:
        typer.echo(f"Sector Launch {__version__}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Says which version this is.")
]


class Group(TyperGroup):
    """A group that lists when it is given a partnership instead of a command: `tasks SLUG` is `tasks list SLUG`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands and not args[0].startswith("-") and "list" in self.commands:
            args = ["list", *args]
        return super().resolve_command(ctx, args)


def group(help_text: str) -> typer.Typer:
    return typer.Typer(cls=Group, no_args_is_help=True, help=help_text)

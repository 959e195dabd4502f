"""How long people are kept, and the end of a partnership."""

from typing import Annotated

import typer

from sectorlaunch.cli.installation import installation, recording
from sectorlaunch.cli.options import By, Slug


def keeping(
    slug: Slug,
    left: Annotated[
        int | None,
        typer.Option(
            "--left", metavar="DAYS", min=0, help="Keep who has left for so long; 0: until erased by hand."
        ),
    ] = None,
    ended: Annotated[
        int | None,
        typer.Option(
            "--ended",
            metavar="DAYS",
            min=0,
            help="Keep everybody for so long after the partnership has ended; 0: until erased by hand.",
        ),
    ] = None,
    by: By = "",
) -> None:
    """Says how long people are kept and who will be erased when; sets the periods of a partnership."""
    from sectorlaunch.actions import scope
    from sectorlaunch.engine import keeping_periods
    from sectorlaunch.records import keeping_periods as keeping_records
    from sectorlaunch.rules.keeping_periods import ENDED, LEFT

    usual = installation().settings.keeping_periods
    with recording(slug, by) as at:
        for name, days in ((LEFT, left), (ENDED, ended)):
            if days is not None:
                scope.set_number(at.session, at.now, at.run_id, name, days, by=at.by)
        periods = keeping_records.periods_of(at, usual)
        at.say(
            f"Who has left is kept {_so_long(periods.left, 'their last role ended')}.",
            f"Everybody is kept {_so_long(periods.ended, 'the partnership has ended')}.",
        )
        days_ahead = keeping_periods.ahead(at, usual)
        for day in days_ahead:
            at.say(
                f"{day.words[:1].upper()}{day.words[1:]}{'' if day.is_announced else ' (not announced yet)'}:"
            )
            for one in day.going:
                why = day.waiting.get(one.person.pk)
                at.say(
                    f"  {one.person.name}, since {one.gone_on}{f'; stays for now, and {why}' if why else ''}"
                )
        if not days_ahead:
            at.say("Nobody will be erased, as it stands today.")


def end(
    slug: Slug,
    take_up: Annotated[
        bool, typer.Option("--take-up", help="Take it back: the partnership goes on.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    by: By = "",
) -> None:
    """Notes that a partnership has ended: nobody is written to for it any more, and its keeping period counts."""
    from sectorlaunch.actions import endings

    with recording(slug, by) as at:
        name = at.partnership.name
        if take_up:
            done = endings.take_up_again(at.session, at.now, at.run_id, by=at.by)
            at.say(f"{name} goes on." if done else f"{name} had not ended.")
            return
        if not yes:
            typer.confirm(f"Has {name} ended? Nobody is written to for it after that.", abort=True)
        done = endings.end(at.session, at.now, at.run_id, by=at.by)
        at.say(f"{name} has ended." if done else f"{name} had ended before.")


def _so_long(days: int, after: str) -> str:
    return f"{days} days after {after}" if days else "until somebody erases them"

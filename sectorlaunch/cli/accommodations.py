"""What guests need to take part, noted for them by command."""

from typing import Annotated

import typer

from sectorlaunch.cli.installation import recording
from sectorlaunch.cli.options import By, Email, Slug, argument
from sectorlaunch.errors import NotFound


def accommodation(
    slug: Slug,
    number: Annotated[int, argument("MEETING", "The number of the meeting, as its page has it.")],
    email: Email,
    needs: Annotated[
        str, typer.Option("--needs", metavar="WORDS", help='Such as "A step-free seat"; "" takes it back.')
    ],
    by: By = "",
) -> None:
    """Notes what a guest needs to take part: a task for the convener, and it is seen to once that is done."""
    from sectorlaunch.actions import accommodations
    from sectorlaunch.records import meetings

    with recording(slug, by) as at:
        if meetings.find(at.session, number).partnership_id != at.partnership_id:
            raise NotFound("There is no meeting number %(number)s.", number=number)
        person = at.person(email)
        place = accommodations.ask(*at.here, number, person, needs, by=at.by)
        at.say(f"{person.name} needs: {place.accommodation}" if place.accommodation else "Taken back.")

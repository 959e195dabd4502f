"""A week before: what those who come need to know."""

from typing import Self

from notifications import samples
from notifications.context import AgendaItem, Line, MeetingBrief, PersonBrief, Prose, ReplyLinks
from notifications.traits import CountsAs


class Context(ReplyLinks):
    about_a_meeting = True
    copied_to_assistant = True
    counts_as = CountsAs.LOGISTICS

    meeting: MeetingBrief
    agenda: tuple[AgendaItem, ...] = ()
    getting_there: Prose = ""
    """Parking, entrance, doors, access."""
    to_confirm: bool = False
    """Whether they meant to come on a date that has changed since."""
    unsure: bool = False
    """Whether they said that they may come."""
    for_a_partner: bool = False
    """Whether the reader comes from a public or community body: they listen, and run no company here."""
    your_part: Line = ""
    """What this person does at the meeting: "welcome the guests"."""
    on_the_day: PersonBrief | None = None
    """Whom to call on the day."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you said that you come.",
                meeting=samples.LAUNCH,
                agenda=(
                    AgendaItem(time="8:30 am", what="Welcome", who="Otto Brasswell"),
                    AgendaItem(time="8:45 am", what="Where each company could grow, and what is in the way"),
                    AgendaItem(time="9:45 am", what="What we choose to do together"),
                    AgendaItem(time="10:20 am", what="Who takes the first step, and when"),
                ),
                getting_there="Park in the yard behind the hall. Doors open at 8:10 am; the entrance is step-free.",
                on_the_day=PersonBrief(name="Ravi Oakhurst", phone="+1 555 010 0123"),
            )
        )

"""A week before: what those who come need to know."""

from typing import Self

from notifications import samples
from notifications.context import Line, MeetingBrief, PersonBrief, ReplyLinks
from notifications.traits import CountsAs


class Context(ReplyLinks):
    about_a_meeting = True
    copied_to_assistant = True
    counts_as = CountsAs.LOGISTICS

    meeting: MeetingBrief
    to_confirm: bool = False
    """Whether they meant to come on a date that has changed since."""
    unsure: bool = False
    """Whether they said that they may come."""
    for_a_partner: bool = False
    """Whether the reader comes from a public or community body: they listen, and run no company here."""
    you_host: bool = False
    """Whether the room is the reader's."""
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
                on_the_day=PersonBrief(name="Ravi Oakhurst", phone="+1 555 010 0123"),
            )
        )

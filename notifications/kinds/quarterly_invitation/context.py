"""Invites everyone to the partnership's quarterly meeting; carries the calendar entry."""

from typing import Self

from notifications import samples
from notifications.context import AgendaItem, Line, MeetingBrief, PersonBrief, ReplyLinks
from notifications.traits import Wants


class Context(ReplyLinks):
    """`chair`: the business leader who chairs. `progress`: a sentence from each team."""

    wants = (Wants.COMING_TO_THE_MEETING,)
    about_a_meeting = True
    calendar_method = "REQUEST"

    meeting: MeetingBrief
    chair: PersonBrief | None = None
    you_chair: bool = False
    """Whether it is the reader who chairs."""
    reply_by: Line = ""
    """ "by {reply_by}": "Friday 14 August"."""
    agenda: tuple[AgendaItem, ...] = ()
    progress: tuple[Line, ...] = ()

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you belong to the partnership.",
                meeting=samples.LAUNCH.model_copy(
                    update={
                        "title": "Partnership meeting",
                        "when_words": "Thursday 27 August 2026, 8:30–10:00 am (Mountain time)",
                    }
                ),
                chair=samples.CHAMPIONS[1],
                reply_by="Friday 14 August",
                agenda=(
                    AgendaItem(what="What the teams have reached", who="lead champions"),
                    AgendaItem(what="Do we still work on the right things?"),
                ),
                progress=("A shared apprenticeship: three companies have signed, two more are asked.",),
            )
        )

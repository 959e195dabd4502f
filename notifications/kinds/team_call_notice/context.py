"""Invites the members of an action team to a call; carries the calendar entry."""

from typing import Self

from notifications import samples
from notifications.context import DatedLine, MeetingBrief, ReplyLinks, TeamBrief
from notifications.traits import CountsAs, Wants


class Context(ReplyLinks):
    """`meeting`: the call."""

    wants = (Wants.COMING_TO_THE_MEETING,)
    about_a_meeting = True
    copied_to_assistant = True
    calendar_method = "REQUEST"
    post_to_action_team = "notice"
    counts_as = CountsAs.CALL_NOTICE

    team: TeamBrief
    meeting: MeetingBrief
    you_lead: bool = False
    """Whether the reader is the team's lead champion."""
    first: bool = False
    """Whether it is the team's first call."""

    agenda: tuple[DatedLine, ...] = ()
    """What it is about, each part with how long it takes."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you are on this team.",
                team=TeamBrief(
                    name="A shared apprenticeship",
                    lead="Ines Calloray, Sample Precision Tools",
                    outcome="Twelve apprentices hired by five companies before next summer",
                ),
                meeting=samples.CALL,
                agenda=samples.AGENDA,
                first=True,
            )
        )

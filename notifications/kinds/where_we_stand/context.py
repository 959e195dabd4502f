"""A word in quiet weeks to whoever has a part in the launch: how it stands, and that nothing waits for them."""

from typing import Self

from notifications import samples
from notifications.context import Line, MeetingBrief, MessageContext, PersonBrief


class Context(MessageContext):
    """`champions`: who has signed the invitation so far."""

    announces = ("launch-date",)
    after_silence_of = 24

    meeting: MeetingBrief
    is_dated: bool = False
    """Whether the launch has its day and hour; until then `meeting.date` says what is known."""
    weeks: int = 0
    """Until the launch; 0 where it has no date."""
    champions: tuple[PersonBrief, ...] = ()
    coming: int = 0
    """How many business leaders have said yes."""
    your_part: Line = ""
    """What this person does at the launch: "lead the conversation"."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                meeting=samples.LAUNCH,
                weeks=16,
                champions=samples.CHAMPIONS,
                your_part="lead the conversation",
                promised=samples.promised(*cls.announces),
            )
        )

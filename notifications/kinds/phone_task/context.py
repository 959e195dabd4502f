"""Hands a task to a named person: call someone who has not answered."""

from typing import Self

from notifications import samples
from notifications.context import DatedLine, Line, MessageContext, PersonBrief


class Context(MessageContext):
    """`about`: whom to call. `history`: what they were sent. `script`: what to say, in order."""

    about: PersonBrief
    purpose: Line
    """What the call is for, as it reads after "Please call …": "to ask whether they come to the launch"."""
    due_by: Line = ""
    """ "by {due_by}": "Wednesday 22 April"."""
    script: tuple[Line, ...] = ()
    history: tuple[DatedLine, ...] = ()

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                why="You get this because you know Maren Quillfeather best among us.",
                about=PersonBrief(
                    name="Maren Quillfeather",
                    title="Managing Director",
                    organisation="Placeholder Plastics",
                    phone="+1 555 010 0142",
                    email="maren@example.com",
                ),
                purpose="to ask whether she comes to the launch on Thursday 14 May",
                due_by="Wednesday 22 April",
                script=(
                    "Say who asked you to call, and that it takes two minutes.",
                    "Ask whether she can come, or who could come in her place.",
                    "If it is a no, ask what would have made it a yes.",
                ),
                history=(
                    DatedLine(when_words="Thursday 2 April", what="Invitation letter"),
                    DatedLine(when_words="Thursday 16 April", what="Second letter"),
                ),
            )
        )

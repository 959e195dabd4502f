"""Hands a task to a named person: mostly to call people who have not answered."""

from typing import Self

from notifications import samples
from notifications.context import DatedLine, Line, MessageContext, PersonBrief


class Context(MessageContext):
    """`calls`: whom to call; none when the task is not a call. `history`: what the one to be called was sent."""

    is_one_off = True
    asks_to_call = True
    quotes_playbook = True

    purpose: Line
    """The task as it reads after "Please …": "phone the guests who have not answered"."""
    calls: tuple[PersonBrief, ...] = ()
    more: int = 0
    """How many calls stand on the page besides."""
    due_by: Line = ""
    """ "by {due_by}": "Wednesday, April 22"."""
    script: tuple[Line, ...] = ()
    """What to say, in order; a standard one when empty and there is someone to call."""
    history: tuple[DatedLine, ...] = ()

    @property
    def number_of_calls(self) -> int:
        return len(self.calls) + self.more

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                why="You get this because you know Maren Quillfeather best among us.",
                purpose="phone the guests who have not answered",
                calls=(
                    PersonBrief(
                        name="Maren Quillfeather",
                        title="Managing Director",
                        organization="Placeholder Plastics",
                        phone="+1 555 010 0142",
                        email="maren@example.com",
                    ),
                ),
                due_by="Wednesday, April 22",
                script=(
                    "Ask whether she can come, or who could come in her place.",
                    "If it is a no, ask what would have made it a yes.",
                ),
                history=(
                    DatedLine(
                        when_words="Thursday, April 2", what="Otto Brasswell and Ines Calloray invite you"
                    ),
                    DatedLine(when_words="Thursday, April 16", what="Can you come on Thursday, May 14?"),
                ),
            )
        )

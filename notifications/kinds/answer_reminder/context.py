"""Comes back to someone who has not answered the guiding questions of a gate."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext, QuestionBrief
from notifications.traits import Wants


class Context(MessageContext):
    """`questions`: those this person has still not answered."""

    wants = (Wants.ANSWERS,)
    announces = ("phone-task",)
    quotes_playbook = True
    post_to_support_team = "question"

    step_title: Line
    gate_title: Line
    gate_about: Line = ""
    """What the questions are about, as it reads after "about": "what your team is after". The title is the conveners' own."""
    questions: tuple[QuestionBrief, ...]
    asked_on: Line = ""
    """ "on {asked_on}": "Monday, March 2"."""
    answer_by: Line = ""
    """ "by {answer_by}": "Friday, March 13"."""
    last: bool = False
    """The last reminder: after it, somebody calls."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                step_title="Build the regional support team",
                gate_title="A shared table",
                gate_about="one shared table",
                questions=(
                    QuestionBrief(
                        ask="Do you see the partnership as the place where we meet one industry together?"
                    ),
                ),
                asked_on="Monday, March 2",
                answer_by="Friday, March 13",
                promised=samples.promised(*cls.announces),
            )
        )

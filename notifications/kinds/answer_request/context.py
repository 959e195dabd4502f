"""Asks someone for their answers to the guiding questions of a gate."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext, QuestionBrief
from notifications.traits import Wants


class Context(MessageContext):
    """`questions`: those this person has not answered yet."""

    wants = (Wants.ANSWERS,)
    asks_about = "its gate"
    quotes_playbook = True
    post_to_support_team = "question"

    step_title: Line
    gate_title: Line
    gate_about: Line = ""
    """What the questions are about, as it reads after "about": "what your team is after". The title is the conveners' own."""
    questions: tuple[QuestionBrief, ...]
    gate_purpose: Line = ""
    """A sentence: what passing the gate is good for."""
    answer_by: Line = ""
    """ "by {answer_by}": "Friday, March 6"."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                step_title="Build the regional support team",
                gate_title="A shared table",
                gate_about="one shared table",
                gate_purpose="Once we agree on this, we can choose the industry with one voice.",
                questions=(
                    QuestionBrief(
                        ask="Do you see the partnership as the place where we meet one industry together?"
                    ),
                    QuestionBrief(ask="Is your organization ready to listen before it offers a program?"),
                ),
                answer_by="Friday, March 6",
            )
        )

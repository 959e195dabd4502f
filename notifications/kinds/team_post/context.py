"""One line in a team's own channel, beside the message each member gets. It carries no link: everybody's is their own."""

from typing import Self

from notifications import samples
from notifications.context import Line, MeetingBrief, MessageContext, Recipient
from notifications.traits import OwnWordsIn


class Context(MessageContext):
    """The reader is the room; `link` and `unsubscribe_url` stay empty."""

    goes_to_a_room = True
    is_one_off = True
    must_be_known = True
    keeps_its_words = True
    own_words = OwnWordsIn.NOTHING

    team: Line
    """As it reads inside a sentence: "the support team", "the action team “Welders”"."""
    news: Line = "notice"
    """notice, reminder, moved, called off, or question."""
    meeting: MeetingBrief | None = None
    """The meeting it is about; none for a question."""
    question: Line = ""
    """What the question is about: "one shared table"."""
    reason: Line = ""
    """Why a meeting is called off."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                Recipient(name="everyone"),
                why="Posted once for the action team “A shared apprenticeship”.",
                link="",
                unsubscribe_url="",
                team="the action team “A shared apprenticeship”",
                news="notice",
                meeting=samples.CALL,
            )
        )

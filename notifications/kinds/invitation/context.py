"""The invitation letter, signed jointly by the champions; replies go to the convener, who is the sender."""

from typing import Self

from languages import Language
from notifications import samples, words_file
from notifications.context import Line, MeetingBrief, PersonBrief, Prose, ReplyLinks
from notifications.traits import OwnWordsIn, Wants


class Context(ReplyLinks):
    """The sender is the convener, whose direct line stands under the letter; the champions sign it."""

    wants = (Wants.COMING_TO_THE_LAUNCH,)
    asks = True
    is_joint_letter = True
    invites = True
    own_words = OwnWordsIn.SUBJECT
    about_a_meeting = True
    copied_to_assistant = True
    calendar_method = "REQUEST"
    called_when_late = True
    announces = ("debrief-call",)

    meeting: MeetingBrief
    champions: tuple[PersonBrief, ...] = ()
    """Those who have signed, in the order of signing."""
    reply_by: Line = ""
    """ "by {reply_by}": "Friday, April 24"."""
    guests_expected: int = 0
    """How many business leaders the room is planned for."""
    figure: Line = ""
    """One figure of the data brief about this industry here, in a sentence."""
    for_a_partner: bool = False
    """Whether the reader comes from a public or community body: they listen, and run no company here."""
    letter: Prose = ""
    """The words the champions sign."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you lead a manufacturing company in Fernwater Valley.",
                meeting=samples.LAUNCH,
                champions=samples.CHAMPIONS,
                reply_by="Friday, April 24",
                promised=samples.promised(*cls.announces),
                guests_expected=15,
                figure="Manufacturing means 26,532 jobs in Fernwater Valley, 1.0% more than a year ago.",
                letter=words_file.letter_to_sign(Language.ENGLISH, samples.LAUNCH.lasts),
            )
        )

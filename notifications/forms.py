"""What the buttons of letters open. A label names its form, and the form knows where it stands.

A words file writes `**[Answer in a sentence]({{ to.who_was_missing }})**`; one that leads anywhere else is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlencode

_NUMBER = "{number}"
"""In a path: the number of what `of` says."""


class Form(Enum):
    """A form or a page behind a button, and what is done there.

    `anchor` is its id on the reader's own page; where there may be several, such as meetings, `of` says what they are of,
    and the id ends in the number of the one the letter is about. `path` is a page of its own below theirs; one with a
    {number} in it stands before the section where that number is known. With neither it is the address the letter was given.
    """

    done: str
    anchor: str
    of: str
    answer: str
    path: str

    def __init__(self, done: str, anchor: str = "", of: str = "", answer: str = "", path: str = "") -> None:
        self.done = done
        self.anchor = anchor
        self.of = of
        self.answer = answer
        self.path = path

    COMING = "say that one comes", "reply", "meeting", "accepted"
    DECLINING = "say that one cannot come", "reply", "meeting", "declined"
    SUBSTITUTE = "name who comes instead", "reply", "meeting", "substitute"
    REPLY = "change whether one comes", "reply", "meeting"
    QUESTIONS = "answer guiding questions", "questions"
    ROLE_SHEET = "read one’s role and agree to it", "role-sheet"
    SCORES = "score sectors alone", "scores"
    POLL = "say which dates work", "poll", "poll"
    SURVEY = "answer a survey", "survey", "survey"
    CHAMPION = "say yes or no to standing for the launch, or sign its letter", "champion"
    TALK = "move or cancel a talk", "talk", "meeting"
    RELEASE = "look at a letter and let it go", "releases"
    TASKS = "write down what came of a task", "tasks"
    FIRST_CALL = "set the first call of a team", "first-calls", "team", "", "/teams/{number}"
    LEAD_TEAM = "look after the team one leads", "", "team", "", "/teams/{number}"
    OWN_TEAM = "see one’s team and next step", "teams"
    PROMISE = "say that it is done, name another date, or ask for help", "promise", "commitment"
    WHO_WAS_MISSING = "say in a sentence which company was missing", "who-was-missing"
    QUOTES = "say whether one’s name may stand beside one’s words", "quotes"
    WHERE_TO_JOIN = "say which team one wants to join", "where-to-join"
    CHOSEN = "see what was chosen", "chosen"
    AHEAD = "see what comes next", "next"
    STANDING = "see where the partnership stands", "standing"
    AGENDA = "set the agenda of a meeting", "agenda", "meeting"
    SUMMARY_LOOK = "look at the summary before it leaves, and say what is not right", "summary-look"
    SUMMARY = "write the summary of the launch", "", "", "", "/summary"
    CALENDAR = "have the dates in one’s calendar", "", "", "", "/calendar"
    DATA_BRIEF = "read the data brief", "", "", "", "/brief.pdf"
    OWN_PAGE = ("see one’s own page",)
    SIGN_IN = ("sign in",)
    ACCOUNT_ADDRESS = ("agree to another address, or confirm it",)
    LETTERS_WAY = ("agree that letters leave another way",)
    SETTINGS = ("see the settings",)
    SECOND_YES = ("say yes or no to what another convener asked for",)
    PART = ("see what is one’s own to do, signed in",)
    WORK = ("do a piece of work of the launch, signed in",)

    @property
    def field(self) -> str:
        """How words name it: `to.questions`."""
        return self.name.lower()

    def address(self, link: str, about: Mapping[str, int]) -> str:
        """Where it stands, below the reader's own `link`; nothing without one.

        `about` holds the numbers of what the letter is about, by what that is: {"meeting": 12}.
        """
        number = about.get(self.of)
        if link and number and _NUMBER in self.path:
            return link + self.path.replace(_NUMBER, str(number))
        if not link or not self.anchor:
            return f"{link}{self.path}" if link and _NUMBER not in self.path else link
        section = f"{self.anchor}-{number}" if number else self.anchor
        asked = {"answer": self.answer, "meeting": number} if self.answer else {}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{link}{'&' if '?' in link else '?'}{query}#{section}" if query else f"{link}#{section}"


BY_FIELD: Mapping[str, Form] = {form.field: form for form in Form}


@dataclass(frozen=True)
class Doors:
    """The forms as one letter reaches them: `to.questions` is an address, and one there is not cannot be written."""

    link: str
    about: Mapping[str, int]

    def __getattr__(self, field: str) -> str:
        if field not in BY_FIELD:
            raise AttributeError(field)
        return BY_FIELD[field].address(self.link, self.about)

"""Every button of every letter, pressed as its reader at that moment: where it leads, and whether the form is there."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from lxml import html

from notifications.envelope import Envelope, Outcome, Receipt
from notifications.forms import Form
from sectorlaunch import links
from sectorlaunch.portal.app import create_app
from sectorlaunch.portal.portal_request import PortalRequest
from sectorlaunch.rehearsal.walk import Walk
from sectorlaunch.settings import Settings

POSTS: dict[Form, str] = {
    Form.COMING: r"meetings/\d+",
    Form.DECLINING: r"meetings/\d+",
    Form.SUBSTITUTE: r"meetings/\d+",
    Form.REPLY: r"meetings/\d+",
    Form.QUESTIONS: "answers",
    Form.ROLE_SHEET: "role-sheet",
    Form.SCORES: "scores",
    Form.POLL: r"polls/\d+",
    Form.SURVEY: r"surveys/\d+",
    Form.CHAMPION: "champion",
    Form.TALK: r"talks?(/\d+)?",
    Form.RELEASE: r"releases/[\w-]+/\d+",
    Form.TASKS: r"tasks/\d+",
    Form.FIRST_CALL: r"teams/\d+",
    Form.LEAD_TEAM: r"teams/\d+",
    Form.PROMISE: r"commitments/\d+",
    Form.WHO_WAS_MISSING: "who-was-missing",
    Form.QUOTES: "quotes",
    Form.WHERE_TO_JOIN: "where-to-join",
    Form.SUMMARY_LOOK: "summary-look",
    Form.AGENDA: r"meetings/\d+/agenda",
    Form.SUMMARY: "summary",
    Form.CALENDAR: "calendar",
}
"""Where the form behind a button is posted to, below the reader's own link."""
READ = (
    *(Form.OWN_TEAM, Form.CHOSEN, Form.AHEAD, Form.STANDING, Form.DATA_BRIEF, Form.OWN_PAGE),
    *(
        Form.SIGN_IN,
        Form.ACCOUNT_ADDRESS,
        Form.LETTERS_WAY,
        Form.SETTINGS,
        Form.SECOND_YES,
        Form.PART,
        Form.WORK,
    ),
)
"""What is there to be read, or stands behind a sign-in."""
BY_SECTION = {form.anchor: form for form in Form if form.anchor and not form.answer}
BY_PATH = {form.path: form for form in Form if form.path}
"""With {number} in place of one."""
BY_ANSWER = {form.answer: form for form in Form if form.answer}


@dataclass(frozen=True)
class Button:
    label: str
    address: str

    @property
    def form(self) -> Form:
        """Which form its address names."""
        parts = urlsplit(self.address)
        if answer := parse_qs(parts.query).get("answer"):
            return BY_ANSWER[answer[0]]
        if parts.fragment:
            return BY_SECTION[re.sub(r"-\d+$", "", parts.fragment)]
        below = re.sub(r"^/p/[\w-]+", "", parts.path)
        return BY_PATH.get(re.sub(r"\d+", "{number}", below), Form.OWN_PAGE)


def buttons_of(page: str) -> Iterator[Button]:
    for anchor in html.fromstring(page).iter("a"):
        if "button" in anchor.get("class", "").split():
            yield Button(" ".join(anchor.text_content().split()), anchor.get("href"))


class Wire:
    """Keeps the letters that leave until somebody has read them."""

    masked = "rehearsal"
    carries_letters = True

    def __init__(self) -> None:
        self.unread: list[Envelope] = []

    def send(self, envelope: Envelope) -> Receipt:
        self.unread.append(envelope)
        return Receipt(Outcome.SENT)

    def close(self) -> None:
        """Nothing is held open."""


@dataclass
class Pressing:
    """A walk whose letters are read as they arrive; each label below much the same subject at most `each` times."""

    walk: Walk
    home: Path
    each: int = 1
    posts: bool = True
    """Whether each kind of form is filled in and sent, once: the walk goes on from what that changed."""
    troubles: list[str] = field(default_factory=list)
    pressed: Counter[Form] = field(default_factory=Counter)
    posted: Counter[Form] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._wire = Wire()
        self.walk.stage.wire = self._wire
        self._turn, self.walk.turn = self.walk.turn, self._turned  # type: ignore[method-assign]
        app = create_app(Settings(home=self.home), self.walk.stage.engine, clock=lambda: self.walk.stage.now)
        self._limits = app.state.limits
        self._visitor = TestClient(app, base_url=links.portal_url(), follow_redirects=False)
        self._seen: Counter[tuple[str, str]] = Counter()

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """Meanwhile the portal reads and changes what the walk does, in its one session."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(PortalRequest, "reading", lambda _: self.walk.stage.reading())
            patch.setattr(PortalRequest, "changing", lambda _: self.walk.stage.unit())
            yield

    def _turned(self) -> None:
        self._turn()
        letters, self._wire.unread[:] = list(self._wire.unread), []
        self._limits.forget()
        for letter in letters:
            for button in buttons_of(letter.html):
                seen = (button.label, " ".join(letter.subject.split()[:2]))
                self._seen[seen] += 1
                if self._seen[seen] <= self.each:
                    self._press(letter, button)

    def _press(self, letter: Envelope, button: Button) -> None:
        form = button.form
        self.pressed[form] += 1
        trouble = self._trouble(button, form)
        if trouble:
            when = f"{self.walk.stage.now:%Y-%m-%d %H:%M}"
            said = f"{letter.to_name}, {when}: “{button.label}” of “{letter.subject}”: {trouble}"
            self.troubles.append(said)

    def _trouble(self, button: Button, form: Form) -> str:
        """What is wrong with where a button leads; empty when its form is there."""
        parts = urlsplit(button.address)
        if not parts.path.startswith("/p/"):
            return ""
        address = f"{parts.path}?{parts.query}" if parts.query else parts.path
        answer = self._visitor.get(address)
        if answer.status_code != 200:
            return f"the page says {answer.status_code}"
        if form is Form.DATA_BRIEF:
            return "" if answer.content.startswith(b"%PDF") else "it is no PDF"
        page = html.fromstring(answer.text)
        section = page
        if parts.fragment:
            found = page.xpath("//*[@id=$id]", id=parts.fragment)
            if not found or not found[0].text_content().strip():
                return f"nothing stands at #{parts.fragment}"
            section = found[0]
        if form in READ:
            return ""
        token = parts.path.split("/")[2]
        forms = [
            one
            for one in section.iter("form")
            if re.fullmatch(rf"/p/{token}/{POSTS[form]}", one.get("action", ""))
        ]
        if not forms:
            return "its form is not there"
        if form.answer and not section.xpath(".//input[@value=$value and @checked]", value=form.answer):
            return "its answer is not prepared"
        if self.posts and not self.posted[form] and form in BY_POSTING:
            self.posted[form] += 1
            return self._post(forms[0], form, answer.text)
        return ""

    def _post(self, filled: Any, form: Form, before: str) -> str:
        answer = self._visitor.post(filled.get("action"), data=BY_POSTING[form](filled))
        if answer.status_code != 303:
            why = html.fromstring(answer.text).xpath("//*[@role='alert']")
            return f"posting says {answer.status_code}: {why[0].text_content().strip() if why else ''}"
        after = self._visitor.get(answer.headers["location"])
        notice = html.fromstring(after.text).xpath("//*[@role='status']")
        if not notice:
            return "nothing says that it was taken"
        return "" if _words(after.text) != _words(before) else "the page is as it was"


def _words(page: str) -> str:
    main = html.fromstring(page).xpath("//main")[0]
    for said in main.xpath(".//*[@role='status']"):
        said.drop_tree()
    chosen = main.xpath(".//input[@checked]/@name | .//input[@checked]/@value")
    return " ".join([*main.text_content().split(), *chosen])


def _filled(**choices: str) -> Callable[[Any], dict[str, str]]:
    """Every field of a form filled in: what is chosen here, else what stands in it, the first choice, or a sentence."""

    def fill(form: Any) -> dict[str, str]:
        data: dict[str, str] = {}
        for one in form.xpath(".//input|.//textarea|.//select|.//button"):
            name, kind = one.get("name"), one.get("type", "text")
            if not name or (name in data and kind != "radio"):
                continue
            chosen = next((value for key, value in choices.items() if name.endswith(key)), None)
            if one.tag == "button":
                data[name] = chosen or one.get("value", "")
            elif one.tag == "textarea":
                data[name] = (one.text or "").strip() or "We talked about it, and it fits."
            elif one.tag == "select":
                data[name] = next(value for value in one.xpath("./option/@value") if value)
            elif kind == "radio":
                if chosen is None or one.get("value") == chosen:
                    data.setdefault(name, one.get("value"))
            elif kind not in ("checkbox",):
                data[name] = chosen or one.get("value", "")
        return data

    return fill


BY_POSTING: dict[Form, Callable[[Any], dict[str, str]]] = {
    Form.COMING: _filled(reply="accepted"),
    Form.QUESTIONS: _filled(verdict="done"),
    Form.ROLE_SHEET: _filled(),
    Form.SCORES: _filled(),
    Form.POLL: _filled(),
    Form.SURVEY: _filled(),
    Form.CHAMPION: _filled(),
    Form.TASKS: _filled(call="reached-yes", on=""),
    Form.PROMISE: _filled(),
    Form.WHO_WAS_MISSING: _filled(),
    Form.WHERE_TO_JOIN: _filled(),
    Form.SUMMARY_LOOK: _filled(),
    Form.AGENDA: _filled(),
    Form.SUMMARY: _filled(action="keep"),
}
"""What is posted once in a walk, and how it is filled in; the others are tried in tests of their own."""

"""What must be true of every message, whatever its words."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import UndefinedError

import notifications
from languages import Language
from notifications import phone_text, samples, words_file
from notifications.rendering import Rendered, context_class, known_kinds, render

PACKAGE = Path(notifications.__file__).parent
BLOCKS = {"p", "li", "h2"}
JARGON = (
    "stakeholder|leverage|synerg|onboard|kick-?off|deliverable|touch base|asap|rsvp|token|url|deadline|"
    "e-?mail blast|circle back|reach out|utili[sz]e|please note|kindly"
)


class _Page(HTMLParser):
    """The blocks of words and the links of a rendered page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self.links: list[str] = []
        self._open = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._open = True
            self.blocks.append("")
        if tag == "br":
            self.blocks.append("")
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.blocks[-1] += data


def _squeezed(words: str) -> str:
    return " ".join(words.split())


def test_it_has_the_same_files_in_every_folder() -> None:
    needed, allowed = (
        {"__init__.py", "context.py", "en.md"},
        {f"{language.short}.md" for language in Language},
    )
    for kind in known_kinds():
        folder = PACKAGE / "kinds" / kind.replace("-", "_")
        files = {file.name for file in folder.iterdir() if file.is_file()}
        assert needed <= files <= needed | allowed, kind


def test_it_says_the_same_in_text_as_in_html(letter: Rendered) -> None:
    text = _squeezed(letter.text)
    for block in _Page(letter.html).blocks:
        assert _squeezed(block) in text


def test_it_has_every_link_in_the_text_on_a_line_of_its_own(letter: Rendered) -> None:
    lines = letter.text.splitlines()
    for link in _Page(letter.html).links:
        if link.startswith("http"):
            assert link in lines or f"Join online: {link}" in lines
        else:
            scheme, _, address = link.partition(":")
            assert scheme in {"mailto", "tel"}
            assert address in letter.text or address in re.sub(r"[^\d+]", "", letter.text)


def test_it_keeps_the_subject_short_and_on_one_line(letter: Rendered) -> None:
    assert 10 <= len(letter.subject) < 60
    assert letter.subject == _squeezed(letter.subject)
    assert letter.subject.isprintable()


def test_it_cuts_no_plain_subject(plain_letter: Rendered) -> None:
    assert "…" not in plain_letter.subject


def test_it_has_what_to_press_near_the_top(kind: str, plain_letter: Rendered) -> None:
    if kind == "team-post":
        assert "/p/" not in plain_letter.text + plain_letter.short_text, "a room gets nobody's link"
        return
    first_link = plain_letter.text.find("https://")
    assert 0 < first_link < 700 or kind == "scores-open", (
        "who, what, when, where and the button belong on the first screen"
    )
    first_button = plain_letter.html.find('class="button')
    first_heading = plain_letter.html.find("<h2")
    if kind not in {"champion-thanks", "logistics", "scores-open", "call-minutes"}:  # these ask for nothing
        assert first_heading == -1 or first_button < first_heading


def test_it_stays_within_what_mailers_show_in_full(letter: Rendered) -> None:
    assert len(letter.html.encode()) < 100_000, "Gmail cuts a message at 102 kB"
    assert max(len(line.encode()) for line in letter.short_text.splitlines()) < 4000


def test_it_leaves_no_gap_where_something_is_missing(letter: Rendered) -> None:
    for words in (letter.subject, letter.text, letter.short_text, " ".join(_Page(letter.html).blocks)):
        assert not re.search(r"\bNone\b|\{\{|\{%|\(\)|“”", words)
        assert not re.search(r"\s[,;?]|\s\.(\s|$)|\.\.(?!\.)|,,|,\.|: ?$(?!\n)", words.replace("...", "…"))
    assert "\n\n\n" not in letter.text
    assert not re.search(r"[ \t]$", letter.text, re.MULTILINE)


def test_it_escapes_what_people_typed(kind: str) -> None:
    context = context_class(kind).sample()
    awkward = context.recipient.model_copy(update={"name": '<b>&"é', "first_name": "<i>O'Brien"})
    html = render(kind, context.model_copy(update={"recipient": awkward})).html
    assert "<i>O" not in html
    assert "&lt;i&gt;O'Brien" in html or kind == "team-post", "a room is greeted, and nobody by name"


def test_it_speaks_calmly_and_plainly(plain_letter: Rendered) -> None:
    words = f"{plain_letter.subject}\n{plain_letter.text}\n{plain_letter.short_text}"
    assert "!" not in words
    assert not re.search(rf"\b({JARGON})", re.sub(r"https?://\S+", "", words), re.IGNORECASE)


def test_it_is_signed_with_name_title_organization_and_phone(kind: str, plain_letter: Rendered) -> None:
    context = context_class(kind).sample()
    if context.speaks_for_itself:
        return
    for words in (
        context.sender.name,
        context.sender.title,
        context.sender.organization,
        context.sender.phone,
    ):
        assert words in plain_letter.text


def test_it_says_why_it_comes_and_how_to_stop_it(kind: str, plain_letter: Rendered) -> None:
    context = context_class(kind).sample()
    assert context.why in plain_letter.text
    assert context.unsubscribe_url in plain_letter.text


def test_it_takes_the_fullest_subject_that_fits() -> None:
    context = context_class("invitation").sample()
    near = context.model_copy(
        update={"meeting": samples.LAUNCH.model_copy(update={"place": "Example Castings"})}
    )
    assert render("invitation", near).subject == "Thursday, May 14, Example Castings: can you come?"
    far = samples.LAUNCH.model_copy(update={"place": "Example Castings and Forgings, main hall"})
    assert render("invitation", context.model_copy(update={"meeting": far})).subject == (
        "Thursday, May 14: you are invited"
    )


def test_it_keeps_the_short_text_in_one_sms(kind: str, plain_letter: Rendered) -> None:
    assert phone_text.fits(plain_letter.short_text), phone_text.length(plain_letter.short_text)


def test_it_keeps_the_short_text_free_of_marks_that_cost_a_second_sms(letter: Rendered) -> None:
    assert phone_text.is_gsm(letter.short_text)


def test_it_refuses_an_unknown_kind() -> None:
    with pytest.raises(KeyError, match="no message kind 'weclome'"):
        context_class("weclome")


def test_it_refuses_the_context_of_another_kind() -> None:
    with pytest.raises(TypeError, match="sign-in is rendered from"):
        render("sign-in", context_class("test-send").sample())


def test_it_fails_on_a_field_the_context_lacks() -> None:
    template = words_file._environment(Language.ENGLISH).from_string("{{ recipient.nickname }}")
    with pytest.raises(UndefinedError):
        template.render(recipient=samples.LEADER)

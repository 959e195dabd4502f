"""A launch in Spanish, from the first day to the last: no English is left in a letter or on a personal page of it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlmodel import Session, SQLModel, select

from languages import Language
from notifications import rendering
from notifications.forms import Form
from sectorlaunch.papers import asked_for, sheets
from sectorlaunch.portal.pages import Pages
from sectorlaunch.portal.views import personal
from sectorlaunch.records.launch import Launch
from sectorlaunch.rehearsal import by_reader
from sectorlaunch.rehearsal.result import gather
from sectorlaunch.rehearsal.walk import Walk
from sectorlaunch.tables import (
    ActionTeam,
    AgendaItem,
    Answer,
    Champion,
    Commitment,
    Document,
    DocumentKind,
    DocumentState,
    Invitation,
    Meeting,
    MeetingNote,
    Message,
    Offer,
    Organization,
    Partnership,
    Person,
    Priority,
    ReportBack,
    TouchRelease,
)
from tests.story import reading
from tests.story.buttons import BY_POSTING, Pressing
from tests.story.rehearsals import first_morning

SEED = 1
OWNERS = {
    "convener": "cora@example.org",
    "champion": "champ1@example.com",
    "executive-who-accepts": "leader05@example.com",
}
"""Whose mailboxes are kept as they were last read and accepted."""
SUMMARY = DocumentKind.EXECUTIVE_SUMMARY
LOOKED_AT_EVERY = timedelta(days=77)
IN_ENGLISH_FOR_CONVENERS = {"gate-opened", "weekly-digest"}
TYPED: tuple[tuple[type[SQLModel], tuple[str, ...]], ...] = (
    (ActionTeam, ("name", "outcome", "measure", "strategy", "way_in")),
    (AgendaItem, ("title", "decision")),
    (Answer, ("note",)),
    (Champion, ("promise",)),
    (Commitment, ("what",)),
    (Invitation, ("reason", "substitute")),
    (Meeting, ("place", "address", "getting_there")),
    (MeetingNote, ("words",)),
    (Offer, ("what", "answer")),
    (Organization, ("name",)),
    (Partnership, ("name", "region")),
    (Person, ("name", "email", "job_title")),
    (Priority, ("words",)),
    (ReportBack, ("done", "next", "help", "win")),
    (TouchRelease, ("sentence",)),
)
"""What people wrote, in whatever language: it is quoted as it stands."""


@pytest.fixture(scope="module")
def walk() -> Walk:
    return first_morning(SEED, "language: Spanish\n")


@pytest.fixture(scope="module")
def pressing(walk: Walk, tmp_path_factory: pytest.TempPathFactory) -> Pressing:
    """Whoever reads a letter of the walk presses its buttons."""
    return Pressing(walk, tmp_path_factory.mktemp("portal"), posts=False)


@pytest.fixture(scope="module")
def pages(walk: Walk, pressing: Pressing) -> list[reading.Leak]:
    """Walks the launch to its end; what is in English on the pages of all its people, looked at on the way."""
    found: list[reading.Leak] = []
    shown = Pages()
    with pressing.at_hand():
        for _ in range(7):
            walk.until(walk.stage.now + LOOKED_AT_EVERY)
            with walk.stage.reading() as session:
                typed = what_people_wrote(session)
                for person in session.exec(select(Person)).all():
                    page = personal.personal(session, walk.stage.now, person.pk, walk.stage.partnership_id)
                    found += reading.english_in(person.name, seen(shown, page), typed)
        walk.to_the_end()
    return found


def test_it_never_happens__a_button_without_its_form(pressing: Pressing, pages: list[reading.Leak]) -> None:
    """“Answer in a sentence” asked 31 people, and the page it led to had no place for the sentence."""
    assert pressing.troubles == []
    assert set(BY_POSTING) - {Form.POLL, Form.SCORES} <= set(pressing.pressed)


def test_it_leaves_no_english_on_a_personal_page(pages: list[reading.Leak]) -> None:
    assert pages == []


def test_it_leaves_no_english_in_a_letter(walk: Walk, pages: list[reading.Leak]) -> None:
    with walk.stage.reading() as session:
        typed = what_people_wrote(session)
        messages = session.exec(select(Message)).all()
        found = [
            leak
            for message in messages
            if message.language is Language.SPANISH
            for leak in reading.english_in(
                message.kind, f"{message.subject}\n{message.text}\n{message.short_text}", typed
            )
        ]
    assert found == []
    assert {one.kind for one in messages if one.language is Language.ENGLISH} <= IN_ENGLISH_FOR_CONVENERS


def test_it_leaves_no_english_on_a_paper_that_is_handed_out(walk: Walk, pages: list[reading.Leak]) -> None:
    with walk.stage.reading() as session:
        launch = Launch.of(session, walk.stage.now, walk.stage.run_id)
        typed = what_people_wrote(session)
        summaries = [one for one in session.exec(select(Document)).all() if one.kind is SUMMARY]
        untitled = [
            Document(partnership_id=1, kind=kind, state=state, drafted_at=walk.stage.now)
            for kind in DocumentKind
            for state in DocumentState
        ]
        assert launch.meeting is not None
        papers = [
            *(make(launch) for make in (sheets.of_letter, sheets.of_roles)),
            *(make(launch, launch.meeting) for make in (sheets.of_names, sheets.of_seating)),
            *(sheets.of_document(launch, one) for one in [*summaries, *untitled]),
        ]
    assert set(asked_for.OF_PARTNERSHIP) - {"status"} <= {paper.name for paper in papers}
    assert set(asked_for.OF_MEETING) <= {paper.name for paper in papers}
    assert summaries
    words = {paper.name: words_of({**paper.as_data(), "name": "", "slug": ""}) for paper in papers}
    assert [leak for name, said in words.items() for leak in reading.english_in(name, said, typed)] == []
    assert {paper.language for paper in papers} == {Language.SPANISH}


def test_it_writes_so_that_most_adults_read_it_with_ease(walk: Walk, pages: list[reading.Leak]) -> None:
    with walk.stage.reading() as session:
        letters = gather(session, walk.stage, SEED).messages
        assert reading.hard_to_read(letters, what_people_wrote(session), "es") == {}


@pytest.mark.parametrize("owner", OWNERS)
def test_it_fills_a_mailbox_that_reads_as_it_was_accepted(
    walk: Walk, pages: list[reading.Leak], owner: str, accept_golden: bool
) -> None:
    with walk.stage.reading() as session:
        mailbox = by_reader.mailboxes(gather(session, walk.stage, SEED))[OWNERS[owner]]
    assert reading.is_as_accepted(f"{owner}.es", mailbox, accept_golden), (
        "its words have changed: read them with `make golden` and `git diff`"
    )


def test_it_writes_letters_of_nearly_every_kind_on_the_way(walk: Walk, pages: list[reading.Leak]) -> None:
    """So that what was read above is no small part of what there is."""
    with walk.stage.reading() as session:
        written = {message.kind for message in session.exec(select(Message)).all()}
    assert len(written) > len(rendering.known_kinds()) / 2


def words_of(data: object) -> str:
    """Every string in it, a line each, save drawings."""
    if isinstance(data, dict):
        return "\n".join(words_of(value) for name, value in data.items() if name not in ("kind", "svg"))
    if isinstance(data, list | tuple):
        return "\n".join(words_of(value) for value in data)
    return data if isinstance(data, str) else ""


def seen(shown: Pages, page: personal.PersonalPage) -> str:
    html = shown.render(
        "personal.html",
        page.language,
        viewer=None,
        now=page.launch.now,
        settings=None,
        newest_event=0,
        token="token",
        me=page,
        prepared="",
        about_meeting=0,
        notice="",
        form_error=None,
    )
    assert '<html lang="es-US">' in html
    text = re.sub(r"<(script|style|title).*?</\1>|<[^>]*>", "\n", html, flags=re.DOTALL)
    return unescape(text).replace("In English", "")


def what_people_wrote(session: Session) -> list[str]:
    """The longest first, so that no part of it is left standing."""
    found = {
        line.strip()
        for table, fields in TYPED
        for row in session.exec(select(table)).all()
        for name in fields
        for line in (getattr(row, name) or "").splitlines()
    }
    first_names = {person.name.split()[0] for person in session.exec(select(Person)).all()}
    return sorted((one for one in found | first_names if len(one) > 2), key=len, reverse=True)

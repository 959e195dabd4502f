"""The launch as it is played: two scribes on two phones, twelve who place dots, and a connection that is cut."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlmodel import col, select

from sectorlaunch import database
from sectorlaunch.records import meeting_notes, priorities
from sectorlaunch.tables import Invitation, InvitationState, Meeting, MeetingKind, Person
from tests.engine.browsing import DESK, PHONE, OpenHouse, open_house, wait_for
from tests.sample import Moment, Sample

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.patient, pytest.mark.timeout(180)]
VOTERS = 12


@pytest.fixture
def house(caught: dict[Moment, Sample], tmp_path: Path, free_port: Callable[[], int]) -> Iterator[OpenHouse]:
    """The portal on the day of the launch, which begins in a quarter of an hour."""
    sample = caught[Moment.INVITED].copied(tmp_path / "home")
    with database.unit_of_work(sample.engine, sample.now) as session:
        launch = session.exec(select(Meeting).where(Meeting.kind == MeetingKind.LAUNCH)).one()
        launch.starts_at = sample.now + timedelta(minutes=15)
        launch.roles = {"scribe": sample.convener.pk, "second scribe": sample.member.pk}
        session.add(launch)
    with open_house(sample, free_port()) as house:
        yield house
    assert house.watch.foreign == []


def phone(house: OpenHouse, browser: Browser, person: Person, meeting_id: int) -> tuple[BrowserContext, Page]:
    context = house.visit(browser, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{house.address}/p/{house.sample.link(person)}/day/{meeting_id}")
    return context, page


def look(page: Page, name: str) -> None:
    """A picture for whoever wants to see it, in the folder of SECTOR_LAUNCH_PICTURES."""
    if folder := os.environ.get("SECTOR_LAUNCH_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def take(page: Page, kind: str, words: str, speaker: str = "") -> None:
    page.get_by_role("radio", name=kind).first.check(force=True)
    page.locator("#new-words").fill(words)
    page.locator("#new-speaker").fill(speaker)
    page.locator("#new-note").get_by_role("button", name="Keep it").click()


def test_it_loses_nothing_of_two_scribes_and_twelve_voters(house: OpenHouse, browser: Browser) -> None:
    sample = house.sample
    with database.reading(sample.engine) as session:
        launch = session.exec(select(Meeting).where(Meeting.kind == MeetingKind.LAUNCH)).one()
        places = session.exec(
            select(Invitation, Person)
            .join(Person, col(Person.id) == col(Invitation.person_id))
            .where(Invitation.meeting_id == launch.id, Invitation.state != InvitationState.DECLINED)
        ).all()
        guests = [person for _, person in places]
    one_context, one = phone(house, browser, sample.convener, launch.pk)
    two_context, two = phone(house, browser, sample.member, launch.pk)
    look(one, "day-390")

    # Both at the door; the first loses her connection after the second guest.
    for number, guest in enumerate(guests[: VOTERS + 1]):
        page = one if number % 2 == 0 else two
        if number == 4:
            one_context.set_offline(True)
        page.locator(f'button.guest[value="{guest.pk}"]').first.click()
    expect(one.locator("#kept")).to_contain_text("Kept on this phone")
    look(one, "day-offline-390")
    one.locator("#walk-in-name").fill("Wanda Walker")
    one.locator("#walk-in-company").fill("Walk Mills")
    one.get_by_role("button", name="Let them in").click()
    two.get_by_role("link", name="Notes").click()
    take(two, "Need", "Nobody can set up a lathe.", guests[1].name)
    take(two, "Candidate priority", "Find and train machinists")
    expect(two.locator(".notes")).to_contain_text("Find and train machinists")
    assert number_here(sample, launch.pk) < VOTERS + 2
    one_context.set_offline(False)
    wait_for(lambda: number_here(sample, launch.pk) == VOTERS + 2)
    expect(one.locator("#kept")).to_be_hidden()
    one.reload()
    expect(one.locator("h1")).to_contain_text(f"{VOTERS + 2} guests are here")
    look(two, "day-notes-390")

    # What is being typed stays when the page is opened again.
    two.locator("#new-words").fill("Half a sentence")
    two.reload()
    expect(two.locator("#new-words")).to_have_value("Half a sentence")
    take(two, "Win", "Three hired since spring")

    one.get_by_role("link", name="Priorities").click()
    for words in ("A night bus to the mill", "Housing near the shift"):
        one.locator("#candidate-words").fill(words)
        one.get_by_role("button", name="Add it").click()
        expect(one.locator(".results")).to_contain_text(words)
    note = one.locator("#loose ~ ul li", has_text="Find and train machinists")
    note.get_by_role("button", name="Group it").click()
    expect(one.locator(".results")).to_contain_text("Find and train machinists")
    one.get_by_role("button", name="Open it").click()
    expect(one.locator("h1")).to_have_text("Choosing is open")

    # One guest on a phone, eleven as fast as they can.
    with database.reading(sample.engine) as session:
        numbers = [priority.pk for priority in priorities.listed(session, sample.partnership_id)][-3:]
    guest_context = house.visit(browser, viewport=PHONE)
    own = guest_context.new_page()
    own.goto(f"{house.address}/p/{sample.link(guests[0])}")
    look(own, "day-own-390")
    own.locator(f'input[name="dot-{numbers[-1]}"]').check(force=True)
    own.get_by_role("button", name="Place my dots").click()
    expect(own.locator(".notice")).to_contain_text("Your dots are placed")
    for guest in guests[1:VOTERS]:
        dots = {f"dot-{number}": "yes" for number in numbers[:2]}
        assert httpx.post(f"{house.address}/p/{sample.link(guest)}/dots", data=dots).status_code == 303
    with database.reading(sample.engine) as session:
        found = priorities.standings(session, sample.partnership_id)
        placed = {one.priority.pk: len(one.leaders) + len(one.others) for one in found}
        said = [one.note.words for one in meeting_notes.of_meeting(session, launch.pk)]
    assert [placed[number] for number in numbers] == [VOTERS - 1, VOTERS - 1, 1]
    assert said == ["Nobody can set up a lathe.", "Find and train machinists", "Three hired since spring"]

    one.reload()
    look(one, "day-priorities-390")
    one.locator('form:has(input[value="close-vote"])').get_by_role("button", name="Close it").click()
    expect(one.locator("h1")).to_have_text("What was chosen")
    own.reload()
    own.get_by_text("I lead it").first.click()
    look(own, "day-interest-390")
    own.locator("#interest").get_by_role("button", name="Send it").click()
    expect(own.locator(".notice")).to_contain_text("It is noted")
    one.set_viewport_size(DESK)
    for sheet in ("", "notes", "priorities"):
        one.goto(f"{one.url.rpartition('/day/')[0]}/day/{launch.pk}/{sheet}".rstrip("/"))
        look(one, f"day-{sheet or 'door'}-1280")
    for context in (one_context, two_context, guest_context):
        context.close()


def number_here(sample: Sample, meeting_id: int) -> int:
    there = select(Invitation.id).where(
        Invitation.meeting_id == meeting_id, Invitation.state == InvitationState.ATTENDED
    )
    with database.reading(sample.engine) as session:
        return len(session.exec(there).all())

"""From the records of a partnership to what goes on paper: documents, the letter, role sheets, lists of names, the status.

What is handed out is in the partnership's language; the status is the convener's own, in English.
"""

from typing import Any

from sqlmodel import Session

from languages import DEFAULT, Language, formatting
from notifications.phrases import say
from notifications.role_sheets import role_sheet, role_sheets
from sectorlaunch import wording
from sectorlaunch.papers import seating_plan
from sectorlaunch.papers.content import (
    Block,
    Callout,
    Heading,
    Items,
    Paper,
    Picture,
    Table,
    Words,
    blocks_of,
)
from sectorlaunch.records import invitations, letter, meetings, people, seating
from sectorlaunch.records.launch import Launch
from sectorlaunch.status import paces, path, status, timeline
from sectorlaunch.tables import Document, Invitation, Meeting, Person, StepState

NEXT_DATES = 6


def of_document(launch: Launch, document: Document) -> Paper:
    """A document as it is on record: its own words, and whether it is a draft, sent or accepted."""
    since = launch.on(document.settled_at or document.drafted_at)
    day = formatting.day(launch.partnership.language, since)
    kind = _said(launch, f"kind.{document.kind.value}")
    return _paper(
        launch,
        document.kind.value.replace(" ", "-"),
        document.title or kind,
        (kind, _said(launch, f"state.{document.state.value}", day=day)),
        blocks_of(document.body) or (Words((_said(launch, "nothing written"),)),),
    )


def of_letter(launch: Launch) -> Paper:
    """The joint invitation as its champions sign it, with the names under it. Greeting and links come with the mail."""
    revision = letter.current(launch.session, launch.partnership_id)
    words = revision.body if revision else letter.worded(launch.session, launch.partnership_id)
    signed = [person for _, person in letter.signatures(launch.session, launch.partnership_id)]
    names = tuple(_with_company(launch.session, person) for person in signed)
    meeting = launch.meeting
    facts = [_when_and_where(launch, meeting)] if meeting and meeting.starts_at else []
    facts.append(
        _said(launch, "revision", number=revision.number) if revision else _said(launch, "standard letter")
    )
    under: tuple[Block, ...] = (
        (Heading(_said(launch, "signed by")), Items(names))
        if names
        else (Words((_said(launch, "unsigned"),)),)
    )
    title = _said(launch, "letter title", partnership=launch.partnership.name)
    return _paper(launch, "invitation-letter", title, tuple(facts), (*blocks_of(words), *under))


def of_roles(launch: Launch) -> Paper:
    """The sheet of every role that somebody holds, with who holds it."""
    held: dict[str, list[str]] = {}
    for person, kind in people.roles_held(launch.session, launch.partnership_id):
        held.setdefault(kind.value, []).append(person.name)
    blocks: list[Block] = []
    language = launch.partnership.language
    for role in role_sheets(language):
        if role in held:
            sheet = role_sheet(role, language)
            blocks += [Heading(sheet.role), Words((sheet.purpose,)), Items(sheet.duties)]
            if role in {kind.value for kind in people.ROLE_SHEET}:
                names = formatting.listing(language, sorted(held[role]))
                blocks.append(Words((_said(launch, "held by", names=names),)))
    title, what = _said(launch, "who does what"), _said(launch, "role sheets")
    return _paper(launch, "role-sheets", title, (what,), tuple(blocks))


def of_status(launch: Launch) -> Paper:
    """Where the launch stands, on one page for a board packet."""
    pace, found = paces.of(launch), status.of(launch.session, launch.partnership)
    blocks: list[Block] = [Callout(pace.headline, pace.advice), Heading("The steps")]
    steps = path.steps(launch.session, launch.run_id)
    rows = tuple((str(step.number), step.title, _step_stands(launch, step)) for step in steps)
    blocks.append(Table(("Step", "What", "Where it stands"), rows, ("auto", "1fr", "auto")))
    if found.gates:
        blocks.append(Heading("What it waits for"))
        waits = (f"{gate.title}. {' '.join(gate.missing)}{_openers(gate.settled_by)}" for gate in found.gates)
        blocks.append(Items(tuple(waits)))
    dates = [
        entry
        for entry in timeline.timeline(launch)
        if entry.kind in (timeline.Kind.MEETING, timeline.Kind.COMMITMENT) and not entry.past
    ]
    if dates:
        blocks.append(Heading("Next dates"))
        rows_of_dates = tuple((wording.short_day(entry.on), entry.what) for entry in dates[:NEXT_DATES])
        blocks.append(Table(("Day", "What"), rows_of_dates, ("auto", "1fr")))
    facts = [launch.partnership.industry, launch.partnership.region]
    if found.launch_on:
        facts.append(f"launch on {wording.day(found.launch_on)}")
    return _paper(
        launch,
        "status",
        launch.partnership.name,
        tuple(fact for fact in facts if fact),
        tuple(blocks),
        language=DEFAULT,
    )


def of_names(launch: Launch, meeting: Meeting) -> Paper:
    """Who comes, by surname, to be ticked at the door."""
    guests = sorted(_coming(launch.session, meeting), key=lambda one: _surname(one[1].name))
    sectors = people.sectors(launch.session, [person for _, person in guests])
    business = sum(people.is_business(sectors, person) for _, person in guests)
    rows = tuple(
        (
            "☐",
            place.substitute or person.name,
            people.organization_name(launch.session, person),
            _said(launch, "from business" if people.is_business(sectors, person) else "public partner"),
        )
        for place, person in guests
    )
    counted = _said(
        launch,
        "comes one" if len(guests) == 1 else "comes",
        count=len(guests),
        business=business,
        public=len(guests) - business,
    )
    head = _heads(launch, "there", "name", "organization", "comes from")
    blocks: tuple[Block, ...] = (Words((counted,)), Table(head, rows, ("auto", "1fr", "1fr", "auto")))
    if not guests:
        blocks = (Words((_said(launch, "nobody comes"),)),)
    facts = (_when_and_where(launch, meeting),)
    return _paper(launch, "names", _title(launch, meeting), facts, blocks, large=True)


def of_seating(launch: Launch, meeting: Meeting) -> Paper:
    """Who sits with whom: the room from above, and the seats by number."""
    found, language = seating.arrangement(launch.session, meeting), launch.partnership.language
    room = _said(launch, "room")
    blocks: list[Block] = [
        Words((balance(found, language),)),
        Picture(seating_plan.svg(found, room), room),
        Words((_said(launch, "room key"),)),
    ]
    head = _heads(launch, "seat", "name", "organization", "part")
    for title, ring in (("at the table", found.table), ("around it", found.around)):
        if ring:
            rows = tuple((str(one.number), one.name, one.company, part_of(one, language)) for one in ring)
            blocks += [Heading(_said(launch, title)), Table(head, rows, ("auto", "1fr", "1fr", "auto"))]
    facts = (_title(launch, meeting), _when_and_where(launch, meeting))
    return _paper(launch, "seating", _said(launch, "seating"), facts, tuple(blocks))


def balance(found: seating.Arrangement, language: Language = DEFAULT) -> str:
    """Business against public partners, and who sits where, in a sentence."""
    business, public = found.count(business=True), found.count(business=False)
    return say(
        language,
        "paper.business leads" if business > public else "paper.public outnumbers",
        business=business,
        public=public,
        table=len(found.table),
        around=len(found.around),
    )


def part_of(one: seating.Seated, language: Language = DEFAULT) -> str:
    if one.is_facilitator:
        return say(language, "paper.facilitator")
    part = "champion" if one.is_champion else "business" if one.is_business else "public partner"
    return say(language, f"paper.{part}")


def name_cards(session: Session, meeting: Meeting) -> list[tuple[str, str]]:
    """Name and organization of everyone who comes, by surname."""
    cards = [
        (place.substitute or person.name, people.organization_name(session, person))
        for place, person in _coming(session, meeting)
    ]
    return sorted(cards, key=lambda card: _surname(card[0]))


def _coming(session: Session, meeting: Meeting) -> list[tuple[Invitation, Person]]:
    return [
        (place, person)
        for place, person in invitations.invited(session, meeting.pk)
        if place.state in seating.COMING
    ]


def _paper(
    launch: Launch,
    name: str,
    title: str,
    facts: tuple[str, ...],
    blocks: tuple[Block, ...],
    *,
    large: bool = False,
    language: Language | None = None,
) -> Paper:
    return Paper(
        name=name,
        title=title,
        facts=facts,
        blocks=blocks,
        partnership=launch.partnership.name,
        slug=launch.partnership.slug,
        made_on=launch.today,
        large=large,
        language=language or launch.partnership.language,
    )


def _said(launch: Launch, key: str, **fields: Any) -> str:
    """Words of a paper in the partnership's language."""
    return say(launch.partnership.language, f"paper.{key}", **fields)


def _heads(launch: Launch, *keys: str) -> tuple[str, ...]:
    return tuple(_said(launch, key) for key in keys)


def _title(launch: Launch, meeting: Meeting) -> str:
    return meetings.title_in(launch.partnership.language, meeting)


def _step_stands(launch: Launch, step: path.StepMark) -> str:
    if step.state is StepState.PASSED and step.passed_at is not None:
        return f"done on {wording.short_day(launch.on(step.passed_at))}"
    if step.state is StepState.OPEN:
        return f"here now, {step.gates_open} of {len(step.gates)} gates open"
    return "not begun"


def _openers(names: tuple[str, ...]) -> str:
    return f" Can be opened by {wording.listing(names)}." if names else ""


def _when_and_where(launch: Launch, meeting: Meeting) -> str:
    language = launch.partnership.language
    when = (
        formatting.span(language, meeting.starts_at, meeting.minutes, launch.zone)
        if meeting.starts_at
        else _said(launch, "no day")
    )
    where = ", ".join(part for part in (meeting.place, meeting.address) if part)
    return f"{when} · {where}" if where else when


def _with_company(session: Session, person: Person) -> str:
    parts = (person.name, person.job_title, people.organization_name(session, person))
    return ", ".join(part for part in parts if part)


def _surname(name: str) -> str:
    return name.rpartition(" ")[2].casefold()

"""From the records of a partnership to what goes on paper: documents, the letter, role sheets, lists of names, the status."""

from sqlmodel import Session

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
from sectorlaunch.records import invitations, letter, people, seating
from sectorlaunch.records.launch import Launch
from sectorlaunch.status import paces, path, status, timeline
from sectorlaunch.tables import Document, Invitation, Meeting, Person, StepState

NEXT_DATES = 6
ROOM = "The room from above: an oval table with numbered seats, and numbered chairs around it. The lists name them."
KEY = "Full circles are business leaders, a second line marks a champion; open ones are public partners; the square is the facilitator."


def of_document(launch: Launch, document: Document) -> Paper:
    """A document as it is on record: its own words, and whether it is a draft, sent or accepted."""
    since = document.settled_at or document.drafted_at
    stands = f"{document.state.value} {wording.day(launch.on(since))}"
    return _paper(
        launch,
        document.kind.value.replace(" ", "-"),
        document.title or _capital(document.kind.value),
        (_capital(document.kind.value), stands),
        blocks_of(document.body) or (Words(("Nothing is written in it yet.",)),),
    )


def of_letter(launch: Launch) -> Paper:
    """The joint invitation as its champions sign it, with the names under it. Greeting and links come with the mail."""
    revision = letter.current(launch.session, launch.partnership_id)
    words = revision.body if revision else letter.worded(launch.session, launch.partnership_id)
    signed = [person for _, person in letter.signatures(launch.session, launch.partnership_id)]
    names = tuple(_with_company(launch.session, person) for person in signed)
    meeting = launch.meeting
    facts = [_when_and_where(launch, meeting)] if meeting and meeting.starts_at else []
    facts.append(f"revision {revision.number}" if revision else "the standard letter")
    under: tuple[Block, ...] = (
        (Heading("Signed by"), Items(names)) if names else (Words(("Nobody has signed it yet.",)),)
    )
    title = f"Invitation to the launch of the {launch.partnership.name}"
    return _paper(launch, "invitation-letter", title, tuple(facts), (*blocks_of(words), *under))


def of_roles(launch: Launch) -> Paper:
    """The sheet of every role that somebody holds, with who holds it."""
    held: dict[str, list[str]] = {}
    for person, kind in people.roles_held(launch.session, launch.partnership_id):
        held.setdefault(kind.value, []).append(person.name)
    blocks: list[Block] = []
    for role in role_sheets():
        if role in held:
            sheet = role_sheet(role)
            blocks += [Heading(sheet.role), Words((sheet.purpose,)), Items(sheet.duties)]
            if role in {kind.value for kind in people.ROLE_SHEET}:
                blocks.append(Words((f"Here: {wording.listing(sorted(held[role]))}.",)))
    return _paper(launch, "role-sheets", "Who does what", ("The role sheets",), tuple(blocks))


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
        launch, "status", launch.partnership.name, tuple(fact for fact in facts if fact), tuple(blocks)
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
            "business" if people.is_business(sectors, person) else "public partner",
        )
        for place, person in guests
    )
    blocks: tuple[Block, ...] = (
        Words((f"{_counted(len(guests))}: {business} from business, {len(guests) - business} public.",)),
        Table(("There", "Name", "Organization", "Comes from"), rows, ("auto", "1fr", "1fr", "auto")),
    )
    if not guests:
        blocks = (Words(("Nobody has said yet that they come.",)),)
    return _paper(launch, "names", meeting.title, (_when_and_where(launch, meeting),), blocks, large=True)


def of_seating(launch: Launch, meeting: Meeting) -> Paper:
    """Who sits with whom: the room from above, and the seats by number."""
    found = seating.arrangement(launch.session, meeting)
    blocks: list[Block] = [
        Words((balance(found),)),
        Picture(seating_plan.svg(found, ROOM), ROOM),
        Words((KEY,)),
    ]
    for title, ring in (("At the table", found.table), ("Around it", found.around)):
        if ring:
            rows = tuple((str(one.number), one.name, one.company, part_of(one)) for one in ring)
            blocks += [
                Heading(title),
                Table(("Seat", "Name", "Organization", "Part"), rows, ("auto", "1fr", "1fr", "auto")),
            ]
    facts = (meeting.title, _when_and_where(launch, meeting))
    return _paper(launch, "seating", "Who sits with whom", facts, tuple(blocks))


def balance(found: seating.Arrangement) -> str:
    """Business against public partners, and who sits where, in a sentence."""
    business, public = found.count(business=True), found.count(business=False)
    ahead = "Business leads the room" if business > public else "Public partners must not outnumber business"
    return f"{ahead}: {business} to {public}. {len(found.table)} sit at the table, {len(found.around)} around it."


def part_of(one: seating.Seated) -> str:
    if one.is_facilitator:
        return "facilitator"
    return "champion" if one.is_champion else "business" if one.is_business else "public partner"


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
    )


def _step_stands(launch: Launch, step: path.StepMark) -> str:
    if step.state is StepState.PASSED and step.passed_at is not None:
        return f"done on {wording.short_day(launch.on(step.passed_at))}"
    if step.state is StepState.OPEN:
        return f"here now, {step.gates_open} of {len(step.gates)} gates open"
    return "not begun"


def _openers(names: tuple[str, ...]) -> str:
    return f" Can be opened by {wording.listing(names)}." if names else ""


def _when_and_where(launch: Launch, meeting: Meeting) -> str:
    when = (
        wording.span(meeting.starts_at, meeting.minutes, launch.zone) if meeting.starts_at else "no day yet"
    )
    where = ", ".join(part for part in (meeting.place, meeting.address) if part)
    return f"{when} · {where}" if where else when


def _with_company(session: Session, person: Person) -> str:
    parts = (person.name, person.job_title, people.organization_name(session, person))
    return ", ".join(part for part in parts if part)


def _surname(name: str) -> str:
    return name.rpartition(" ")[2].casefold()


def _counted(number: int) -> str:
    return "One person" if number == 1 else f"{number} people"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

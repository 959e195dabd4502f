"""Step 3: the list, the letter, and what became of both."""

from collections.abc import Iterator

from sqlmodel import col, select

from notifications.rendering import kinds_with
from notifications.traits import CountsAs
from playbooks.facts import Count, GuestFacts, InvitationFacts
from playbooks.funnel import Answers, Funnel, Rates, outnumbered, plan
from sectorlaunch.facts.fact_reader import GUESTS, FactReader, Sending, counted, day, in_state, reads
from sectorlaunch.records import lead_time, letter, people, waves
from sectorlaunch.records.invitations import UNANSWERED
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import (
    Address,
    Champion,
    Invitation,
    InvitationState,
    LetterRevision,
    Message,
    MessageState,
    Person,
    Signature,
    ToDo,
    ToDoKind,
    Waiver,
)

LOOKED_AT = (CountsAs.SECOND_LETTER, CountsAs.LOGISTICS, CountsAs.MEETING_REMINDER)
COMING = (InvitationState.ACCEPTED, InvitationState.TENTATIVE)


@reads(*GUESTS)
def guest_facts(reader: FactReader) -> GuestFacts:
    return GuestFacts(
        business_invited=counted(person for _, person in reader.business_guests),
        business_needed=Count(value=_needed(reader)),
        public_invited=counted(person for _, person in reader.public_guests),
        business_expected=counted(in_state(reader.business_guests, *COMING)),
        public_expected=counted(in_state(reader.public_guests, *COMING)),
    )


def _needed(reader: FactReader) -> int:
    """How many must be on the list for the wanted number in the room, by the planning funnel and the answers so far."""
    found = funnel(reader)
    return found.needed if found is not None else _target(reader)


def first_wave(launch: Launch) -> Funnel | None:
    """What the first wave of the letter alone will bring; None where the playbook's rates cannot be used."""
    reader = FactReader.on_launch(launch)
    return funnel(reader, [(place, person) for place, person in reader.business_guests if place.wave == 1])


def funnel(reader: FactReader, guests: list[tuple[Invitation, Person]] | None = None) -> Funnel | None:
    """The plan for the room as it stands, of all business leaders on the list or of some.

    None where the playbook's rates cannot be used.
    """
    numbers = reader.numbers
    usual = Rates()
    rates = Rates(
        contacted=numbers.get("funnel_contacted", usual.contacted),
        interested=numbers.get("funnel_interested", usual.interested),
        signed_up=numbers.get("funnel_signed_up", usual.signed_up),
        present=numbers.get("funnel_present", usual.present),
    )
    of_these = reader.business_guests if guests is None else guests
    return plan(_target(reader), rates, _answers(of_these)) if rates.are_usable else None


def planned(launch: Launch) -> tuple[Funnel | None, tuple[str, ...]]:
    """The plan for the room of a run, and what to be warned of."""
    reader = FactReader.on_launch(launch)
    return funnel(reader), outnumbered(
        len(reader.business_guests),
        len(reader.public_guests),
        len(in_state(reader.business_guests, *COMING)),
        len(in_state(reader.public_guests, *COMING)),
    )


def _target(reader: FactReader) -> int:
    return reader.numbers.get("target_in_the_room") or reader.number("critical_mass")


def _answers(guests: list[tuple[Invitation, Person]]) -> Answers:
    """Of business leaders. Whoever was at the launch, or was expected and did not come, had said yes."""
    coming = (InvitationState.ACCEPTED, InvitationState.ATTENDED, InvitationState.NO_SHOW)
    return Answers(
        invited=len(guests),
        coming=len(in_state(guests, *coming)),
        maybe=len(in_state(guests, InvitationState.TENTATIVE, InvitationState.TO_CONFIRM)),
        declined=len(in_state(guests, InvitationState.DECLINED)),
    )


@reads(Address, Champion, LetterRevision, Message, Signature, ToDo, Waiver, *GUESTS)
def letter_facts(reader: FactReader) -> InvitationFacts:
    joint = kinds_with("is_joint_letter")
    reader.read_messages(*joint, *(kind for what in LOOKED_AT for kind in kinds_with("counts_as", what)))
    letters = {m.person_id: m for kind in joint for m in reader.messages(kind)}
    delivered = [m for m in letters.values() if m.state is MessageState.SENT and m.sent_at is not None]
    silent = in_state(reader.guests, *UNANSWERED)
    second = reader.reached(CountsAs.SECOND_LETTER) | _meant_to_come(reader)
    called = set(
        reader.session.exec(
            select(ToDo.about_id).where(
                ToDo.run_id == reader.run_id, ToDo.kind == ToDoKind.PHONE, col(ToDo.about_id).is_not(None)
            )
        )
    )
    reminded = reader.reached(CountsAs.LOGISTICS) & reader.reached(CountsAs.MEETING_REMINDER)
    coming = in_state(reader.guests, *COMING)
    has_begun = bool(delivered) or any(one.state is not InvitationState.INVITED for one, _ in reader.guests)
    nobody_asked = "" if has_begun else "Nobody has been invited yet."
    return InvitationFacts(
        letters_delivered=Count(value=len(delivered)),
        letters_open=counted(
            (p for _, p in reader.guests if _is_owed(reader, p) and not _has_left(letters.get(p.pk))),
            _held_back(reader) if not delivered else _second_wave(reader),
            nothing_yet="" if reader.guests else "Nobody is on the guest list yet.",
        ),
        delivered_lead_days=_lead_days(reader, delivered),
        silent_without_second_letter=counted(
            (p for p in silent if _is_owed(reader, p) and p.id not in second), nothing_yet=nobody_asked
        ),
        silent_without_phone_task=counted(
            (p for p in silent if _is_reachable(reader, p) and p.id not in called), nothing_yet=nobody_asked
        ),
        coming_without_reminder=counted(
            (p for p in coming if _is_owed(reader, p) and p.id not in reminded), nothing_yet=nobody_asked
        ),
    )


def _meant_to_come(reader: FactReader) -> set[int]:
    """Before the date changed. The news of the change has asked them already."""
    return {person.pk for person in in_state(reader.guests, InvitationState.TO_CONFIRM)}


def _held_back(reader: FactReader) -> Iterator[str]:
    """Why the letter does not leave, where something holds it."""
    yield from filter(None, (letter.shortfall(reader.session, reader.run_id), lead_time.objection(reader)))


def _second_wave(reader: FactReader) -> Iterator[str]:
    """When the others are written to, where the letter leaves in two waves."""
    on = waves.leaves_on(reader)
    if on is not None:
        yield f"The second wave leaves on {day(on)}."
        yield from filter(None, (lead_time.objection(reader),))


def _is_owed(reader: FactReader, person: Person) -> bool:
    """Whether a letter can go to them: they have an address and have not asked to be left alone."""
    return person.email is not None and _is_reachable(reader, person)


def _is_reachable(reader: FactReader, person: Person) -> bool:
    return people.left_alone_since(reader.session, person) is None


def _has_left(message: Sending | None) -> bool:
    return message is not None and message.state is MessageState.SENT


def _lead_days(reader: FactReader, delivered: list[Sending]) -> Count:
    if reader.launch_on is None or not delivered:
        return Count()
    last = max(m.sent_at for m in delivered if m.sent_at is not None)
    return Count(value=(reader.launch_on - reader.on(last)).days)

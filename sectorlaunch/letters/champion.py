"""Letters to champions: the ask and what follows it. They come from the relationship owner, by name."""

from datetime import date, datetime, timedelta

from sqlmodel import col, select

from notifications.context import CommitmentBrief, DatedLine, PersonBrief
from notifications.rendering import kinds_with
from sectorlaunch.letters import letter_words
from sectorlaunch.letters.letter_source import Fields, LetterSource, short_day
from sectorlaunch.records import champions, dates
from sectorlaunch.records import letter as letter_records
from sectorlaunch.tables import Champion, Message, MessageState

SOON = timedelta(days=6)


def champion_ask(desk: LetterSource) -> Fields:
    return {
        "launch_words": launch_words(desk),
        "others": agreed(desk),
        "answer_by": desk.in_days(8),
    }


def champion_follow_up(desk: LetterSource) -> Fields:
    asked = on_pipeline(desk).asked_at
    days = (desk.now - asked).days if asked else 0
    return {
        "asked_on": desk.on(asked) if asked else "",
        "launch_words": launch_words(desk),
        "others": agreed(desk),
        "last": days >= 13,
    }


def champion_thanks(desk: LetterSource) -> Fields:
    champion = on_pipeline(desk)
    return {
        "talked_on": desk.on(champion.agreed_at) if champion.agreed_at else "",
        "agreed": promised(desk, champion),
        "coming": what_comes(desk),
    }


def champion_promise(desk: LetterSource) -> Fields:
    champion = on_pipeline(desk)
    return {
        "promises": promised(desk, champion),
        "meeting": desk.meeting_brief(desk.launch) if desk.launch else None,
        "soon": _is_soon(desk),
    }


def _is_soon(desk: LetterSource) -> bool:
    starts_at = desk.launch.starts_at if desk.launch else None
    return starts_at is not None and starts_at - desk.now < SOON


def sign_request(desk: LetterSource) -> Fields:
    others = champions.at_stages(desk.session, desk.partnership_id, champions.COMMITTED)
    asked, changed = _asked_to_sign(desk)
    return {
        "sign_by": desk.in_days(6),
        "asked_on": desk.on(asked) if asked else "",
        "changed": changed,
        "letter": letter_words.invitation(desk),
        "co_signers": tuple(
            desk.brief_without_address(person) for _, person in others if person.id != desk.person.id
        ),
        "meeting": desk.meeting_brief(desk.launch) if desk.launch else None,
    }


def _asked_to_sign(desk: LetterSource) -> tuple[datetime | None, bool]:
    """When the reader was first asked to sign the words as they are, and whether they were asked for others before."""
    written = desk.session.exec(
        select(Message.queued_at)
        .where(
            Message.run_id == desk.run_id,
            Message.person_id == desk.person.id,
            col(Message.kind).in_(kinds_with("asks_to_sign")),
            col(Message.state).not_in([MessageState.CANCELLED, MessageState.WITHHELD]),
        )
        .order_by(col(Message.queued_at))
    ).all()
    letter = letter_records.current(desk.session, desk.partnership_id)
    for_these = [at for at in written if letter is None or at >= letter.drafted_at]
    return for_these[0] if for_these else None, bool(written) and not for_these


def on_pipeline(desk: LetterSource) -> Champion:
    """The reader's place on the pipeline."""
    champion = champions.champion_of(desk.session, desk.partnership_id, desk.person.pk)
    assert champion is not None
    return champion


def promised(desk: LetterSource, champion: Champion) -> tuple[CommitmentBrief, ...]:
    """What a champion agreed to: their own words where we have them, else what every champion does."""
    if champion.promise:
        return (CommitmentBrief(what=champion.promise),)
    on = dates.launch_date(desk.session, desk.partnership)
    promises = []
    if champion.signed_at is None:
        promises.append(CommitmentBrief(what="Sign the invitation letter together with the other champions"))
    day = f" on {short_day(on)}" if on else ""
    promises.append(CommitmentBrief(what=f"Welcome the guests at the launch{day}"))
    return tuple(promises)


def what_comes(desk: LetterSource) -> tuple[DatedLine, ...]:
    """The launch on its day, or on the day it is planned for."""
    on = dates.launch_date(desk.session, desk.partnership)
    return (DatedLine(when_words=short_day(on), what="The launch meeting"),) if on else ()


def agreed(desk: LetterSource) -> tuple[PersonBrief, ...]:
    """Champions who have agreed already, without the reader and without addresses."""
    found = champions.at_stages(desk.session, desk.partnership_id, champions.COMMITTED)
    return tuple(desk.brief_without_address(p) for _, p in found if p.id != desk.person.id)


def launch_words(desk: LetterSource) -> str:
    """When the launch is planned, as it reads in a sentence: "on Thursday 14 May", "in the middle of May"."""
    if desk.launch is not None and desk.launch.starts_at is not None:
        return f"on {desk.on(desk.launch.starts_at)}"
    target = desk.partnership.target_launch_on
    return "" if target is None else f"{_part_of_month(target)} {target:%B}"


def _part_of_month(on: date) -> str:
    if on.day <= 10:
        return "at the beginning of"
    return "in the middle of" if on.day <= 20 else "towards the end of"

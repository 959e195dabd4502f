"""Letters to champions: the ask and what follows it. They come from the relationship owner, by name."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from languages import formatting
from notifications.context import CommitmentBrief, DatedLine, PersonBrief
from notifications.rendering import kinds_with
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import champions, dates, releases
from sectorlaunch.records import letter as letter_records
from sectorlaunch.tables import AboutKind, Champion, Message, MessageState

SOON = timedelta(days=6)


def champion_ask(source: LetterSource) -> Fields:
    return {
        "personal_words": source.explanation
        or releases.sentence_for(source.launch, source.kind, source.person),
        "launch_words": launch_words(source),
        "others": agreed(source),
        "answer_by": source.due_words,
    }


def champion_follow_up(source: LetterSource) -> Fields:
    asked = on_pipeline(source).asked_at
    return {
        "asked_on": source.on(asked) if asked else "",
        "launch_words": launch_words(source),
        "others": agreed(source),
        "last": source.about.kind is AboutKind.DEADLINE,
    }


def champion_thanks(source: LetterSource) -> Fields:
    champion = on_pipeline(source)
    return {
        "talked_on": source.on(champion.agreed_at) if champion.agreed_at else "",
        "agreed": promised(source, champion),
        "coming": what_comes(source),
    }


def champion_promise(source: LetterSource) -> Fields:
    champion = on_pipeline(source)
    return {
        "promises": promised(source, champion),
        "meeting": source.meeting_brief(source.launch.meeting) if source.launch.meeting else None,
        "soon": _is_soon(source),
    }


def _is_soon(source: LetterSource) -> bool:
    starts_at = source.launch.meeting.starts_at if source.launch.meeting else None
    return starts_at is not None and starts_at - source.launch.now < SOON


def sign_request(source: LetterSource) -> Fields:
    others = champions.at_stages(source.launch.session, source.launch.partnership_id, champions.COMMITTED)
    asked, changed = _asked_to_sign(source)
    return {
        "sign_by": source.due_words,
        "asked_on": source.on(asked) if asked else "",
        "changed": changed,
        "co_signers": tuple(
            source.brief_without_address(person) for _, person in others if person.id != source.person.id
        ),
        "meeting": source.meeting_brief(source.launch.meeting) if source.launch.meeting else None,
    }


def _asked_to_sign(source: LetterSource) -> tuple[datetime | None, bool]:
    """When the reader was first asked to sign the words as they are, and whether they were asked for others before."""
    written = source.launch.session.exec(
        select(Message.queued_at)
        .where(
            Message.run_id == source.launch.run_id,
            Message.person_id == source.person.id,
            col(Message.kind).in_(kinds_with("asks_to_sign")),
            col(Message.state).not_in([MessageState.CANCELED, MessageState.WITHHELD]),
        )
        .order_by(col(Message.queued_at))
    ).all()
    letter = letter_records.current(source.launch.session, source.launch.partnership_id)
    for_these = [at for at in written if letter is None or at >= letter.drafted_at]
    return for_these[0] if for_these else None, bool(written) and not for_these


def on_pipeline(source: LetterSource) -> Champion:
    """The reader's place on the pipeline."""
    champion = champions.champion_of(source.launch.session, source.launch.partnership_id, source.person.pk)
    assert champion is not None
    return champion


def promised(source: LetterSource, champion: Champion) -> tuple[CommitmentBrief, ...]:
    """What a champion agreed to: their own words where we have them, else what every champion does."""
    if champion.promise:
        return (CommitmentBrief(what=champion.promise),)
    on = dates.launch_date(source.launch.session, source.launch.partnership)
    promises = []
    if champion.signed_at is None:
        promises.append(CommitmentBrief(what=source.say("promise.sign")))
    welcome = source.say("promise.welcome on", day=source.day(on)) if on else source.say("promise.welcome")
    promises.append(CommitmentBrief(what=welcome))
    return tuple(promises)


def what_comes(source: LetterSource) -> tuple[DatedLine, ...]:
    """The launch on its day, or on the day it is planned for."""
    on = dates.launch_date(source.launch.session, source.launch.partnership)
    return (DatedLine(when_words=source.day(on), what=source.say("promise.launch")),) if on else ()


def agreed(source: LetterSource) -> tuple[PersonBrief, ...]:
    """Champions who have agreed already, without the reader and without addresses."""
    found = champions.at_stages(source.launch.session, source.launch.partnership_id, champions.COMMITTED)
    return tuple(source.brief_without_address(p) for _, p in found if p.id != source.person.id)


def launch_words(source: LetterSource) -> str:
    """When the launch is planned, as it reads in a sentence: "on Thursday, May 14", "in mid-May"."""
    if source.launch.meeting is not None and source.launch.meeting.starts_at is not None:
        return source.say("launch.on", day=source.on(source.launch.meeting.starts_at))
    target = source.launch.partnership.target_launch_on
    return "" if target is None else formatting.part_of_month(source.language, target)

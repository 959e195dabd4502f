"""Stalls: 60 people answer, vote and reply at once while the database is locked for 50 s, letters get no answer, Prefect hangs and the disk is full."""

import os
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
from sqlalchemy import Engine
from sqlmodel import col, select

from bench import letters, troubles
from bench.group import Group, running
from bench.sink import sink
from sectorlaunch import access_links, clock, database
from sectorlaunch.actions import polls
from sectorlaunch.engine import steps
from sectorlaunch.records import meetings, people
from sectorlaunch.rules.poll_dates import Allowed, ProposedDate
from sectorlaunch.tables import (
    Answer,
    Invitation,
    LinkPurpose,
    Meeting,
    Partnership,
    PollOption,
    PollVote,
    RoleKind,
    StepRun,
    StepState,
)

PEOPLE = 60
LOCKED_SECONDS, OTHER_SECONDS, BETWEEN_SECONDS = 50.0, 30.0, 10.0
PAUSE_SECONDS = (1.0, 4.0)
"""Between two things somebody does."""
SEED = 20261130
CHOICES = ("yes", "if need be", "no")


@dataclass
class Said:
    """What was sent and thanked for, and how everything was answered."""

    answers: list[str] = field(default_factory=list)
    replies: dict[int, str] = field(default_factory=dict)
    """By person, the last reason that was thanked for."""
    votes: dict[int, str] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0


def run(say: Callable[[str], None]) -> dict[str, object]:
    letters.NOW = clock.now()
    with troubles.small_disk() as (home, fills), sink() as mail:
        queued, links, meeting_id = _prepare(home, mail.port)
        os.environ["SECTOR_LAUNCH_CHANNEL_HOSTS"] = letters.HOST
        with running(home) as group:
            group.wait_for("The worker is ready")
            engine = database.open_database(group.settings)
            letters.queue_again(engine, queued)
            said, stop = Said(), threading.Event()
            crowd = [
                threading.Thread(target=_person, args=(group, who, link, meeting_id, said, stop))
                for who, link in links
            ]
            for one in crowd:
                one.start()
            found: dict[str, object] = {}
            for name, trouble in (
                ("database locked for 50 s", lambda: troubles.locked(home)),
                ("SMTP hangs", lambda: troubles.mute(mail)),
                ("Prefect hangs", lambda: troubles.stopped(group)),
                (
                    "disk full" if fills else "disk full (no small disk could be made)",
                    lambda: troubles.full(home, fills),
                ),
            ):
                before = Counter(said.statuses)
                with trouble():
                    time.sleep(LOCKED_SECONDS if "locked" in name else OTHER_SECONDS)
                time.sleep(BETWEEN_SECONDS)
                found[name] = dict(said.statuses - before)
                say(f"{name}: {found[name]}")
            stop.set()
            for one in crowd:
                one.join()
            _until_sent(engine)
            judged = _judged(engine, said, queued, set(mail.letters()))
            engine.dispose()
    return {
        "people": len(links),
        "answered with, by trouble": found,
        "answered with, in all": dict(said.statuses),
        "slowest answer, s": round(said.slowest, 1),
        **judged,
        "aim": "nothing lost, nothing 500",
    }


def _prepare(home: Path, port: int) -> tuple[list[dict[str, object]], list[tuple[int, str]], int]:
    """A launch with places for its guests and a date poll for its team; links of 60 people, letters to be sent."""
    engine, _, run_id = letters.open_partnership(home, PEOPLE)
    letters.compose(engine, run_id)
    queued = letters.rows(engine)
    letters.empty(engine)
    letters.lead_to(engine, port)
    now = letters.NOW
    with database.unit_of_work(engine, now) as session:
        for step in session.exec(select(StepRun).where(StepRun.state == StepState.OPEN)).all():
            steps.advance(session, now, step.pk)
        partnership = session.exec(select(Partnership)).one()
        meeting = meetings.launch_meeting(session, partnership.pk)
        assert meeting is not None
        dates = [ProposedDate(now + timedelta(days=days), 120) for days in (150, 151, 152)]
        polls.open_for_launch(
            session,
            now,
            run_id,
            dates,
            now + timedelta(days=14),
            by="Bench",
            allowed=Allowed(days_off=True, short_notice=True),
        )
        team = people.with_role(session, partnership.pk, [RoleKind.SUPPORT_TEAM])
        guests = session.exec(
            select(Invitation.person_id)
            .where(Invitation.meeting_id == meeting.pk)
            .order_by(col(Invitation.id))
        ).all()
        everyone = [*(person.pk for person in team), *guests][:PEOPLE]
        links = [
            (who, access_links.issue(session, now, who, LinkPurpose.PERSONAL, partnership.pk))
            for who in everyone
        ]
        meeting_id = meeting.pk
    engine.dispose()
    return queued, links, meeting_id


def _person(group: Group, who: int, link: str, meeting_id: int, said: Said, stop: threading.Event) -> None:
    """Does what their page asks, again and again; what is not thanked for is sent again, as it was typed."""
    dice, times = random.Random(SEED + who), 0
    with httpx.Client(base_url=group.settings.portal_url, timeout=120) as client:
        while not stop.is_set():
            page = _ask(client, "GET", f"/p/{link}", said)
            for address, form, thanked in _todo(page, who, link, meeting_id, times, said):
                times += 1
                for _ in range(30):
                    if _ask(client, "POST", address, said, form) is not None:
                        thanked()
                        break
                    time.sleep(dice.uniform(*PAUSE_SECONDS))
            time.sleep(dice.uniform(*PAUSE_SECONDS))


def _ask(
    client: httpx.Client, method: str, address: str, said: Said, form: dict[str, str] | None = None
) -> str | None:
    """What a page says; None where it is to be asked again."""
    began = time.monotonic()
    try:
        answer = client.request(method, address, data=form)
        said.statuses[str(answer.status_code)] += 1
    except httpx.TransportError as error:
        said.statuses[type(error).__name__] += 1
        return None
    said.slowest = max(said.slowest, time.monotonic() - began)
    is_done = answer.status_code == (httpx.codes.SEE_OTHER if method == "POST" else httpx.codes.OK)
    return answer.text if is_done else None


Thing = tuple[str, dict[str, str], Callable[[], None]]


def _todo(page: str | None, who: int, link: str, meeting_id: int, times: int, said: Said) -> Iterator[Thing]:
    """What somebody does with their page: its address, what they type, and what is noted once they are thanked."""
    if page is None:
        return
    words = f"said by {who}, {times}"
    if f'/meetings/{meeting_id}"' in page:
        form = {"reply": "declined", "reason": words}
        yield f"/p/{link}/meetings/{meeting_id}", form, lambda: said.replies.update({who: words})
    for asked in dict.fromkeys(re.findall(r'name="([^"]+)\.verdict"', page)):
        note = f"{words}, {asked}"
        form = {f"{asked}.verdict": "still open", f"{asked}.note": note}
        yield f"/p/{link}/answers", form, lambda note=note: said.answers.append(note)
    for poll_id in dict.fromkeys(re.findall(r'/polls/(\d+)"', page)):
        choice = CHOICES[times % len(CHOICES)]
        options = set(re.findall(r'name="(date-\d+)"', page))
        yield (
            f"/p/{link}/polls/{poll_id}",
            dict.fromkeys(options, choice),
            lambda choice=choice: said.votes.update({who: choice}),
        )


def _until_sent(engine: Engine) -> None:
    """What waits leaves within a few minutes: a try that failed comes back after a while."""
    deadline = time.monotonic() + 420
    while time.monotonic() < deadline:
        states = letters.states(engine)
        if not states.get("queued") and not states.get("leased"):
            return
        time.sleep(1)


def _judged(
    engine: Engine, said: Said, queued: list[dict[str, object]], taken: set[str]
) -> dict[str, object]:
    with database.reading(engine) as session:
        kept = set(session.exec(select(Answer.note)))
        reasons = dict(session.exec(select(Invitation.person_id, Invitation.reason)).all())
        votes: dict[int, str] = {}
        for vote in session.exec(select(PollVote).order_by(col(PollVote.id))):
            votes[vote.person_id] = vote.choice.value
        options = len(session.exec(select(PollOption.id)).all())
        standing = session.exec(select(Meeting.id)).all()
    lost = {
        "answers": [note for note in said.answers if note not in kept],
        "replies": [who for who, reason in said.replies.items() if reasons.get(who) != reason],
        "votes": [who for who, choice in said.votes.items() if votes.get(who) != choice],
        "letters": [row["message_id"] for row in queued if row["message_id"] not in taken],
    }
    errors = {
        status: many for status, many in said.statuses.items() if status.startswith("5") and status != "503"
    }
    return {
        "answers thanked for": len(said.answers),
        "people whose last reply is on record": len(said.replies) - len(lost["replies"]),
        "people whose last vote is on record": len(said.votes) - len(lost["votes"]),
        "letters queued": len(queued),
        "lost": {name: len(those) for name, those in lost.items()},
        "errors of ours": errors,
        "dates voted on": options,
        "meetings": len(standing),
        "holds": not any(lost.values()) and not errors,
    }

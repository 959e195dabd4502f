"""What is still to come, as the page lists it: by date, and within a date by touch."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlmodel import Session

from notifications.own_words import OwnWords, fields_of
from notifications.rendering import context_class, known_kinds, traits
from sectorlaunch import links
from sectorlaunch.engine import coming
from sectorlaunch.engine.coming import Coming, Words
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.status import timeline
from sectorlaunch.tables import AboutKind, Message, Person, PlannedTouch

LONGEST_PAGE = 600
"""How many messages the page lists; the command line lists all."""
LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Group:
    """The messages of one touch on one day, or of one cause in the outbox."""

    planned_id: int | None
    title: str
    messages: list[Coming]
    about: str = ""
    """Which team or promise it is about, where several have the same title."""

    @property
    def is_skipped(self) -> bool:
        return all(one.state == "skipped" for one in self.messages)

    @property
    def is_call(self) -> bool:
        return any(traits(one.kind).asks_to_call for one in self.messages)


@dataclass(frozen=True)
class DayOfGroups:
    on: date
    groups: list[Group]


@dataclass(frozen=True)
class Plan:
    days: list[DayOfGroups]
    more: int
    """How many are not listed."""


def plan(launch: Launch) -> Plan:
    """The first messages to come, by date and touch."""
    days, room, found = [], LONGEST_PAGE, 0
    for day in coming.coming(launch):
        found += len(day.messages)
        shown = day.messages[:room]
        room -= len(shown)
        if shown:
            ordered = sorted(shown, key=lambda one: (one.title, one.planned_id or 0))
            grouped = groupby(ordered, key=lambda one: (one.planned_id, one.title))
            groups = [
                Group(key[0], key[1], list(rows), _about(launch.session, key[0])) for key, rows in grouped
            ]
            days.append(DayOfGroups(day.on, groups))
    return Plan(days, max(0, found - LONGEST_PAGE))


def _about(session: Session, planned_id: int | None) -> str:
    planned = session.get(PlannedTouch, planned_id) if planned_id is not None else None
    if planned is None or planned.about_kind not in (AboutKind.MEETING, AboutKind.COMMITMENT):
        return ""
    return timeline.about(session, About.of(planned)).removeprefix(": ")


def draft(words: Words, link: str, to_name: str = "") -> str:
    """The words to begin an edit with: without the foot, which stays, and with fields for the reader's link and name."""
    text = words.text.partition("\n--\n")[0].strip().replace(link, "{{ link }}")
    for name in (to_name, to_name.partition(" ")[0]):
        if name and text.startswith(f"Dear {name},"):
            return text.replace(f"Dear {name},", "Dear {{ recipient.greeting }},", 1)
    return text


def draft_of(message: Message) -> str:
    """The words to begin an edit of a written message with. Its personal links are cut short."""
    words = Words(text=links.without_private(message.text))
    return draft(words, links.personal(links.PLACEHOLDER), message.to_name)


def named_in(own: OwnWords, person: Person) -> str:
    """The name by which words meant for everyone speak of one reader; empty when they do not."""
    for name in (person.name, person.name.partition(" ")[0]):
        if re.search(rf"\b{re.escape(name)}\b", f"{own.subject}\n{own.text}"):
            return name
    return ""


def fields(kind: str) -> list[str]:
    """The merge fields of a kind as they are written; none of a kind there is no longer, whose messages are still kept."""
    if kind not in known_kinds():
        return []
    known = fields_of(context_class(kind))
    return [f"{{{{ {path}{' | names' if is_list else ''} }}}}" for path, is_list in known.items()]

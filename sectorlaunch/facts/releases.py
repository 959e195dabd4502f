"""Whether what a person lets go first has been released: a flag for each touch a gate asks about."""

from collections.abc import Iterable

from playbooks.facts import Flag
from playbooks.model import Question
from sectorlaunch import wording
from sectorlaunch.facts.fact_reader import GUESTS, FactReader
from sectorlaunch.records import audiences, releases, second_yes
from sectorlaunch.records.about import THE_RUN
from sectorlaunch.records.releases import Released
from sectorlaunch.tables import Champion, Person, Role, TouchRelease

TABLES = frozenset({TouchRelease, Champion, Role, *GUESTS})
"""Whose rows can change it."""


def flags(reader: FactReader, questions: Iterable[Question]) -> dict[str, Flag]:
    """By the key of the touch."""
    asked = {question.release for question in questions if question.release is not None}
    return {
        one.touch.key: _flag(reader, one)
        for one in releases.in_playbook(reader.playbook)
        if one.touch.key in asked
    }


def _flag(reader: FactReader, what: Released) -> Flag:
    """One release is enough: whoever it does not cover waits, and holds nobody else up."""
    touch = what.touch
    assert touch.release is not None
    if given := releases.standing(reader.session, reader.run_id, touch.key):
        who = reader.session.get_one(Person, given[0].given_by_id)
        return Flag(value=True, because=f"Released by {who.name}.")
    if asked := second_yes.of_touch(reader, touch.key):
        because = f"{asked[0].asked_by} asked to release it. {asked[0].who}"
        return Flag(because=because, can_settle=tuple(person.name for person in asked[0].others))
    people = audiences.resolve(reader.session, reader.partnership_id, touch.to, THE_RUN)
    if touch.release.each and not people:
        return Flag(value=True, because="There is nobody to release it to.")
    may = releases.who_may_any(reader.session, reader.partnership_id, touch, people)
    names = [person.name for person in may]
    each = ", each to those they know" if touch.release.each else ""
    because = f"{touch.title}: {wording.listing(names)} can release it{each}."
    return Flag(because=because, can_settle=tuple(names))

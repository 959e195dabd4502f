"""Listening to those who attest a question: who has said what, whether it is enough, who is still to be heard. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import NamedTuple

from playbooks.answers import GivenAnswer
from playbooks.facts import Attester
from playbooks.model import Attest
from playbooks.wording import day_in_words, english_list, has_or_have, quoted


class Tally(NamedTuple):
    """How the audience of a question has answered, in people."""

    done: int = 0
    still_open: int = 0
    not_relevant: int = 0
    silent: int = 0


@dataclass(frozen=True)
class Stated:
    """The outcome. `reasons` may speak of doubts even when it holds; `settled_by` names who could settle it."""

    holds: bool
    reasons: tuple[str, ...]
    settled_by: tuple[str, ...]
    tally: Tally


@dataclass(frozen=True)
class _Heard:
    """The latest answers to one question, sorted by what they mean for it."""

    attest: Attest
    audience: tuple[Attester, ...]
    answers: tuple[GivenAnswer, ...]

    def said(self, verdict: str) -> tuple[GivenAnswer, ...]:
        members = {member.person_id for member in self.audience}
        return tuple(
            answer for answer in self.answers if answer.verdict == verdict and answer.person_id in members
        )

    @property
    def noteless(self) -> tuple[GivenAnswer, ...]:
        """Done, but without the note the question asks for: heard, and not enough."""
        return tuple(a for a in self.said("done") if self.attest.note_required and not a.note.strip())

    @property
    def done(self) -> tuple[GivenAnswer, ...]:
        return tuple(answer for answer in self.said("done") if answer not in self.noteless)

    @property
    def silent(self) -> tuple[str, ...]:
        answered = {answer.person_id for answer in self.answers}
        return tuple(member.name for member in self.audience if member.person_id not in answered)

    @property
    def doubts(self) -> tuple[GivenAnswer, ...]:
        """Everyone who says it is still open: the audience, and conveners whether they belong to it or not."""
        members = self.said("still open")
        return tuple(a for a in self.answers if a.verdict == "still open" and (a in members or a.by_convener))

    @property
    def held_by(self) -> tuple[GivenAnswer, ...]:
        """Conveners whose "still open" keeps the question open.

        Where one answer settles it, an answer given after theirs settles it again; where a share must agree,
        it holds until they change it.
        """
        doubts = tuple(answer for answer in self.doubts if answer.by_convener)
        if self.attest.share is not None or not self.done:
            return doubts
        last_done = self.answers.index(self.done[-1])
        return tuple(answer for answer in doubts if self.answers.index(answer) > last_done)

    @property
    def size(self) -> int:
        """The audience without those who said not relevant."""
        return len(self.audience) - len(self.said("not relevant"))

    @property
    def needed(self) -> int:
        return 1 if self.attest.share is None else max(1, ceil(self.attest.share * self.size))

    @property
    def tally(self) -> Tally:
        return Tally(
            len(self.said("done")),
            len(self.said("still open")),
            len(self.said("not relevant")),
            len(self.silent),
        )


def listen(
    attest: Attest, audience: Sequence[Attester], answers: Sequence[GivenAnswer], today: date
) -> Stated:
    """Whether `attest` holds, judged by the latest answer of each person, in the order they were given.

    The share is of the audience without those who said not relevant. Nobody in the audience is nobody, never
    agreement. `today` is in the partnership's zone and decides whether dates show their year.
    """
    heard = _Heard(attest, tuple(audience), tuple(answers))
    if not heard.audience:
        who = attest.by.replace("-", " ")
        unnamed = f"Nobody is named for “{who}” yet; that is who must answer this, so name them first."
        return Stated(False, (unnamed,), (), Tally())
    doubts = tuple(_doubt(answer, today) for answer in heard.doubts)
    if len(heard.done) >= heard.needed and not heard.held_by:
        return Stated(True, doubts, (), heard.tally)
    reasons = (*_count(heard), *doubts, *_noteless(heard), *_outsiders(heard))
    return Stated(False, reasons, _who_can_settle(heard), heard.tally)


def _count(heard: _Heard) -> tuple[str, ...]:
    if heard.size == 0:
        return (
            "Everyone who was asked says it is not relevant; one of them must agree, or a convener waives it.",
        )
    silent = _not_answered(heard.silent)
    if heard.attest.share is None:
        if len(heard.silent) == len(heard.audience) > 1:
            return (f"Nobody has answered yet; one of {english_list(heard.silent)} is enough.",)
        return (f"{silent}.",) if silent and not heard.done else ()
    return (f"{_agreed(len(heard.done), heard.needed)}{'; ' if silent else ''}{silent}.",)


def _agreed(done: int, needed: int) -> str:
    if done == 0:
        return "Nobody has agreed yet" if needed == 1 else f"None of the {needed} needed has agreed yet"
    return f"{done} of {needed} needed {'has' if done == 1 else 'have'} agreed"


def _not_answered(names: Sequence[str]) -> str:
    return f"{english_list(names)} {has_or_have(names)} not answered yet" if names else ""


def _doubt(answer: GivenAnswer, today: date) -> str:
    note = f": {quoted(answer.note)}" if answer.note.strip() else ""
    return f"{answer.name} says it is still open{note} ({day_in_words(answer.answered_on, today)})."


def _noteless(heard: _Heard) -> tuple[str, ...]:
    names = [answer.name for answer in heard.noteless]
    if not names:
        return ()
    return (f"{english_list(names)} {has_or_have(names)} said done without the note this question needs.",)


def _outsiders(heard: _Heard) -> tuple[str, ...]:
    """Why an answer that is on record does not count, for the person who wonders."""
    members = {member.person_id for member in heard.audience}
    names = [a.name for a in heard.answers if a.verdict == "done" and a.person_id not in members]
    if not names:
        return ()
    who = heard.attest.by.replace("-", " ")
    return (f"{english_list(names)} {has_or_have(names)} said done, but this is for “{who}” to say.",)


def _who_can_settle(heard: _Heard) -> tuple[str, ...]:
    done = {answer.person_id for answer in heard.done}
    members = tuple(member.name for member in heard.audience if member.person_id not in done)
    if heard.held_by and len(heard.done) >= heard.needed:
        members = ()
    return tuple(dict.fromkeys((*members, *(answer.name for answer in heard.held_by))))

"""What a playbook's model cannot see by itself: whether the names in it exist and its keys are its own."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from languages import DEFAULT, Language
from playbooks import deadlines, phone_words, shortest_plan
from playbooks.facts import FACTS, Count, Flag
from playbooks.model import (
    Activity,
    Anchor,
    Evidence,
    Gate,
    Playbook,
    Question,
    Release,
    Step,
    Stop,
    Touch,
    TwoFor,
    When,
)
from playbooks.overlay import Overlay
from playbooks.surveys import Survey
from playbooks.vocabulary import Vocabulary
from playbooks.wording import FIELDS, wrong_fields
from playbooks.yaml_lines import Path_, nearest

Finding = tuple[Path_, str]
"""Where, as a path into the file's data, and what to do about it."""

_GATE_ANCHORS = {Anchor.GATE_REACHED, Anchor.GATE_SETTLED, Anchor.GATE_OPENED}
_STOPS_OF_A_GATE = {Stop.ANSWERED, Stop.RELEASED, Stop.GATE_PASSED}


def mistakes_in(playbook: Playbook, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Every mistake in a playbook that fits the model, in the order of the file."""
    return _Checks(playbook, vocabulary).all()


class _Checks:
    def __init__(self, playbook: Playbook, vocabulary: Vocabulary) -> None:
        self.playbook = playbook
        self.kinds = sorted(vocabulary.kinds)
        self.audiences = sorted(vocabulary.audiences)
        self.personal = vocabulary.kinds_with_own_sentence
        self.surveys = [survey.key for survey in playbook.surveys]
        self.come_round = [survey.key for survey in playbook.surveys if survey.every is not None]
        self.gates = [gate.key for _, gate in playbook.gates()]
        self.asks = [touch.key for _, _, touch in playbook.touches() if touch.has_deadline]
        self.released = [touch.key for _, _, touch in playbook.touches() if touch.release is not None]
        self.asked_for = [
            question.release
            for _, gate in playbook.gates()
            for question in gate.questions
            if question.release
        ]
        self.with_release = [gate.key for _, gate in playbook.gates() if gate.release is not None]

    def all(self) -> Iterator[Finding]:
        steps = self.playbook.steps
        yield from self._two_for()
        numbers = self.playbook.numbers
        for name, remedy in (*shortest_plan.mistakes_in(numbers), *deadlines.mistakes_in(numbers)):
            yield ("numbers", name), remedy
        yield from _repeated(("steps",), [step.key for step in steps], "step")
        gates = [
            (("steps", s, "gates", g), gate.key)
            for s, step in enumerate(steps)
            for g, gate in enumerate(step.gates)
        ]
        yield from _repeated_at(gates, "gate", "the playbook")
        for index, step in enumerate(steps):
            yield from self._step(("steps", index), step)
        yield from _repeated(("surveys",), self.surveys, "survey")
        for index, survey in enumerate(self.playbook.surveys):
            yield from self._survey(("surveys", index), survey)
        for language, overlay in self.playbook.words.items():
            yield from self._words(language, overlay)

    def _survey(self, path: Path_, survey: Survey) -> Iterator[Finding]:
        yield from _known((*path, "raters"), survey.raters, self.audiences, "audience")
        if isinstance(survey.every, str):
            yield from _known((*path, "every"), survey.every, sorted(self.playbook.numbers), "number")
        if survey.asked_in is not None:
            touches = [touch.key for _, _, touch in self.playbook.touches()]
            yield from _known((*path, "asked_in"), survey.asked_in, touches, "touch")

    def _words(self, language: str, overlay: Overlay) -> Iterator[Finding]:
        known = [one.short for one in Language if one is not DEFAULT]
        if language not in known:
            yield ("words", language), f"there are no pages and letters in it{nearest(language, known)}"
        gates = {gate.key: [question.key for question in gate.questions] for _, gate in self.playbook.gates()}
        touches = [touch.key for _, _, touch in self.playbook.touches()]
        surveys = {one.key: [said.key for said in one.statements()] for one in self.playbook.surveys}
        for path in overlay.strangers(gates, touches, surveys):
            whole = {"gates": [*gates], "touches": touches, "surveys": [*surveys]}
            known = whole.get(path[-2]) or {"gates": gates, "surveys": surveys}[path[0]][path[1]]
            yield ("words", language, *path), f"the playbook has no such key{nearest(path[-1], known)}"

    def _two_for(self) -> Iterator[Finding]:
        for index, word in enumerate(self.playbook.two_for):
            if word in self.playbook.two_for[:index]:
                yield ("two_for", index), f"“{word}” is named twice; remove one"
            elif word is TwoFor.RELEASE and not self.released:
                yield (
                    ("two_for", index),
                    "nothing in this playbook is released first; give a touch a `release`, or remove this",
                )

    def _step(self, path: Path_, step: Step) -> Iterator[Finding]:
        yield from _repeated(
            (*path, "activities"), [activity.key for activity in step.activities], "activity"
        )
        touches = [
            ((*path, "activities", a, "touches", t), touch.key)
            for a, activity in enumerate(step.activities)
            for t, touch in enumerate(activity.touches)
        ]
        yield from _repeated_at(touches, "touch", "the step")
        for a, activity in enumerate(step.activities):
            yield from self._activity((*path, "activities", a), activity, step)
        for g, gate in enumerate(step.gates):
            if gate.together_with is not None:
                earlier = [one.key for one in step.gates[:g]]
                here = (*path, "gates", g, "with")
                yield from _known(here, gate.together_with, earlier, "earlier gate of this step")
            yield from self._gate((*path, "gates", g), gate)

    def _activity(self, path: Path_, activity: Activity, step: Step) -> Iterator[Finding]:
        yield from _known(
            (*path, "before"), activity.before, [g.key for g in step.gates], "gate of this step"
        )
        for index, touch in enumerate(activity.touches):
            yield from self._touch((*path, "touches", index), touch)

    def _touch(self, path: Path_, touch: Touch) -> Iterator[Finding]:
        yield from _known((*path, "kind"), touch.kind, self.kinds, "message kind")
        yield from _known((*path, "to"), touch.to, self.audiences, "audience")
        if touch.task_for is not None:
            yield from _known((*path, "task_for"), touch.task_for, self.audiences, "audience")
        elif touch.script:
            yield (*path, "script"), "a script is for a call; name with `task_for` who makes it"
        yield from _sentence((*path, "script"), touch.script, phone_words.FIELDS, phone_words.wrong_fields)
        yield from self._when((*path, "when"), touch.when)
        given = [touch.answer_in, touch.answer_before_launch, touch.promised_in]
        if sum(days is not None for days in given) > 1:
            yield (*path, "answer_in"), "give one deadline: answer_in, answer_before_launch, or promised_in"
        if touch.needs is not None:
            yield from _known((*path, "needs", "fact"), touch.needs.fact, sorted(FACTS), "fact")
            if FACTS.get(touch.needs.fact, (Flag,))[0] is not Flag:
                yield (
                    (*path, "needs", "fact"),
                    f"“{touch.needs.fact}” is a number; name one that is a yes or no",
                )
        if touch.opens is not None:
            yield from _known((*path, "opens"), touch.opens, self.surveys, "survey")
        yield from self._touch_gate(path, touch)
        if touch.release is not None:
            yield from self._release((*path, "release"), touch, touch.release)

    def _touch_gate(self, path: Path_, touch: Touch) -> Iterator[Finding]:
        if touch.stop in _STOPS_OF_A_GATE and touch.gate is None:
            yield (*path, "stop"), f"say with `gate` which gate it is {touch.stop.value} at"
        if touch.gate is None:
            return
        yield from _known((*path, "gate"), touch.gate, self.gates, "gate")
        if touch.stop not in _STOPS_OF_A_GATE:
            yield (
                (*path, "gate"),
                "`gate` goes with `stop: answered` or `stop: released`; remove one or add the other",
            )
        elif touch.stop is Stop.RELEASED and touch.gate in self.gates:
            yield from _known((*path, "gate"), touch.gate, self.with_release, "gate with a release")

    def _release(self, path: Path_, touch: Touch, release: Release) -> Iterator[Finding]:
        yield from _known((*path, "by"), release.by, self.audiences, "audience")
        if touch.task_for is not None:
            yield path, "a call is made by a person and needs no release; remove `release` or `task_for`"
        if not touch.for_latecomers:
            yield (
                path,
                "whoever is released after the others gets it as a latecomer; add `for_latecomers: true`",
            )
        if release.own_sentence and not release.each:
            yield (
                (*path, "own_sentence"),
                "a sentence of one's own goes to one person; add `each: true`, or remove it",
            )
        if release.own_sentence and touch.kind in self.kinds and touch.kind not in self.personal:
            yield (
                (*path, "own_sentence"),
                f"the kind “{touch.kind}” has no room for it; use {', '.join(sorted(self.personal))}",
            )

    def _when(self, path: Path_, when: When) -> Iterator[Finding]:
        if when.ask is not None:
            yield from _known((*path, "ask"), when.ask, self.asks, "touch with a deadline")
        if (when.anchor is Anchor.ANSWER_DUE) is (when.ask is None):
            yield (
                (*path, "anchor"),
                "name with `ask` the touch whose deadline it counts from"
                if when.ask is None
                else "`ask` goes with the anchor answer-due only",
            )
        if when.of is not None:
            yield from _known((*path, "of"), when.of, self.come_round, "survey with `every`")
        if (when.anchor is Anchor.SURVEY_ROUND) is (when.of is None):
            yield (
                (*path, "anchor"),
                "name with `of` the survey that comes round"
                if when.of is None
                else "`of` goes with the anchor survey-round only",
            )
        if when.gate is not None:
            yield from _known((*path, "gate"), when.gate, self.gates, "gate")
        if (when.anchor in _GATE_ANCHORS) is (when.gate is None):
            yield (
                (*path, "anchor"),
                "name the gate it counts from with `gate`"
                if when.gate is None
                else "`gate` goes with the anchors gate-reached, gate-settled and gate-opened only",
            )

    def _gate(self, path: Path_, gate: Gate) -> Iterator[Finding]:
        yield from _repeated((*path, "questions"), [question.key for question in gate.questions], "question")
        if gate.due is not None:
            yield from self._when((*path, "due"), gate.due)
            if gate.due.anchor is Anchor.ACTIVITY_BEGUN:
                yield (*path, "due", "anchor"), "a gate belongs to no activity; count from another date"
        for index, question in enumerate(gate.questions):
            here = (*path, "questions", index)
            yield from self._question(here, question)
            if question.after is not None:
                earlier = [question.key for question in gate.questions[:index]]
                yield from _known((*here, "after"), question.after, earlier, "earlier question of this gate")
            if question.release is not None:
                yield from self._release_question(here, question, gate.questions[index + 1 :])

    def _release_question(
        self, path: Path_, question: Question, later: Sequence[Question]
    ) -> Iterator[Finding]:
        assert question.release is not None
        yield from _known((*path, "release"), question.release, self.released, "touch with `release`")
        if self.asked_for.count(question.release) > 1:
            yield (*path, "release"), f"“{question.release}” is asked for by one question only"
        if any(not one.advisory for one in later):
            yield (*path, "release"), "a release is the last question of its gate; move it down"

    def _question(self, path: Path_, question: Question) -> Iterator[Finding]:
        yield from _sentence((*path, "missing"), question.missing)
        for index, evidence in enumerate(question.evidence):
            here = (*path, "evidence", index)
            yield from self._evidence(here, evidence)
            yield from _sentence((*here, "missing"), evidence.missing)
        if question.attest is not None:
            yield from _known((*path, "attest", "by"), question.attest.by, self.audiences, "audience")

    def _evidence(self, path: Path_, evidence: Evidence) -> Iterator[Finding]:
        yield from _known((*path, "fact"), evidence.fact, sorted(FACTS), "fact")
        about_surveys = evidence.fact in FACTS and evidence.fact.startswith("survey.")
        if evidence.of is not None and about_surveys:
            yield from _known((*path, "of"), evidence.of, self.surveys, "survey")
        elif about_surveys:
            yield (*path, "fact"), "name with `of` the survey it is about"
        elif evidence.of is not None:
            yield (*path, "of"), f"“{evidence.fact}” is about no survey; remove `of`"
        kind = FACTS[evidence.fact][0] if evidence.fact in FACTS else None
        if kind is Flag and evidence.true is None:
            yield (*path, "fact"), f"“{evidence.fact}” is a yes or no; ask it with `true: true`"
        if kind is Count and evidence.true is not None:
            yield (
                (*path, "true"),
                f"“{evidence.fact}” is a number; compare it with at_least, at_most, more_than or reaches",
            )
        for name in ("at_least", "at_most"):
            value = getattr(evidence, name)
            if isinstance(value, str):
                yield from _known((*path, name), value, sorted(self.playbook.numbers), "number")
        counts = [fact for fact, (fact_kind, _) in FACTS.items() if fact_kind is Count]
        for name in ("more_than", "reaches"):
            value = getattr(evidence, name)
            if value is not None:
                yield from _known((*path, name), value, sorted(counts), "fact that is a number")


def _known(path: Path_, word: str, known: Sequence[str], what: str) -> Iterator[Finding]:
    if word not in known:
        yield path, f"there is no {what} “{word}”{nearest(word, known)}"


def _repeated(path: Path_, keys: Sequence[str], what: str) -> Iterator[Finding]:
    parent = "the playbook" if path == ("steps",) else f"this {'gate' if what == 'question' else 'step'}"
    return _repeated_at([((*path, index), key) for index, key in enumerate(keys)], what, parent)


def _repeated_at(keys: Iterable[tuple[Path_, str]], what: str, where: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, key in keys:
        if key in seen:
            yield (*path, "key"), f"another {what} of {where} has the key “{key}”; give this one its own"
        seen.add(key)


def _sentence(
    path: Path_,
    words: str,
    fields: Iterable[str] = FIELDS,
    wrong_in: Callable[[str], tuple[str, ...]] = wrong_fields,
) -> Iterator[Finding]:
    try:
        wrong = wrong_in(words)
    except ValueError:
        yield path, "the braces do not match; write { and } around a field only"
        return
    for field in wrong:
        yield (
            path,
            f"“{{{field}}}” cannot be filled in; use {', '.join(f'{{{name}}}' for name in sorted(fields))}",
        )

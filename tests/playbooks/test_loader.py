from collections.abc import Callable
from textwrap import dedent

import pytest

from playbooks.loader import load
from playbooks.model import Playbook
from playbooks.vocabulary import Vocabulary
from playbooks.yaml_lines import FileMistakes, Mistake

MistakesOf = Callable[[str], list[Mistake]]

GOOD = dedent(
    """\
    key: small
    version: 1
    title: Small
    summary: One step.
    numbers: {champions_needed: 2}
    steps:
      - key: begin
        title: Begin
        slide: S2 4
        purpose: To begin.
        activities:
          - key: ask
            title: Ask
            before: ready
            touches:
              - key: request
                title: Are we ready?
                kind: answer-request
                to: support-team
                when: {anchor: activity-begun, days: 3}
                stop: answered
                gate: ready
        gates:
          - key: ready
            title: Ready
            due: {anchor: launch, days: -10}
            questions:
              - key: champions
                ask: Are there champions?
                slide: S2 8
                evidence:
                  - fact: champions.agreed
                    at_least: champions_needed
                missing: "{value} of {needed}"
              - key: willing
                ask: Are we willing?
                slide: S2 8
                attest: {by: support-team, share: 2/3}
    """
)


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1, f"“{old}” is not in the text exactly once"
    return GOOD.replace(old, new)


@pytest.fixture
def mistakes_of(vocabulary: Vocabulary) -> MistakesOf:
    def mistakes_of(text: str) -> list[Mistake]:
        with pytest.raises(FileMistakes) as caught:
            load(text, "small.yaml", vocabulary)
        return list(caught.value.mistakes)

    return mistakes_of


def test_it_loads_a_playbook_without_mistakes(vocabulary: Vocabulary) -> None:
    playbook = load(GOOD, "small.yaml", vocabulary)
    assert playbook.number("champions_needed") == 2
    assert [part.key for part in playbook.step("begin").order] == ["ask", "ready"]


def test_it_reads_the_same_text_once(vocabulary: Vocabulary) -> None:
    first = load(GOOD, "small.yaml", vocabulary)
    assert load("".join(GOOD), "small.yaml", vocabulary) is first


def test_it_takes_the_spelling_a_launch_began_with(vocabulary: Vocabulary) -> None:
    begun = changed("kind: answer-request", "kind: meeting-cancelled")
    begun = begun.replace("fact: champions.agreed", "fact: team.from_labour")
    playbook = load(begun, "small.yaml", vocabulary)
    assert [touch.kind for _, _, touch in playbook.touches()] == ["meeting-canceled"]
    (evidence,) = playbook.step("begin").gate("ready").question("champions").evidence
    assert evidence.fact == "team.from_labor"


TOUCH = "steps.begin.activities.ask.touches.request"
CHAMPIONS = "steps.begin.gates.ready.questions.champions"
WILLING = "steps.begin.gates.ready.questions.willing"


@pytest.mark.parametrize(
    ("old", "new", "on", "field", "remedy"),
    [
        (
            "fact: champions.agreed",
            "fact: champions.agred",
            "fact: champions",
            f"{CHAMPIONS}.evidence.1.fact",
            "there is no fact “champions.agred”; did you mean “champions.agreed”?",
        ),
        (
            "at_least: champions_needed",
            "at_least: champion_needed",
            "at_least",
            f"{CHAMPIONS}.evidence.1.at_least",
            "there is no number “champion_needed”; did you mean “champions_needed”?",
        ),
        (
            "at_least: champions_needed",
            "true: true",
            "true: true",
            f"{CHAMPIONS}.evidence.1.true",
            "“champions.agreed” is a number; compare it with at_least, at_most, more_than or reaches",
        ),
        (
            "fact: champions.agreed",
            "fact: launch.date_set",
            "fact: launch",
            f"{CHAMPIONS}.evidence.1.fact",
            "“launch.date_set” is a yes or no; ask it with `true: true`",
        ),
        (
            "at_least: champions_needed",
            "reaches: launch.date_set",
            "reaches",
            f"{CHAMPIONS}.evidence.1.reaches",
            "there is no fact that is a number “launch.date_set”",
        ),
        (
            "at_least: champions_needed",
            "missing: Too few.",
            "fact: champions",
            f"{CHAMPIONS}.evidence.1",
            "give exactly one of at_least, at_most, more_than, reaches, true",
        ),
        (
            "kind: answer-request",
            "kind: answer-requests",
            "kind:",
            f"{TOUCH}.kind",
            "there is no message kind “answer-requests”; did you mean “answer-request”?",
        ),
        (
            "to: support-team",
            "to: supporters",
            "to: supporters",
            f"{TOUCH}.to",
            "there is no audience “supporters”; did you mean “support-team”?",
        ),
        (
            "stop: answered\n",
            "stop: answered\n            task_for: boss\n",
            "task_for",
            f"{TOUCH}.task_for",
            "there is no audience “boss”",
        ),
        (
            "stop: answered\n",
            "stop: answered\n            late_days: 0\n",
            "late_days",
            f"{TOUCH}.late_days",
            "write 1 or more; it says “0”",
        ),
        (
            "anchor: activity-begun",
            "anchor: activity-begin",
            "when:",
            f"{TOUCH}.when.anchor",
            "“activity-begin” is not known here; did you mean “activity-begun”?",
        ),
        (
            "anchor: activity-begun",
            "anchor: gate-opened",
            "when:",
            f"{TOUCH}.when.anchor",
            "name the gate it counts from with `gate`",
        ),
        (
            "anchor: activity-begun, days: 3",
            "anchor: activity-begun, gate: ready",
            "when:",
            f"{TOUCH}.when.anchor",
            "`gate` goes with the anchors gate-reached, gate-settled and gate-opened only",
        ),
        (
            "before: ready",
            "before: read",
            "before",
            "steps.begin.activities.ask.before",
            "there is no gate of this step “read”; did you mean “ready”?",
        ),
        (
            "gate: ready",
            "gate: redy",
            "gate: redy",
            f"{TOUCH}.gate",
            "there is no gate “redy”; did you mean “ready”?",
        ),
        (
            "stop: answered",
            "stop: signed",
            "gate: ready",
            f"{TOUCH}.gate",
            "`gate` goes with `stop: answered`",
        ),
        (
            "gate: ready\n",
            "late_days: 3\n",
            "stop: answered",
            f"{TOUCH}.stop",
            "say with `gate` which gate it is answered at",
        ),
        (
            "anchor: launch,",
            "anchor: activity-begun,",
            "due:",
            "steps.begin.gates.ready.due.anchor",
            "a gate belongs to no activity",
        ),
        (
            "by: support-team",
            "by: supports",
            "by:",
            f"{WILLING}.attest.by",
            "there is no audience “supports”",
        ),
        ("share: 2/3", "share: 3/2", "share", f"{WILLING}.attest.share", "above 0 and up to 1, such as 2/3"),
        ("share: 2/3", "share: 1/0", "share", f"{WILLING}.attest.share", "above 0 and up to 1, such as 2/3"),
        ("share: 2/3", "share: most", "share", f"{WILLING}.attest.share", "above 0 and up to 1, such as 2/3"),
        (
            '"{value} of {needed}"',
            '"{value} of {wanted}"',
            "missing",
            f"{CHAMPIONS}.missing",
            "“{wanted}” cannot be filled in; use {names}, {needed}, {short}, {value}",
        ),
        (
            '"{value} of {needed}"',
            '"{value of"',
            "missing",
            f"{CHAMPIONS}.missing",
            "the braces do not match",
        ),
        (
            "key: willing",
            "key: champions",
            "key: champions",
            f"{CHAMPIONS}.key",
            "another question of this gate has the key “champions”",
        ),
        (
            "attest: {by: support-team, share: 2/3}",
            "help: Say so.",
            "key: willing",
            WILLING,
            "a question needs evidence, attest, or both",
        ),
        (
            'missing: "{value} of {needed}"',
            "help: Say so.",
            "key: champions",
            CHAMPIONS,
            "a question with evidence needs the sentence `missing`",
        ),
        ("title: Small\n", "titel: Small\n", "titel", "titel", "this key is not known here"),
        (
            "days: -10",
            "days: ten",
            "due:",
            "steps.begin.gates.ready.due.days",
            "write a whole number; it says “ten”",
        ),
        (
            "days: -10",
            "at: 9:30",
            "due:",
            "steps.begin.gates.ready.due.at",
            "write hours and minutes on the 24-hour clock, such as 09:30",
        ),
        (
            "- key: begin",
            "- key: Begin_here",
            "key: Begin",
            "steps.Begin_here.key",
            "write a key in lower-case letters and digits, with hyphens between words",
        ),
        ("slide: S2 4", "slide: 4", "slide: 4", "steps.begin.slide", "write text, in quotation marks"),
        (
            "ask: Are we willing?",
            f"ask: {'Are we willing? ' * 20}",
            "ask: Are we willing?",
            f"{WILLING}.ask",
            "keep it to 220 characters",
        ),
        (
            "numbers: {champions_needed: 2}",
            "numbers: [2]",
            "numbers:",
            "numbers",
            "write keys and values, such as `name: …`",
        ),
        (
            "due: {anchor: launch, days: -10}",
            "due: soon",
            "due: soon",
            "steps.begin.gates.ready.due",
            "write keys and values, such as `name: …`",
        ),
        (
            "attest: {by: support-team, share: 2/3}",
            "evidence: launch.date_set",
            "evidence: launch.date_set",
            f"{WILLING}.evidence",
            "write a list, each line of it beginning with a hyphen",
        ),
    ],
)
def test_it_names_line_field_and_remedy(
    mistakes_of: MistakesOf, old: str, new: str, on: str, field: str, remedy: str
) -> None:
    text = changed(old, new)
    line = 1 + max(index for index, line in enumerate(text.splitlines()) if on in line)
    found = [mistake for mistake in mistakes_of(text) if mistake.field == field]
    assert [mistake.line for mistake in found] == [line]
    assert remedy in found[0].remedy


def test_it_finds_all_mistakes_in_the_order_of_the_file(mistakes_of: MistakesOf) -> None:
    text = changed("kind: answer-request", "kind: x").replace("by: support-team", "by: y")
    fields = [mistake.field.rsplit(".", 1)[1] for mistake in mistakes_of(text)]
    assert fields == ["kind", "by"]


def test_it_lists_what_there_is_when_no_name_is_near(mistakes_of: MistakesOf) -> None:
    (mistake,) = mistakes_of(changed("kind: answer-request", "kind: zzz"))
    assert "there are: agenda-request, answer-reminder, answer-request" in mistake.remedy


@pytest.mark.parametrize(
    ("again", "what"),
    [
        ("gates", "another gate of the playbook has the key “ready”"),
        ("activities", "another activity of this step has the key “ask”"),
        ("touches", "another touch of the step has the key “request”"),
        ("steps", "another step of the playbook has the key “begin”"),
    ],
)
def test_it_wants_each_key_once_where_it_counts(mistakes_of: MistakesOf, again: str, what: str) -> None:
    lines = GOOD.splitlines(keepends=True)
    start = next(index for index, line in enumerate(lines) if line.strip() == f"{again}:")
    indent = len(lines[start]) - len(lines[start].lstrip())
    end = next(
        (i for i, line in enumerate(lines) if i > start and len(line) - len(line.lstrip()) <= indent),
        len(lines),
    )
    found = mistakes_of("".join([*lines[:end], *lines[start + 1 : end], *lines[end:]]))
    assert any(what in mistake.remedy for mistake in found), [str(mistake) for mistake in found]


def test_it_lets_a_question_wait_only_for_an_earlier_one(mistakes_of: MistakesOf) -> None:
    (mistake,) = mistakes_of(changed("- key: champions", "- after: willing\n            key: champions"))
    assert mistake.field == "steps.begin.gates.ready.questions.champions.after"
    assert mistake.remedy.startswith("there is no earlier question of this gate “willing”")


def test_it_reaches_a_gate_together_only_with_an_earlier_one_of_its_step(mistakes_of: MistakesOf) -> None:
    (mistake,) = mistakes_of(changed("title: Ready\n", "title: Ready\n        with: ready\n"))
    assert mistake.field == "steps.begin.gates.ready.with"
    assert mistake.remedy.startswith("there is no earlier gate of this step “ready”")


def test_it_wants_office_hours_that_open_before_they_close(mistakes_of: MistakesOf) -> None:
    (mistake,) = mistakes_of(
        changed("version: 1\n", "version: 1\noffice_hours: {opens: 17:00, closes: 09:00}\n")
    )
    assert (mistake.line, mistake.remedy) == (3, "office hours must open before they close")


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ("[waivers]", "waiver"),
        ("[waiver, waiver]", "“waiver” is named twice; remove one"),
        ("[release]", "nothing in this playbook is released first"),
    ],
)
def test_it_refuses_what_it_cannot_ask_two_for(mistakes_of: MistakesOf, words: str, remedy: str) -> None:
    (mistake,) = mistakes_of(changed("version: 1\n", f"version: 1\ntwo_for: {words}\n"))
    assert (mistake.line, remedy in mistake.remedy) == (3, True)


def test_it_takes_a_playbook_that_wants_two_for_a_waiver(vocabulary: Vocabulary) -> None:
    text = changed("version: 1\n", "version: 1\ntwo_for: [waiver]\n")
    assert [one.value for one in load(text, "small.yaml", vocabulary).two_for] == ["waiver"]


def test_it_keeps_a_playbook_from_being_changed(vocabulary: Vocabulary) -> None:
    playbook: Playbook = load(GOOD, "small.yaml", vocabulary)
    with pytest.raises(ValueError, match="frozen"):
        playbook.title = "Other"  # type: ignore[misc]


CALL = "stop: answered\n            task_for: convener\n            script: "


def test_it_takes_a_script_for_a_call(vocabulary: Vocabulary) -> None:
    text = changed("stop: answered", f"{CALL}“{{first_name}}, ready?”")
    (_, _, touch) = next(load(text, "small.yaml", vocabulary).touches())
    assert touch.script == "“{first_name}, ready?”"


@pytest.mark.parametrize(
    ("script", "remedy"),
    [
        ("Ask {nmae}.", "“{nmae}” cannot be filled in; use {caller}, {first_name}, {meeting}, {name}"),
        ("Ask {name!r}.", "“{name!r}” cannot be filled in"),
        ("Ask {name:>9999}.", "“{name:>9999}” cannot be filled in"),
        ("Ask {name.__class__}.", "“{name.__class__}” cannot be filled in"),
        ("Ask {name.", "the braces do not match"),
    ],
)
def test_it_refuses_what_a_script_cannot_say(mistakes_of: MistakesOf, script: str, remedy: str) -> None:
    (mistake,) = mistakes_of(changed("stop: answered", f'{CALL}"{script}"'))
    assert mistake.field == f"{TOUCH}.script"
    assert remedy in mistake.remedy


def test_it_refuses_a_script_where_nobody_calls(mistakes_of: MistakesOf) -> None:
    (mistake,) = mistakes_of(changed("stop: answered", "stop: answered\n            script: Say hello."))
    assert "name with `task_for` who makes it" in mistake.remedy

"""A whole launch from the command line: every gate of the playbook can be settled without a page."""

import json
from datetime import UTC, datetime

import pytest

from tests.story.conftest import Terminal

pytestmark = pytest.mark.engine
"""Two hundred commands, each opening the installation anew: too long for the fast part."""

SLUG = "fernwater"
CORA = "cora@example.org"
TEAM = ("edda@example.org", "will@example.org", "enid@example.org", "lars@example.org")
BUSINESS = ("alder@example.com", "birch@example.com", "cedar@example.com")
CHAMPIONS = ("champ1@example.com", "champ2@example.com")


def test_it_takes_a_launch_through_all_six_steps(terminal: Terminal) -> None:
    build_support_team(terminal)
    define_scope(terminal)
    prepare_to_launch(terminal)
    hold_the_launch(terminal)
    move_to_action(terminal)
    evolve_and_sustain(terminal)
    status = terminal.read("status", SLUG)
    assert status[0]["state"] == "done"


def gate_open(terminal: Terminal, gate: str) -> None:
    """Fails with what is missing when the gate is still among those the launch waits at."""
    waiting = {g["key"]: g["missing"] for g in terminal.read("status", SLUG)[0]["gates"]}
    assert gate not in waiting, waiting[gate]


def answer(
    terminal: Terminal, gate: str, question: str, *people: str, note: str = "We talked it over."
) -> None:
    for email in people:
        terminal.type("answer", SLUG, gate, question, "--as", email, "--verdict", "done", "--note", note)


def release(terminal: Terminal, name: str, *words: str) -> None:
    """Looks at a letter that waits for a person, and lets it go; the convener does, where nobody else is named."""
    assert name in {row["name"] for row in terminal.read("release", "list", SLUG) if row["asks_now"]}
    assert "Subject: " in terminal.type("release", "show", SLUG, name)
    terminal.type("release", "give", SLUG, name, *words)


def build_support_team(terminal: Terminal) -> None:
    answer(terminal, "shared-table", "shared-view", *TEAM)
    gate_open(terminal, "shared-table")
    answer(terminal, "roles", "roles-agreed", CORA)
    for email in (*TEAM, CORA, "fay@example.org"):
        terminal.type("people", "acknowledge", SLUG, email)
    gate_open(terminal, "roles")


def define_scope(terminal: Terminal) -> None:
    terminal.type("record", "labour-data", SLUG, "--source", "BLS QCEW", "--quarter", "2025-Q3")
    terminal.type("record", "effort", SLUG, "An apprenticeship grant")
    answer(terminal, "evidence-of-need", "local-knowledge", *TEAM)
    gate_open(terminal, "evidence-of-need")
    size = ("--not-too-small", "Forty plants.", "--not-too-large", "An hour by car.")
    terminal.type("data", "footprint", SLUG, *size)
    settle_by_the_team(terminal, "sector")
    gate_open(terminal, "sector")
    settle_by_the_team(terminal, "footprint")
    for champion, owner in zip(CHAMPIONS, TEAM, strict=False):
        release(terminal, "champion-ask", "--to", champion, "--words", "You know the trade.", "--as", owner)
    gate_open(terminal, "footprint")


def settle_by_the_team(terminal: Terminal, gate: str) -> None:
    """Answers every question of a gate that its people attest to."""
    for question in attested(gate):
        answer(terminal, gate, question, *TEAM)


def attested(gate: str) -> list[str]:
    from playbooks import loader
    from sectorlaunch import playbook_vocabulary

    playbook = loader.load(
        loader.shipped_text("sector-launch"), "sector_launch.yaml", playbook_vocabulary.vocabulary()
    )
    rule = next(found for _, found in playbook.gates() if found.key == gate)
    return [question.key for question in rule.questions if question.attest is not None]


def prepare_to_launch(terminal: Terminal) -> None:
    for email in CHAMPIONS:
        terminal.type(
            "record", "champion", SLUG, email, "--stage", "agreed", "--promise", "Welcome the guests"
        )
    for question in attested("champions"):
        answer(terminal, "champions", question, CORA)
    gate_open(terminal, "champions")
    terminal.type("record", "critical-mass", SLUG, "1")
    terminal.type(
        *(
            "record",
            "launch",
            SLUG,
            "--date",
            "2026-09-10",
            "--time",
            "08:30",
            "--place",
            "One Gears, hall 2",
        ),
        *("--address", "1 Gear Road", "--business-facility", "--host", CHAMPIONS[0]),
        *(
            "--facilitator",
            "fay@example.org",
            "--neutral-voice",
            "--welcome",
            CHAMPIONS[1],
            "--scribe",
            TEAM[0],
        ),
    )
    for question in attested("logistics"):
        answer(terminal, "logistics", question, CORA)
    gate_open(terminal, "logistics")
    sign_the_letter(terminal)
    for question in attested("invite-list"):
        answer(terminal, "invite-list", question, *TEAM)
    release(terminal, "invitation")
    gate_open(terminal, "invite-list")
    for email in (*CHAMPIONS, *BUSINESS[:2]):
        terminal.type("record", "reply", SLUG, email, "accepted")
    terminal.type("record", "reply", SLUG, "pub@example.org", "tentative")
    terminal.wait_until(datetime(2026, 9, 10, 13, 0, tzinfo=UTC))
    gate_open(terminal, "invited")


def sign_the_letter(terminal: Terminal) -> None:
    """An edit after the first signature asks for it again."""
    terminal.type("letter", "sign", SLUG, CHAMPIONS[0])
    said = terminal.type(
        "letter", "draft", SLUG, "--paragraph", "Three plants here closed a shift last year."
    )
    assert "Revision 2 is drafted; 2 to sign it." in said
    assert "The letter has no signature and needs 2" in terminal.type("letter", "check", SLUG)
    terminal.type("letter", "sign", SLUG, CHAMPIONS[0])
    assert "Enough champions have signed." in terminal.type("letter", "sign", SLUG, CHAMPIONS[1])
    shown = terminal.type("letter", "show", SLUG, "--to", BUSINESS[0])
    assert "Three plants here closed a shift last year." in shown
    assert "Signed by Champ Two" in shown
    assert "The letter has" in terminal.type("letter", "check", SLUG)
    assert "wanted in the room" in terminal.type("funnel", SLUG)
    assert json.loads(terminal.type("funnel", SLUG, "--json"))["target"] == 1


def hold_the_launch(terminal: Terminal) -> None:
    terminal.wait_until(datetime(2026, 9, 10, 18, 0, tzinfo=UTC))
    present = [word for email in (*CHAMPIONS, *BUSINESS[:2]) for word in ("--present", email)]
    terminal.type("record", "attendance", SLUG, *present)
    gate_open(terminal, "room")
    for words in ("We cannot find machinists", "Our plants need a night bus", "Schools send nobody to visit"):
        terminal.type("record", "priority", SLUG, words)
    for number in ("1", "2", "3"):
        terminal.type("record", "vote", SLUG, number, *CHAMPIONS, BUSINESS[0])
    terminal.type("record", "choose", SLUG, "1", "2", "3")
    for question in attested("priorities"):
        answer(terminal, "priorities", question, *CHAMPIONS)
    gate_open(terminal, "priorities")
    for email, what in zip(
        CHAMPIONS, ("Open the shop to a class", "Bring a second plant along"), strict=True
    ):
        terminal.type("record", "commitment", SLUG, what, "--owner", email, "--due", "2026-10-05")
    gate_open(terminal, "commitments")
    terminal.wait(1)
    terminal.type("record", "debrief", SLUG, "--present", TEAM[0], "--present", TEAM[1])
    for question in attested("debrief"):
        answer(terminal, "debrief", question, CORA)
    gate_open(terminal, "debrief")
    terminal.type("record", "summary", SLUG)
    terminal.type("record", "summary", SLUG, "--sent")
    terminal.type("record", "teams", SLUG)
    for team, day in (("1", "2026-09-28"), ("2", "2026-09-29"), ("3", "2026-09-30")):
        terminal.type("record", "call", SLUG, team, "--date", day, "--time", "12:00")
    release(terminal, "executive-summary")
    gate_open(terminal, "summary")


def move_to_action(terminal: Terminal) -> None:
    for number, lead in (("1", CHAMPIONS[0]), ("2", CHAMPIONS[1]), ("3", BUSINESS[0])):
        members = [word for email in (*CHAMPIONS, BUSINESS[0]) for word in ("--member", email)]
        terminal.type("record", "team", SLUG, number, "--lead", lead, *members)
        terminal.type(
            *("record", "team", SLUG, number, "--partner", TEAM[1], "--contribution", "Finds the trainees"),
            *(
                "--outcome",
                "Twenty trainees",
                "--strategy",
                "Start with two plants",
                "--measure",
                "Trainees a year",
            ),
            *("--way-in", "Write to the lead"),
        )
    gate_open(terminal, "teams")
    terminal.wait_until(datetime(2026, 10, 1, 16, 0, tzinfo=UTC))
    gate_open(terminal, "scheduled")
    for question in attested("clarity"):
        answer(terminal, "clarity", question, *CHAMPIONS, BUSINESS[0])
    gate_open(terminal, "clarity")
    for question in attested("partners"):
        answer(terminal, "partners", question, *TEAM)
    gate_open(terminal, "partners")


def evolve_and_sustain(terminal: Terminal) -> None:
    for day in ("2026-12-10", "2027-03-11", "2027-06-10", "2027-09-09"):
        terminal.type(
            *("record", "meeting", SLUG, "--kind", "quarterly", "--date", day, "--time", "08:30"),
            *("--chair", CHAMPIONS[0], "--agenda-by", CHAMPIONS[1]),
        )
    for number in ("1", "2"):
        terminal.type("record", "commitment-done", SLUG, number)
    gate_open(terminal, "industry-led")
    people = {"value": (*CHAMPIONS, "pub@example.org", *TEAM), "home": (CORA, *CHAMPIONS)}
    for gate, voices in people.items():
        for question in attested(gate):
            answer_where_asked(terminal, gate, question, voices)
        gate_open(terminal, gate)
    terminal.type(
        "record", "meeting", SLUG, "--kind", "health-check", "--date", "2027-05-06", "--time", "09:00"
    )
    for kind in ("sustainability-plan", "priorities-review"):
        terminal.type("record", "document", SLUG, "--kind", kind, "--title", "Plan", "--accepted")
    gate_open(terminal, "renewal")


def answer_where_asked(terminal: Terminal, gate: str, question: str, voices: tuple[str, ...]) -> None:
    """Some questions are put to champions, some to partners: each answers what is theirs."""
    words = ("answer", SLUG, gate, question, "--verdict", "done", "--note", "Talked over.", "--as")
    heard = [email for email in voices if terminal.tries(*words, email)]
    assert heard, f"nobody may answer {question}"

"""What a question shows above it, and what people have said about it, beside the data itself."""

from dataclasses import dataclass, field

from languages import Language
from playbooks.model import Shown
from sectorlaunch.portal.views import own_scores, standing
from sectorlaunch.portal.views.part import GuestLine, guest_list
from sectorlaunch.portal.views.standing import Chosen
from sectorlaunch.records import answers, progress, shown
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import GateState, LaborData, Person

MOST_SECTORS = 5
"""Lines of figures above a question; the brief and the page of the sector have the rest."""


@dataclass(frozen=True)
class Evidence:
    """What is shown, one of these: figures, guests or priorities."""

    what: Shown
    data: LaborData | None = None
    figures: tuple[tuple[str, str], ...] = ()
    """Sector and its figures in a line: those of the partnership's own first."""
    guests: list[GuestLine] = field(default_factory=list)
    chosen: tuple[Chosen, ...] = ()


def evidence(launch: Launch, what: Shown, language: Language) -> Evidence:
    match what:
        case Shown.LABOR_DATA:
            return Evidence(
                what,
                data=shown.newest_data(launch.session, launch.partnership_id),
                figures=_figures(launch, language),
            )
        case Shown.GUEST_LIST:
            return Evidence(what, guests=guest_list(launch))
        case Shown.PRIORITIES:
            return Evidence(what, chosen=standing.chosen(launch))


def _figures(launch: Launch, language: Language) -> tuple[tuple[str, str], ...]:
    found = own_scores.in_lines(launch.session, launch.partnership, language)
    own = [code for code in launch.partnership.naics if code in found]
    return tuple(found[code] for code in dict.fromkeys([*own, *found]))[:MOST_SECTORS]


@dataclass(frozen=True)
class Said:
    question: str
    name: str
    verdict: str
    note: str


def said_about(launch: Launch, what: Shown) -> list[Said]:
    """Every answer that counts to a question that shows this, oldest first, gate by gate."""
    found = []
    for gate in progress.gates_of(launch.session, launch.run_id).values():
        rule = launch.playbook.step(gate.step_key).gate(gate.key)
        asked = {question.key: question for question in rule.questions if question.shows is what}
        if not asked or gate.state is GateState.AHEAD:
            continue
        for answer in answers.current(launch.session, launch.run_id, gate.key):
            if answer.question_key in asked:
                question = asked[answer.question_key]
                name = launch.session.get_one(Person, answer.person_id).name
                found.append(Said(question.title or question.ask, name, answer.verdict, answer.note))
    return found

"""A decision recorded once counts everywhere: those who agreed to it are not asked the same again at a gate."""

from sectorlaunch.actions import answers as answer_actions
from sectorlaunch.census.industries import title_of
from sectorlaunch.events import Happening
from sectorlaunch.records import answers
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AnswerVerdict, Person, SectorDecision

CAME_BY = "decision"


def count_as_answers(launch: Launch, decided: Happening) -> None:
    """Answers the questions the sector's decision settles, for each who agreed and has not answered otherwise.

    The question about the sector after it is answered with what was decided, where something was (S2 slide 7).
    """
    decision = launch.session.get_one(SectorDecision, decided.data["decision_id"])
    following = title_of(decision.next_industry) if decision.next_industry else ""
    agreed = set(decision.agreed)
    for _, gate in launch.playbook.gates():
        for question in gate.questions:
            if question.counts_with is None or question.attest is None:
                continue
            note = following if question.attest.note_required else decision.reasons
            if question.attest.note_required and not note:
                continue
            for person in _asked(launch, gate.key, question.key, agreed):
                given = answer_actions.GivenAnswer(
                    AnswerVerdict.DONE, note, came_by=CAME_BY, recorded_by=decided.actor
                )
                answer_actions.record(
                    launch.session, launch.now, launch.run_id, gate.key, question.key, person.pk, given
                )


def _asked(launch: Launch, gate_key: str, question_key: str, agreed: set[str]) -> list[Person]:
    """Those who agreed, are asked, and have said nothing to it yet; a decision puts nobody's own answer aside."""
    session, run_id = launch.session, launch.run_id
    said = {
        one.person_id
        for one in answers.current(session, run_id, gate_key)
        if one.question_key == question_key
    }
    question = answers.find_question(session, run_id, gate_key, question_key)
    return [
        person
        for name, person in answers.asked_at(session, run_id, gate_key).items()
        if name in agreed  # two who share a name are told apart by their address, and asked themselves
        and person.pk not in said
        and answers.may_answer(session, run_id, question, person.pk)
    ]

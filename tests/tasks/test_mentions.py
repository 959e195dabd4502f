from tasks import mentions
from tasks.activities import ask_champions
from tasks.gates import pass_gate
from tasks.step import Step


def a_flow(step: Step) -> None:
    ask_champions(step)
    pass_gate(step, "champions")
    for gate_key in step.gates:
        pass_gate(step, gate_key)


def test_it_reads_activities_and_gates_from_the_lines_of_a_flow() -> None:
    assert mentions.of_function(a_flow) == ("ask-champions", "champions")

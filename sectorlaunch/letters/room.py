"""What a post to a team's channel is about."""

from sectorlaunch.letters.letter_source import Fields, LetterSource


def team_post(desk: LetterSource) -> Fields:
    """Whose channel it is and what the news is, is said by whoever posts."""
    meeting = desk.meeting_of_the_letter() if desk.about.id_of("meeting") is not None else None
    gate = next((gate for _, gate in desk.playbook.gates() if gate.key == desk.gate_key), None)
    return {
        "team": "the team",
        "news": "notice" if meeting else "question",
        "meeting": desk.meeting_brief(meeting) if meeting else None,
        "question": gate.title if gate else "",
        "reason": desk.explanation,
    }

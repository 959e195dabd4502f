"""What a post to a team's channel is about."""

from sectorlaunch.letters.letter_source import Fields, LetterSource


def team_post(source: LetterSource) -> Fields:
    """Whose channel it is and what the news is, is said by whoever posts."""
    meeting = source.meeting_of_the_letter() if source.about.id_of("meeting") is not None else None
    gate = next((gate for _, gate in source.playbook.gates() if gate.key == source.gate_key), None)
    return {
        "team": source.say("team.of the partnership"),
        "news": "notice" if meeting else "question",
        "meeting": source.meeting_brief(meeting) if meeting else None,
        "question": gate.about if gate else "",
    }

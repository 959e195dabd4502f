"""What a page says after something was done. The address carries a word of this list, never a sentence."""

NOTICES = {
    "answer": "The answer is recorded.",
    "gate-open": "The answer is recorded, and with it the gate is open. The launch goes on by itself.",
    "waiver": "Set aside. It comes back as a task on the day you named.",
    "waiver-open": "Set aside, and with it the gate is open. The launch goes on by itself.",
    "reopened": "Asked again. The earlier answers are kept and no longer count.",
    "task": "The outcome is noted.",
    "put-off": "Noted. The call comes back on its day.",
    "answers": "Thank you. Your answers are recorded; you can change them here at any time.",
    "sheet": "Thank you. It is noted that the role is yours.",
    "agreed": "Thank you. You are one of the champions, and we shall be in touch about the letter.",
    "signed": "Thank you. Your name is under the letter.",
    "hosting": "Thank you. We shall be in touch about hosting the launch.",
    "declined": "Thank you for a plain answer. You will not be asked again.",
    "call": "Thank you. You will be called.",
    "reply": "Thank you. Your answer is noted; you can change it here at any time.",
    "poll-opened": "The question is on its way. The poll closes by itself, or when everyone has voted.",
    "poll-closed": "The poll is closed.",
    "poll-called-off": "The poll is called off. Letters about it that still waited are not sent.",
    "date-vote": "Thank you. Your answer is noted; you can change it here until the poll closes.",
    "date-settled": "Thank you. Yours was the last answer, and the poll is closed.",
    "coming-skip": "Left out. It can be taken back until its date.",
    "coming-restore": "It goes as planned.",
    "coming-only": "It goes only to those who were ticked.",
    "coming-now": "It is in the outbox.",
    "coming-words": "The words are kept.",
    "words-keep": "Kept. What is in the outbox already keeps its words.",
    "words-reset": "It has our words again.",
    "words-test": "The test is in the outbox, to you alone.",
    "weights": "Kept. Everyone who looks after the partnership now sees this order.",
    "sector-note": "It stands beside the numbers.",
    "scoring-opened": "Each member can score alone on their own page.",
    "scores-open": "The scores are laid open. Talk about the wide ones, then score together.",
    "scored-together": "What the team settled on is noted.",
    "sector-decided": "The decision is recorded, with all that was known.",
    "brief-drawn-up": "The brief is drawn up.",
    "brief-sent": "The brief is in the outbox, for the support team and the champions.",
    "scores": "Thank you. Your scores are noted, and nobody sees them before all are laid open.",
    "promise": "Well done, and noted. Thank you for saying so.",
}


def notice(word: str) -> str:
    """The sentence for a word in the address; nothing for one we never wrote there."""
    return NOTICES.get(word, "")

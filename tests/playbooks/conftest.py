"""The names that exist in these tests; the real ones are the application's to know."""

import pytest

from playbooks.vocabulary import Vocabulary

AUDIENCES = """
    convener conveners scorers facilitator scribe support-team launch-team role-holders champion-prospects champions-asked champions
    champions-with-digest relationship-owner ask-owners guests business-guests public-guests guests-coming other-guests
    letter-signers other-guests-coming attendees business-attendees no-shows absent-business-guests
    partners team-members team-leads team-partners commitment-owner summary-owner meeting-members agenda-setter
    survey-raters health-raters debrief-raters
"""
KINDS = """
    guests-so-far where-we-stand facilitator-brief facilitator-thanks summary-late
    welcome answer-request answer-reminder gate-opened role-sheet-reminder champion-ask champion-follow-up
    champion-thanks champion-promise sign-request scoring-request scoring-reminder save-the-date invitation letter-copy
    second-letter logistics launch-date meeting-reminder same-day-note no-show-note debrief-call executive-summary
    summary-nag team-call-notice first-call-request next-call-request next-meeting-request agenda-request meeting-notice summary-first-look summary-remark peer-welcome call-record-request call-minutes
    team-rested team-changed offer-made offer-answered pledge-report work-request
    call-reminder survey-request commitment-due commitment-overdue team-goals quarterly-invitation meeting-moved
    meeting-canceled clock-changed release-request phone-task weekly-digest champion-digest team-post sign-in test-send
"""


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return Vocabulary(
        kinds=frozenset(KINDS.split()),
        audiences=frozenset(AUDIENCES.split()),
        kinds_with_own_sentence=frozenset({"champion-ask"}),
    )

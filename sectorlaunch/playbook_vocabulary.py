"""The audiences a playbook may name, and who they are. The queries are in `sectorlaunch.records.audiences`."""

from notifications.rendering import kinds_with, known_kinds
from playbooks.vocabulary import Vocabulary

AUDIENCES: dict[str, str] = {
    "convener": "the lead convener, or the first co-convener where there is none",
    "conveners": "the lead convener and every co-convener",
    "facilitator": "the facilitator",
    "scribe": "the scribe, or the convener while nobody is named",
    "support-team": "members of the support team",
    "scorers": "those who score the sectors: the conveners and the support team",
    "launch-team": "facilitator, scribe, co-conveners and support team, but those on the invitation list of the launch",
    "role-holders": "everyone with a role sheet: conveners, facilitator, scribe, support team",
    "champion-prospects": "champions nobody has asked yet",
    "champions-asked": "champions who were asked and have not answered",
    "champions": "champions who have agreed, signed or offered to host",
    "champions-with-digest": "champions who have agreed and asked for a short note each week",
    "ask-owners": "those who make the ask of a champion nobody has asked yet",
    "relationship-owner": "the team member who makes the ask of the champion, or knows the guest, it is about; else the convener",
    "guests": "everyone on the invitation list of the launch",
    "other-guests": "everyone on the invitation list of the launch but the champions who have signed the letter",
    "letter-signers": "champions who have signed the invitation letter",
    "business-guests": "business leaders on the invitation list of the launch",
    "public-guests": "public partners on the invitation list of the launch",
    "guests-coming": "guests who come or may come, and those who meant to before the date changed",
    "other-guests-coming": "the same without the champions, who are reminded of what they promised",
    "attendees": "everyone who was at the launch",
    "business-attendees": "business leaders who were at the launch",
    "no-shows": "guests who had said they come and were not there",
    "absent-business-guests": "business leaders who could not come to the launch: they declined, or were not there",
    "partners": "the conveners, the support team and the public partners",
    "team-members": "members of the action team it is about; of every team where it is about none",
    "team-leads": "lead champions of the action teams",
    "team-partners": "members of action teams who are not from business",
    "commitment-owner": "the owner of the commitment it is about",
    "summary-owner": "who writes the executive summary: the scribe, else the convener",
    "health-raters": "those who judge how the partnership does: champions, action teams, conveners, and the support team",
    "debrief-raters": "the support team, and public partners who were at the launch",
    "survey-raters": "everyone who is asked in the survey it is about",
    "agenda-setter": "whoever sets the agenda of the meeting it is about: who is named for it, else who takes the chair, else the convener",
    "meeting-members": "everyone invited to the meeting it is about",
}


def vocabulary() -> Vocabulary:
    """The message kinds and audiences a playbook may name here."""
    return Vocabulary(
        kinds=known_kinds() - frozenset(kinds_with("to_an_account")),
        audiences=frozenset(AUDIENCES),
        kinds_with_own_sentence=frozenset(kinds_with("takes_own_sentence")),
    )

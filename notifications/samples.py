"""The made-up people, company and meetings every kind's `sample` is told with."""

from datetime import date
from typing import Any

from notifications.context import (
    DatedLine,
    MeetingBrief,
    PartnershipBrief,
    PersonBrief,
    PromiseBrief,
    Recipient,
    TeamBrief,
)

PARTNERSHIP = PartnershipBrief(
    name="Fernwater Valley Manufacturing Partnership", industry="Manufacturing", region="Fernwater Valley"
)
CONVENER = PersonBrief(
    name="Dana Whitlock",
    title="Director of Partnerships",
    organization="Fernwater Workforce Board",
    email="dana@example.org",
    phone="+1 555 010 0100",
)
OWNER = PersonBrief(
    name="Teo Marlind",
    title="Dean of Applied Technology",
    organization="Fernwater College",
    email="teo@example.org",
    phone="+1 555 010 0117",
)
CHAMPIONS = (
    PersonBrief(name="Otto Brasswell", title="Chief Executive", organization="Example Castings"),
    PersonBrief(name="Ines Calloray", title="Owner", organization="Sample Precision Tools"),
)
LEADER = Recipient(name="Maren Quillfeather", first_name="Maren", organization="Placeholder Plastics")
MEMBER = Recipient(name="Ravi Oakhurst", first_name="Ravi", organization="Fernwater College")
CHAMPION = Recipient(name="Otto Brasswell", first_name="Otto", organization="Example Castings")
CONVENER_HERSELF = Recipient(
    name="Dana Whitlock", first_name="Dana", organization="Fernwater Workforce Board"
)
LAUNCH = MeetingBrief(
    title="Launch of the Fernwater Valley Manufacturing Partnership",
    date="Thursday, May 14, 2026",
    day="Thursday, May 14",
    hours="8:30–10:30 a.m. MT",
    place="Example Castings, main hall",
    address="12 Foundry Road, Fernwater",
    getting_there="Park behind the hall; the entrance is step-free.",
    host="Otto Brasswell, Example Castings",
    facilitator="Lena Hollowell",
    lasts="two hours",
)
CALL = MeetingBrief(
    title="First call: A shared apprenticeship",
    date="Wednesday, June 3, 2026",
    day="Wednesday, June 3",
    hours="8:00–8:45 a.m. MT",
    lasts="45 minutes",
    join_url="https://meet.example.org/apprenticeship",
)

TEAM = TeamBrief(name="A shared apprenticeship", lead="Ines Calloray, Sample Precision Tools")
TIMES = (
    "Thursday, June 18, 11:00 a.m.–noon MT",
    "Thursday, June 25, 9:00–10:00 a.m. MT",
    "Thursday, July 2, 2:00–3:00 p.m. MT",
)

AGENDA = (
    DatedLine(when_words="10 minutes", what="What we promised, and how it went"),
    DatedLine(when_words="30 minutes", what="The work, and what is in the way"),
)


def promised(*kinds: str) -> tuple[PromiseBrief, ...]:
    """That messages of these kinds will follow."""
    return tuple(PromiseBrief(kind=kind, day="Thursday, May 7") for kind in kinds)


def letter_to(recipient: Recipient, **fields: Any) -> dict[str, Any]:
    """The fields every kind shares, filled in; `fields` replaces some or adds those of the kind."""
    return {
        "recipient": recipient,
        "partnership": PARTNERSHIP,
        "sender": CONVENER,
        "why": "You get this because you are a member of the support team.",
        "today": date(2026, 3, 2),
        "link": "https://launch.example.org/p/sample-page",
        "unsubscribe_url": "https://launch.example.org/u/sample-choice",
        **fields,
    }

"""Every page there is, with an address at which a sample launch has something to show. What walks the pages walks this."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from fastapi import FastAPI
from sqlmodel import Session, col, select

from notifications.wires.mailbox import LocalMailbox
from sectorlaunch import database
from sectorlaunch.actions import accounts
from sectorlaunch.engine import coming
from sectorlaunch.outbox import channel_changes, channels
from sectorlaunch.records import meetings, release_status, releases
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.tables import (
    Account,
    AccountLinkPurpose,
    ActionTeam,
    DataBrief,
    Document,
    GateRun,
    LinkPurpose,
    Meeting,
    Message,
    MessageState,
    Partnership,
    Person,
    SurveyRound,
)
from tests.sample import Sample
from tests.sectorlaunch.portal.test_access import (
    AGREEING,
    CONVENES,
    FEED,
    LETTERS_WAY,
    MONITOR,
    ONCE,
    OWN_LETTER,
    PERSONAL,
    PUBLIC,
    RULES,
    SIGNED_IN,
    UNSUBSCRIBE,
    routes,
)

CONVENER = "convener"
VISITOR = "visitor"


@dataclass(frozen=True)
class Address:
    """Where a page is, and who goes there: `CONVENER` is signed in, everyone else has only what is in the address."""

    path: str
    """The pattern, as the application reports it."""
    where: str
    who: str

    @property
    def name(self) -> str:
        """What a finding is reported under: the address without its secret."""
        return f"{self.path} as {self.who}"


class NoSample(LookupError):
    """A route that this catalog does not know how to visit."""


def addresses(sample: Sample, app: FastAPI) -> list[Address]:
    """Of every route that is read, at least one address, unless it shows what this sample has not come to yet.

    Raises NoSample for a route nobody has said how to fill in.
    """
    return [
        address for method, path in sorted(routes(app)) if method == "GET" for address in _of(sample, path)
    ]


def _of(sample: Sample, path: str) -> Iterator[Address]:
    if path == "/ready":
        return  # for a machine: 503 while no dispatcher runs, as beside no sample
    rule = RULES.get(("GET", path))
    if rule in (CONVENES, SIGNED_IN, OWN_LETTER):
        visitors = {CONVENER: ""}
    elif rule == PUBLIC:
        visitors = {VISITOR: ""}
    elif path in ONLY_FOR:
        visitors = ONLY_FOR[path](sample)
    elif rule in LINKS:
        visitors = LINKS[rule](sample)
    elif rule == MONITOR:
        return  # figures for a machine, and no page
    else:
        raise NoSample(
            f"{path} has the rule {rule!r}; say in tests/sectorlaunch/portal/pages.py who goes there"
        )
    for who, token in visitors.items():
        for values in _values(sample, path):
            yield Address(path, path.format(**values, token=token), who)


def _values(sample: Sample, path: str) -> list[dict[str, str]]:
    """One set of values for the holes of a pattern, or several where a page has very different faces; none where the
    sample has nothing to show there."""
    holes = [hole for hole in _holes(path) if hole != "token"]
    if not holes:
        return [{}]
    found: list[dict[str, str]] = []
    with database.reading(sample.engine) as session:
        for hole in holes:
            fill = FILLS.get((path, hole)) or FILLS.get(hole)
            if fill is None:
                raise NoSample(
                    f"{path}: say in FILLS of tests/sectorlaunch/portal/pages.py what {{{hole}}} may be"
                )
            values = [str(value) for value in fill(session, sample)]
            if not values:
                return []
            most = max(len(found), len(values))
            found = [
                {**(found[min(n, len(found) - 1)] if found else {}), hole: values[min(n, len(values) - 1)]}
                for n in range(most)
            ]
    return found


def _holes(path: str) -> list[str]:
    return [part.partition("}")[0] for part in path.split("{")[1:]]


def _personal(sample: Sample) -> dict[str, str]:
    who = {
        "champion": sample.champion,
        "guest": sample.guest,
        "support member": sample.member,
        "team member": sample.team_member,
        "convener by letter": sample.convener,
    }
    tokens = {name: sample.link(person) for name, person in who.items()}
    return {**tokens, "assistant": sample.link(sample.champion, for_assistant=True)}


def _links(sample: Sample, **who: Person | None) -> dict[str, str]:
    return {name: sample.link(person) for name, person in who.items() if person is not None}


def _agreeing(sample: Sample) -> str:
    """A fresh token by which the convener agrees to another address, which is asked for."""
    with database.unit_of_work(sample.engine, sample.now) as session:
        account = session.get_one(Account, sample.convener.account_id)
        accounts.ask_for_address(session, sample.now, account, "convener.elsewhere@example.org")
    return sample.link(sample.convener, AccountLinkPurpose.OLD_ADDRESS)


def _letters_way(sample: Sample) -> str:
    """A fresh token by which the convener, who keeps the installation, agrees that letters leave another way."""
    with database.unit_of_work(sample.engine, sample.now) as session:
        account = session.get_one(Account, sample.convener.account_id)
        url, sender = "letters://a:b@mail.example.net", "launch@example.net"
        channel_changes.ask(session, sample.now, url, sender, account)
        channel = channels.with_tag(session, "email")
        if channel is None:
            channel = channels.add(session, sample.now, "email", "letters://a:b@mail.example.org", sender)
            channel.live_since = sample.now - timedelta(days=1)
    return sample.link(sample.convener, AccountLinkPurpose.LETTERS_WAY)


LINKS: dict[str, Callable[[Sample], dict[str, str]]] = {
    PERSONAL: _personal,
    ONCE: lambda sample: {CONVENER + " by link": sample.link(sample.convener, AccountLinkPurpose.SIGN_IN)},
    UNSUBSCRIBE: lambda sample: {
        "guest": sample.link(sample.guest, LinkPurpose.UNSUBSCRIBE),
        "assistant": sample.link(sample.champion, LinkPurpose.UNSUBSCRIBE, for_assistant=True),
    },
    FEED: lambda sample: {"guest": sample.link(sample.guest, LinkPurpose.FEED)},
    AGREEING: lambda sample: {CONVENER + " at the old address": _agreeing(sample)},
    LETTERS_WAY: lambda sample: {CONVENER + " by a letter the old way": _letters_way(sample)},
}
"""For a rule that asks for a link: who comes by one, with a fresh token each."""
ONLY_FOR: dict[str, Callable[[Sample], dict[str, str]]] = {
    "/p/{token}/summary": lambda sample: _links(sample, scribe=sample.scribe),
    "/p/{token}/teams/{team_id}": lambda sample: _links(sample, **{"team lead": sample.team_lead}),
}
"""Pages that are there for some readers only, who come by their link."""


def _gates(session: Session, sample: Sample) -> list[str]:
    """The gate it waits at, the first, which is open, and the last, which is ahead."""
    keys = [g.key for g in session.exec(select(GateRun).order_by(col(GateRun.position)))]
    return [sample.moment.gate, keys[0], keys[-1]]


def _planned(session: Session, sample: Sample) -> coming.Coming:
    partnership = session.get_one(Partnership, sample.partnership_id)
    days = coming.coming(LaunchAtHand.of_partnership(session, sample.now, partnership))
    return next(one for day in days for one in day.messages if one.planned_id is not None)


def _messages(session: Session, sample: Sample) -> list[int | None]:
    """The last that was sent, and one that waits where there is one."""
    of_run = select(Message.id).where(Message.run_id == sample.run_id).order_by(col(Message.id).desc())
    sent = session.exec(of_run.where(Message.state == MessageState.SENT)).first()
    waiting = session.exec(of_run.where(Message.state == MessageState.QUEUED)).first()
    return [found for found in (sent, waiting) if found is not None]


def _launch(session: Session, sample: Sample) -> list[object]:
    launch = meetings.launch_meeting(session, sample.partnership_id)
    return [launch.id] if launch is not None else []


def _to_be_released(session: Session, sample: Sample) -> list[object]:
    """Whom the invitation still waits for; nobody once it was released to all."""
    partnership = session.get_one(Partnership, sample.partnership_id)
    launch = LaunchAtHand.of_partnership(session, sample.now, partnership)
    standing = release_status.stands(launch, releases.find(launch.playbook, "invitation"))
    return [person.id for person in standing.waiting[:1]]


Fill = Callable[[Session, Sample], list[object]]

FILLS: dict[str | tuple[str, str], Fill] = {
    "slug": lambda session, sample: [sample.slug],
    "gate_key": _gates,
    "state": lambda session, sample: [],
    "message_id": _messages,
    "planned_id": lambda session, sample: [_planned(session, sample).planned_id],
    "person_id": lambda session, sample: [sample.guest.id],
    "sheet": lambda session, sample: ["notes", "priorities"],
    "meeting_id": lambda session, sample: list(
        session.exec(select(Meeting.id).where(Meeting.partnership_id == sample.partnership_id).limit(1))
    ),
    "document_id": lambda session, sample: list(
        session.exec(select(Document.id).where(Document.partnership_id == sample.partnership_id).limit(1))
    ),
    "round_id": lambda session, sample: list(
        session.exec(
            select(SurveyRound.id).where(SurveyRound.partnership_id == sample.partnership_id).limit(1)
        )
    ),
    "team_id": lambda session, sample: list(session.exec(select(ActionTeam.id).limit(1))),
    ("/partnerships/{slug}/meetings/{meeting_id}/seating", "meeting_id"): _launch,
    ("/partnerships/{slug}/papers/{paper}.pdf", "paper"): lambda session, sample: ["status", "role-sheets"],
    ("/partnerships/{slug}/meetings/{meeting_id}/{paper}.pdf", "meeting_id"): _launch,
    ("/partnerships/{slug}/meetings/{meeting_id}/{paper}.pdf", "paper"): lambda session, sample: ["names"],
    "kind": lambda session, sample: ["invitation", "answer-reminder"],
    "name": lambda session, sample: LocalMailbox(sample.settings.mailbox).names()[:1],
    ("/partnerships/{slug}/figures/{name}.svg", "name"): lambda session, sample: ["steps", "funnel"],
    "key": lambda session, sample: ["sector-launch"],
    "touch_key": lambda session, sample: ["invitation", "champion-ask"],
    ("/partnerships/{slug}/releases/{touch_key}/look/{person_id}", "touch_key"): lambda session, sample: [
        "invitation"
    ],
    ("/partnerships/{slug}/releases/{touch_key}/look/{person_id}", "person_id"): _to_be_released,
    ("/p/{token}/releases/{touch_key}/{person_id}", "person_id"): lambda session, sample: [],
    "code": lambda session, sample: ["31-33"],
    "brief_id": lambda session, sample: list(
        session.exec(select(DataBrief.id).where(DataBrief.partnership_id == sample.partnership_id).limit(1))
    ),
    "form": lambda session, sample: ["pdf", "docx"],
    ("/partnerships/{slug}/sector-pictures/{name}.{kind}", "name"): lambda session, sample: [
        "bubbles",
        "footprint",
    ],
    ("/partnerships/{slug}/sector-pictures/{name}.{kind}", "kind"): lambda session, sample: ["svg", "png"],
    ("/partnerships/{slug}/coming/{planned_id}/{person_id}", "person_id"): lambda session, sample: [
        _planned(session, sample).person_id
    ],
    ("/partnerships/{slug}/coming/{planned_id}/{person_id}/letter", "person_id"): lambda session, sample: [
        _planned(session, sample).person_id
    ],
}
"""What stands for a hole in a pattern: everywhere, or in one pattern only. Ids are of the sample's own records."""

ONLY_AFTER = {
    "/partnerships/{slug}/rehearsal/story": "a rehearsal was run from the page",
    "/partnerships/{slug}/releases/{touch_key}/look/{person_id}": "a letter waits for its release",
    "/p/{token}/releases/{touch_key}/{person_id}": "a letter waits for the release of whoever owns the relation",
    "/p/{token}/day/{meeting_id}": "the launch is near, and the reader looks after it",
    "/p/{token}/day/{meeting_id}/{sheet}": "the launch is near, and the reader looks after it",
    "/partnerships/{slug}/surveys/{round_id}": "a survey was opened",
    "/partnerships/{slug}/surveys/{round_id}/trend.svg": "a survey was closed",
    "/mail-consent": "a provider sends somebody back who agreed there",
    "/mail-consent/{state}": "a keeper asked the owner of a mailbox to agree",
    "/metrics": "a monitor asks; it is no page",
    "/ready": "a monitor asks; it is no page, and 503 while no dispatcher runs",
}
"""Patterns that rightly have nothing to show in a sample, and what they wait for."""

"""The joint letter as its convener sees it: its words, the names under them, and what holds it back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from notifications.rendering import Rendered
from playbooks.lead_time import LeadTime
from sectorlaunch import wording
from sectorlaunch.letters import preview
from sectorlaunch.records import champions, invitations, lead_time, people, second_yes, signatures
from sectorlaunch.records import letter as letter_records
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.second_yes import Asked
from sectorlaunch.records.signatures import Signed
from sectorlaunch.tables import ChampionStage, LetterRevision, Person, Waiver

Stand = Literal["signed", "asked", "not asked", "not agreed"]


@dataclass(frozen=True)
class Signer:
    """A champion on the pipeline, and how they stand to the current words."""

    person_id: int
    name: str
    company: str
    stage: ChampionStage
    stand: Stand
    asked_at: datetime | None
    signed: Signed | None
    """Under the current words."""
    earlier: list[Signed]
    """Under words that were changed since, or before they stepped back."""


@dataclass(frozen=True)
class LetterPage:
    revision: LetterRevision | None
    """None while nobody has drafted anything: the standard letter stands."""
    revisions: list[LetterRevision]
    words: str
    """As they would be signed now."""
    is_whole: bool
    """Whether the convener wrote all of it."""
    signers: list[Signer]
    have: int
    needed: int
    shortfall: str
    lead: LeadTime | None
    waiver: Waiver | None
    asked: list[Asked]
    """Waivers of the lead time that wait for a second yes."""
    gone_to: int
    """How many guests have it; from the first on its words stand."""
    has_launch: bool

    @property
    def number(self) -> int:
        return self.revision.number if self.revision else 1

    @property
    def is_late(self) -> bool:
        return self.lead is not None and not self.lead.fits

    @property
    def shows_lead(self) -> bool:
        """Whether the lead time still matters: nobody has the letter, or a second wave of it is to come."""
        return self.lead is not None and (not self.gone_to or self.lead.what != "The letter")

    @property
    def may_leave(self) -> bool:
        return not self.shortfall and (not self.is_late or self.waiver is not None)

    @property
    def to_ask(self) -> list[Signer]:
        return [one for one in self.signers if one.stand == "not asked"]

    @property
    def after_an_edit(self) -> str:
        """What other words would bring about, in a sentence."""
        if self.gone_to:
            count = "one guest" if self.gone_to == 1 else f"{self.gone_to} guests"
            return f"The letter has gone to {count}; its words stand."
        if self.revision is None:
            return "What you keep becomes revision 1, the first that can be signed."
        again = [one.name for one in self.signers if one.stand in ("signed", "asked")]
        said = f"Other words become revision {self.number + 1} and need new signatures"
        return f"{said}: {wording.listing(again)} will be asked again." if again else f"{said}."


def letter(launch: Launch) -> LetterPage:
    """Everything the page of the letter shows, but the look at it."""
    revision = letter_records.current(launch.session, launch.partnership_id)
    own = revision.own_paragraph if revision else ""
    standard = letter_records.worded(launch.session, launch.partnership_id, own_paragraph=own)
    signers = _signers(launch)
    return LetterPage(
        revision=revision,
        revisions=signatures.revisions(launch.session, launch.partnership_id),
        words=revision.body if revision else standard,
        is_whole=revision is not None and revision.body != standard,
        signers=signers,
        have=sum(one.stand == "signed" for one in signers),
        needed=letter_records.needed(launch.session, launch.run_id),
        shortfall=letter_records.shortfall(launch.session, launch.run_id),
        lead=lead_time.check(launch),
        waiver=lead_time.waiver(launch),
        asked=[
            one
            for gate in {gate for gate, _ in lead_time.questions(launch)}
            for one in second_yes.of_gate(launch, gate)
        ],
        gone_to=letter_records.has_gone_to(launch.session, launch.run_id),
        has_launch=launch.meeting is not None,
    )


def reader(launch: Launch) -> Person:
    """To whom the letter is shown: the first leader on the guest list who is no champion, else the convener."""
    meeting = launch.meeting
    guests = [p for _, p in invitations.invited(launch.session, meeting.id)] if meeting and meeting.id else []
    sectors = people.sectors(launch.session, guests)
    pipeline = {
        person.id for _, person in champions.at_stages(launch.session, launch.partnership_id, ChampionStage)
    }
    leaders = [p for p in guests if people.is_business(sectors, p) and p.id not in pipeline]
    return leaders[0] if leaders else people.convener(launch.session, launch.partnership_id)


def look(launch: Launch, words: str = "") -> Rendered:
    """The letter as it will land with that reader, with `words` in place of those that are kept."""
    return preview.invitation(launch.session, launch.now, launch.partnership_id, reader(launch).pk, words)


def _signers(launch: Launch) -> list[Signer]:
    counting = {person.id for _, person in letter_records.signatures(launch.session, launch.partnership_id)}
    history = signatures.history(launch.session, launch.partnership_id)
    asked = signatures.asked(launch.session, launch.run_id)
    found = []
    for champion, person in champions.at_stages(launch.session, launch.partnership_id, ChampionStage):
        given = history.get(champion.person_id, [])
        counts = person.id in counting
        if champion.stage is ChampionStage.DECLINED and not given:
            continue
        found.append(
            Signer(
                person_id=champion.person_id,
                name=person.name,
                company=people.organization_name(launch.session, person),
                stage=champion.stage,
                stand=_stand(champion.stage, counts, champion.person_id in asked),
                asked_at=asked.get(champion.person_id),
                signed=given[0] if counts else None,
                earlier=given[1:] if counts else given,
            )
        )
    return sorted(found, key=lambda one: _ORDER.index(one.stand))


_ORDER: list[Stand] = ["signed", "asked", "not asked", "not agreed"]


def _stand(stage: ChampionStage, counts: bool, asked: bool) -> Stand:
    if counts:
        return "signed"
    if stage not in champions.COMMITTED:
        return "not agreed"
    return "asked" if asked else "not asked"

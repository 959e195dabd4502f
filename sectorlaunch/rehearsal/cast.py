"""The simulated people: what each does after a message, by temperament, and what they say."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from sqlmodel import Session, col, select

from notifications.rendering import traits
from notifications.traits import Wants
from playbooks.model import Stop, Touch
from sectorlaunch.records import people
from sectorlaunch.records.about import About
from sectorlaunch.rehearsal import replies, survey_answers
from sectorlaunch.rehearsal.chance import Temperament, key
from sectorlaunch.rehearsal.stage import Stage
from sectorlaunch.tables import GateRun, GateState, Message, Person


@dataclass
class Cast:
    stage: Stage
    heard: Counter[tuple[int, str]] = field(default_factory=Counter)
    """How many messages on one matter each person has had."""

    def hear(self, session: Session, message_ids: list[int]) -> None:
        """Lets people read what was just delivered to them."""
        heard = (
            *(Message.kind, Message.person_id, Message.stop_gate),
            *(Message.occurrence, Message.about_kind, Message.about_id),
        )
        rows = session.exec(
            select(*heard)  # type: ignore[call-overload]
            .where(col(Message.id).in_(message_ids))
            .order_by(col(Message.id))
        ).all()
        for kind, person_id, gate_key, occurrence, about_kind, about_id in rows:
            person, about = session.get_one(Person, person_id), About(about_kind, about_id)
            for matter, act in self._matters(session, kind, gate_key, occurrence, about):
                self._weigh(session, person, matter, act)

    def _matters(
        self, session: Session, kind: str, gate_key: str | None, occurrence: str, about: About
    ) -> list[tuple[str, replies.Act]]:
        found: list[tuple[str, replies.Act]] = []
        wants = traits(kind).wants
        if Wants.ANSWERS in wants:
            gates = [gate_key] if gate_key else self._shut_gates(session)
            found += [(f"answer {gate}", replies.answers(gate)) for gate in gates]
        if Wants.ROLE_SHEET in wants:
            found.append(("role sheet", replies.acknowledge))
        if Wants.CHAMPION in wants:
            found.append(("ask", replies.answer_the_ask))
        if Wants.SIGNATURE in wants:
            found.append(("sign", replies.sign))
        if Wants.COMING_TO_THE_LAUNCH in wants or (
            Wants.KEEPING_THE_DAY in wants and not self._has_invitation()
        ):
            found.append(("invitation", replies.reply_to_launch))
        meeting_id, commitment_id = about.id_of("meeting"), about.id_of("commitment")
        if Wants.COMING_TO_THE_MEETING in wants and meeting_id is not None:
            found.append((occurrence, replies.replies_to_meeting(meeting_id)))
        if Wants.NEXT_STEP in wants and commitment_id is not None:
            found.append((occurrence, replies.keeps(commitment_id)))
        survey_id = about.id_of("survey")
        if Wants.SURVEY in wants and survey_id is not None:
            found.append((occurrence, survey_answers.answers(survey_id)))
        if Wants.SUMMARY in wants:
            found.append(("summary", replies.release_summary))
        if Wants.LOOK in wants:
            found.append(("look", replies.look_at_summary))
        return found

    def _weigh(self, session: Session, person: Person, matter: str, act: replies.Act) -> None:
        """Decides when, if at all, this message makes them act."""
        self.heard[person.pk, matter] += 1
        number = self.heard[person.pk, matter]
        dice = self.stage.chance.of("delay", key(person), matter, number)
        hours = _hours(self.temperament(session, person), number, dice)
        if hours is not None:
            person_id = person.pk
            self.stage.in_hours(hours, dice, lambda s: act(self.stage, s, person_id, number))

    def temperament(self, session: Session, person: Person) -> Temperament:
        """Conveners run the launch, so they read their mail; those without a role at the table are harder to reach."""
        held = people.with_role(session, self.stage.partnership_id, people.ROLE_SHEET)
        at_the_table = person.id in {p.id for p in held}
        found = self.stage.chance.temperament(person, at_the_table=at_the_table)
        convening = people.with_role(session, self.stage.partnership_id, people.CONVENING)
        if person.id in {p.id for p in convening} and found in (
            Temperament.SILENT,
            Temperament.NEEDS_REMINDING,
        ):
            return Temperament.SLOW
        return found

    def by_phone(self, session: Session, touch: Touch, person: Person, about: About, number: int) -> str:
        """What a call about a touch brings, in words; "" when the touch expects nothing in particular."""
        act = self._called(touch, about)
        if act is None or person.id is None:
            return ""
        return act(self.stage, session, person.id, number)

    def _called(self, touch: Touch, about: About) -> replies.Act | None:
        match touch.stop:
            case Stop.ANSWERED:
                return replies.answers(touch.gate or "")
            case Stop.ACKNOWLEDGED:
                return replies.acknowledge
            case Stop.REPLIED_TO_ASK:
                return replies.answer_the_ask
            case Stop.SIGNED:
                return replies.sign
            case Stop.REPLIED:
                return replies.reply_to_launch
            case Stop.SUMMARY_SENT:
                return replies.release_summary
            case Stop.RESPONDED:
                return survey_answers.answers(about.id) if about.id is not None else None
            case Stop.COMMITMENT_DONE:
                return replies.keeps(about.id) if about.id is not None else None
            case _:
                return None

    def _shut_gates(self, session: Session) -> list[str]:
        return list(
            session.exec(
                select(GateRun.key).where(
                    GateRun.run_id == self.stage.run_id, GateRun.state == GateState.SHUT
                )
            )
        )

    def _has_invitation(self) -> bool:
        return any(traits(touch.kind).invites for _, _, touch in self.stage.playbook.touches())


def _hours(temperament: Temperament, number: int, dice: Random) -> float | None:
    """Hours until they act after the letter of this number on a matter; None when it does not move them."""
    match temperament:
        case Temperament.PROMPT:
            return dice.uniform(0.5, 26)
        case Temperament.SLOW:
            return dice.uniform(30, 110)
        case Temperament.NEEDS_REMINDING:
            return dice.uniform(1, 40) if number > 1 else None
        case Temperament.SILENT:
            return None

"""Whether the letter leaves early enough before the launch: the guard in `playbooks.lead_time`, asked of the records."""

from datetime import date

from sqlmodel import col, select

from playbooks import lead_time
from playbooks.lead_time import LeadTime
from playbooks.wording import day_in_words
from sectorlaunch.records import dates, waves
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Invitation, Meeting, MeetingKind, Partnership, Waiver

NEEDED = "invitation_lead_days"
FACTS = ("launch.lead_days", "invitation.delivered_lead_days")
"""Questions that rest on one of these are about the lead time; waiving one waives the guard."""


def check(launch: Launch) -> LeadTime | None:
    """How the launch stands for a letter that would leave now, or for its second wave on the day that one leaves.

    None without a date, or where no lead is asked for.
    """
    needed = launch.number(NEEDED)
    on = dates.launch_date(launch.session, launch.partnership)
    if on is None or needed == 0:
        return None
    last_wave = waves.leaves_on(launch)
    return lead_time.check(
        last_wave or launch.today,
        on,
        needed,
        launch.calendar,
        _date_conflicts(launch),
        "The second wave" if last_wave else "The letter",
    )


def remedies(stands: LeadTime | None) -> tuple[str, ...]:
    """What to do about a date that is too near, in sentences for a gate."""
    if stands is None or stands.proposal is None:
        return ()
    return (f"The next date that fits is {day_in_words(stands.proposal)}.",)


def objection(launch: Launch) -> str:
    """Why the letter should not leave today, in a sentence; empty when it fits or somebody has waived it."""
    stands = check(launch)
    if stands is None or stands.fits or waiver(launch) is not None:
        return ""
    sooner = ", write to everyone sooner" if stands.what != "The letter" else ""
    return f"{stands.sentence} Move the date{sooner}, or waive the lead time with the reason."


def waiver(launch: Launch) -> Waiver | None:
    """The standing waiver of a question about the lead time, or of its whole gate."""
    asked = questions(launch)
    given = launch.session.exec(
        select(Waiver)
        .where(
            Waiver.run_id == launch.run_id,
            col(Waiver.gate_key).in_([gate for gate, _ in asked]),
            col(Waiver.ended_at).is_(None),
            col(Waiver.waits).is_(False),
            Waiver.until >= launch.today,
        )
        .order_by(col(Waiver.id).desc())
    ).all()
    return next((w for w in given if w.question_key is None or (w.gate_key, w.question_key) in asked), None)


def questions(launch: Launch) -> list[tuple[str, str]]:
    """The gates and questions of the playbook that rest on the lead time."""
    return [
        (gate.key, question.key)
        for _, gate in launch.playbook.gates()
        for question in gate.questions
        if any(evidence.fact in FACTS for evidence in question.evidence)
    ]


def _date_conflicts(launch: Launch) -> dict[date, str]:
    """The launches of other partnerships to which somebody on this launch's list is invited as well."""
    if launch.meeting is None:
        return {}
    own = select(Invitation.person_id).where(Invitation.meeting_id == launch.meeting.id)
    others = launch.session.exec(
        select(Meeting.starts_at, Partnership.name)
        .join(Partnership, col(Meeting.partnership_id) == col(Partnership.id))
        .join(Invitation, col(Invitation.meeting_id) == col(Meeting.id))
        .where(
            Meeting.kind == MeetingKind.LAUNCH,
            Meeting.partnership_id != launch.partnership_id,
            col(Meeting.starts_at).is_not(None),
            col(Meeting.canceled_at).is_(None),
            col(Invitation.person_id).in_(own),
        )
        .distinct()
    ).all()
    return {launch.on(at): f"the launch of {name}" for at, name in others if at is not None}

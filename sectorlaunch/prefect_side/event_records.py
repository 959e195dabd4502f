"""What there is to tell Prefect of each launch: its history, put as events; and the steps that are late."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlmodel import Session, col, select

from sectorlaunch import links
from sectorlaunch.events import EventKind
from sectorlaunch.records import partnerships as partnership_records
from sectorlaunch.records import progress
from sectorlaunch.rules.pace import Health
from sectorlaunch.status import paces
from sectorlaunch.tables import Event, Partnership, PlaybookRun, StepRun, StepState

FAMILY = "sector-launch"
"""What the name of every event of ours begins with, and every resource."""
SENDING_FAILS = f"{FAMILY}.sending-fails"
STEP_LATE = f"{FAMILY}.step-late"
FAILURES = frozenset({EventKind.MESSAGE_DEAD, EventKind.MESSAGE_UNCERTAIN, EventKind.MESSAGE_DELAYED})
"""What of single letters says that sending fails."""

Resource = dict[str, str]


@dataclass(frozen=True)
class Told:
    """One event as Prefect takes it. Under its id it is stored once, however often it is told."""

    id: UUID
    name: str
    occurred: datetime
    resource: Resource
    related: list[Resource] = field(default_factory=list)
    payload: dict[str, Any] = field(default_factory=dict)

    @property
    def whose(self) -> str:
        """The resource it is about, such as sector-launch.partnership.fernwater."""
        return self.resource["prefect.resource.id"]


def name_of(kind: str) -> str:
    """The event "gate opened" is sector-launch.gate-opened to Prefect."""
    return f"{FAMILY}.{kind.replace(' ', '-')}"


def installation(at: datetime, name: str, summary: str) -> Told:
    """An event about the whole installation."""
    whole = {"prefect.resource.id": f"{FAMILY}.installation", "prefect.resource.name": "Sector Launch"}
    payload = {"summary": summary, "page": links.portal_url()}
    return Told(_id(name, at.isoformat()), name, at, whole, payload=payload)


def history(session: Session, after: int, limit: int) -> tuple[int, list[Told]]:
    """What happened to launches after that line, at most `limit` lines; and the last line that was looked at."""
    rows = session.exec(select(Event).where(col(Event.id) > after).order_by(col(Event.id)).limit(limit)).all()
    launches = _launches(session, {row.run_id for row in rows if row.run_id is not None})
    told = [
        Told(
            id=_id(str(row.id), row.at.isoformat(), row.kind),
            name=name_of(row.kind),
            occurred=row.at,
            resource=_resource(partnership),
            related=_related(session, partnership, row.run_id),
            payload={
                "summary": row.summary,
                "actor": row.actor,
                "page": links.partnership(partnership.slug),
                **row.data,
            },
        )
        for row in rows
        if row.run_id is not None and (partnership := launches.get(row.run_id)) is not None
    ]
    return (rows[-1].pk if rows else after), told


def sending_fails(told: Told) -> Told:
    """Says of a launch that a letter of it failed, so that one word is enough for the many that may follow."""
    return Told(
        _id(SENDING_FAILS, str(told.id)),
        SENDING_FAILS,
        told.occurred,
        told.resource,
        told.related,
        {"summary": told.payload["summary"], "page": f"{told.payload['page']}/messages"},
    )


def late_steps(session: Session, now: datetime, after: int, limit: int) -> tuple[int, dict[str, Told | None]]:
    """Of some launches under way, which are late: slug → the event, None for one that is not.

    Under one id while the same gate is late since the same day. Goes on behind `after`, an id; 0 when it is through.
    """
    partnerships = session.exec(
        select(Partnership)
        .join(PlaybookRun, col(PlaybookRun.partnership_id) == col(Partnership.id))
        .where(col(PlaybookRun.ended_at).is_(None), col(Partnership.id) > after)
        .order_by(col(Partnership.id))
        .limit(limit)
    ).all()
    found = dict(_late(session, now, partnerships))
    return (partnerships[-1].pk if len(partnerships) == limit else 0), found


def _late(
    session: Session, now: datetime, partnerships: Sequence[Partnership]
) -> Iterator[tuple[str, Told | None]]:
    for partnership, pace in zip(partnerships, paces.of_all(session, now, partnerships), strict=True):
        gate = pace.next_gate
        if pace.health is not Health.LATE or gate is None:
            yield partnership.slug, None
            continue
        payload = {
            "summary": f"{pace.headline}. {pace.advice}",
            "gate": gate.key,
            "days_behind": pace.days_behind,
            "page": links.gate(partnership.slug, gate.key),
        }
        related = _related(session, partnership, partnership_records.run_of(session, partnership.pk).pk)
        told_once = _id(STEP_LATE, partnership.slug, gate.key, str(gate.due_on))
        yield (
            partnership.slug,
            Told(told_once, STEP_LATE, now, _resource(partnership), related, payload),
        )


def _launches(session: Session, run_ids: set[int]) -> dict[int, Partnership]:
    rows = session.exec(
        select(PlaybookRun.id, Partnership)
        .join(Partnership, col(PlaybookRun.partnership_id) == col(Partnership.id))
        .where(col(PlaybookRun.id).in_(run_ids))
    )
    return {run_id: partnership for run_id, partnership in rows if run_id is not None}


def _resource(partnership: Partnership) -> Resource:
    return {
        "prefect.resource.id": f"{FAMILY}.partnership.{partnership.slug}",
        "prefect.resource.name": partnership.name,
    }


def _related(session: Session, partnership: Partnership, run_id: int) -> list[Resource]:
    """The steps under way with the runs that carry them, and the partnership's tag, as Prefect's own events have it."""
    found = [{"prefect.resource.id": f"prefect.tag.{partnership.slug}", "prefect.resource.role": "tag"}]
    for step in progress.steps_of(session, run_id):
        if step.state is StepState.OPEN:
            found += _step(partnership, step)
    return found


def _step(partnership: Partnership, step: StepRun) -> Iterator[Resource]:
    yield {
        "prefect.resource.id": f"{FAMILY}.step.{partnership.slug}.{step.key}",
        "prefect.resource.role": "step",
    }
    if step.flow_run_id is not None:
        yield {
            "prefect.resource.id": f"prefect.flow-run.{step.flow_run_id}",
            "prefect.resource.role": "flow-run",
        }


def _id(*parts: str) -> UUID:
    """The same for the same parts in this installation."""
    return uuid5(NAMESPACE_URL, "/".join((links.portal_url(), *parts)))

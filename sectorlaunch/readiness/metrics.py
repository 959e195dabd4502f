"""Figures of an installation in Prometheus' format: how each part stands, what waits, what the pages take."""

from collections.abc import Iterator

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, func, select

from sectorlaunch.database import reading
from sectorlaunch.readiness import surroundings
from sectorlaunch.readiness.looking import Readiness
from sectorlaunch.records.delivery import OPEN
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Attempt, Event, Message

PREFIX = "sector_launch"
SECONDS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)


class Metrics:
    """The figures of this process. Routes are named by their pattern: an address may hold a personal link."""

    def __init__(self, settings: Settings, engine: Engine, readiness: Readiness) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            f"{PREFIX}_requests", "Requests answered.", ["method", "route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            f"{PREFIX}_request_seconds",
            "What answering took.",
            ["method", "route"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._registry.register(_Installation(settings, engine, readiness))
        ProcessCollector(registry=self._registry)
        GCCollector(registry=self._registry)

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        """One answered request; `route` is the pattern of its address."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def text(self) -> bytes:
        """All of it, in the text format."""
        return generate_latest(self._registry)


class _Installation(Collector):
    """Asked anew at each scrape. Every figure is read from an index or a file: the same with a million letters."""

    def __init__(self, settings: Settings, engine: Engine, readiness: Readiness) -> None:
        self._settings, self._engine, self._readiness = settings, engine, readiness

    def describe(self) -> Iterator[Metric]:
        """Nothing: being asked while it is registered would look into the database before it is there."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        stands = GaugeMetricFamily(f"{PREFIX}_part_stands", "1 where a part stands still.", labels=["part"])
        age = GaugeMetricFamily(
            f"{PREFIX}_part_age_seconds", "Age of the newest proof that a part works.", labels=["part"]
        )
        for part in self._readiness.look():
            stands.add_metric([part.name], float(part.stands))
            if part.age_seconds is not None:
                age.add_metric([part.name], part.age_seconds)
        yield stands
        yield age
        free = surroundings.free_bytes(self._settings.home_folder)
        yield GaugeMetricFamily(f"{PREFIX}_disk_free_bytes", "Free bytes where the home folder is.", free)
        try:
            yield from self._counted()
        except SQLAlchemyError:
            return

    def _counted(self) -> Iterator[Metric]:
        with reading(self._engine) as session:
            queued = session.exec(select(func.count(col(Message.id))).where(OPEN)).one()
            tries = session.exec(select(func.max(Attempt.id))).one() or 0
            events = session.exec(select(func.max(Event.id))).one() or 0
        yield GaugeMetricFamily(
            f"{PREFIX}_messages_open", "Messages written and not sent, due or not.", queued
        )
        yield CounterMetricFamily(f"{PREFIX}_tries", "Tries to send a message since the beginning.", tries)
        yield CounterMetricFamily(f"{PREFIX}_events", "Things that happened since the beginning.", events)

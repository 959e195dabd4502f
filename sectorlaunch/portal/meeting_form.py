"""From the forms about a meeting to what the actions take."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from languages.catalogs import mark
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import form_values
from sectorlaunch.records.meetings import SECOND_SCRIBE
from sectorlaunch.tables import Meeting, PlaceKind

LONGEST_MINUTES = 600
ROLES = ("welcome", "scribe", SECOND_SCRIBE)
"""Roles at a meeting that are named on its page, beside host and facilitator."""


def starts_at(form: dict[str, str], zone: str, before: datetime | None = None) -> datetime | None:
    """The moment of the day and hour that were filled in; None while both are left empty.

    A day alone keeps the hour of `before`. Raises BadInput for what is no day or hour.
    """
    if not form.get("on", "").strip():
        return None
    usual = before.astimezone(ZoneInfo(zone)).time() if before is not None else None
    return form_values.moment(form["on"], form.get("hour", ""), zone, usual)


def minutes(form: dict[str, str]) -> int:
    """How long it lasts. Raises BadInput outside a quarter of an hour and ten hours."""
    asked = form_values.minutes(form.get("minutes", ""))
    if not 15 <= asked <= LONGEST_MINUTES:
        raise BadInput("Say how many minutes it lasts, such as 90.")
    return asked


def details(form: dict[str, str], meeting: Meeting, known: set[int]) -> dict[str, Any]:
    """What changes of a meeting, by column. `known` are the people who may be named."""
    wanted: dict[str, Any] = {
        "minutes": minutes(form),
        "capacity": form_values.whole(room, mark("Say for how many there is room in digits, such as 40."))
        if (room := form.get("capacity", "").strip())
        else None,
        "place": form.get("place", "").strip()[:200],
        "address": form.get("address", "").strip()[:200],
        "getting_there": " ".join(form.get("getting_there", "").split())[:400],
        "join_url": form_values.web_address(form.get("join_url", "")),
        "dial_in": form.get("dial_in", "").strip()[:200],
        "place_kind": form_values.perhaps(PlaceKind, form.get("place_kind", "")),
        "host_id": _person(form.get("host", ""), known),
        "facilitator_id": _person(form.get("facilitator", ""), known),
        "facilitator_neutral": form.get("neutral") == "yes",
        "roles": _roles(form, meeting, known),
    }
    for name in ("chair", "agenda_by"):
        if name in form:
            wanted[f"{name}_id"] = _person(form[name], known)
    if "note" in form:
        wanted["note"] = form["note"].replace("\r\n", "\n").strip()[:4000]
    return {name: value for name, value in wanted.items() if value != getattr(meeting, name)}


def who_does_what(form: dict[str, str], meeting: Meeting, known: set[int]) -> dict[str, Any]:
    """What changes of who hosts, leads, welcomes and writes, by column; fields that are not in the form stay."""
    wanted: dict[str, Any] = {
        f"{name}_id": _person(form[name], known)
        for name in ("host", "facilitator", "chair", "agenda_by")
        if name in form
    }
    wanted["roles"] = _roles(form, meeting, known)
    return {name: value for name, value in wanted.items() if value != getattr(meeting, name)}


def _roles(form: dict[str, str], meeting: Meeting, known: set[int]) -> dict[str, int]:
    """Who welcomes, who writes down: those named, and other roles as they were."""
    named = {role: _person(form.get(role, ""), known) for role in ROLES}
    kept = {role: person for role, person in meeting.roles.items() if role not in ROLES}
    return kept | {role: person for role, person in named.items() if person is not None}


def _person(words: str, known: set[int]) -> int | None:
    if not words:
        return None
    remedy = mark("Choose somebody who has a role in this partnership.")
    person_id = form_values.whole(words, remedy)
    if person_id not in known:
        raise BadInput(remedy)
    return person_id

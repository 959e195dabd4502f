"""The files of a partnership as its records have them now: to rehearse from here, or to take away."""

from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session

from sectorlaunch.contacts.dialects import ours
from sectorlaunch.export import cells
from sectorlaunch.records import dates, people_list, playbook_editions
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.people_list import PersonOnList
from sectorlaunch.tables import Person, RoleKind

TEAM = (RoleKind.CONVENER, RoleKind.CO_CONVENER, RoleKind.SUPPORT_TEAM)
ALONE = {RoleKind.FACILITATOR: "facilitator", RoleKind.SCRIBE: "scribe"}
OTHERWISE_IN_WEEKS = 26
"""The target of a rehearsal whose launch has no date, or has been held."""


def write_files(launch: Launch, folder: Path) -> Path:
    """Writes partnership.yaml, contacts.csv and the playbook it runs on; returns the first.

    Members of the team without an address are left out: the file cannot name them.
    """
    people = people_list.list_people(launch.session, launch.partnership.slug)
    (folder / "playbook.yaml").write_text(
        playbook_editions.edition_of(launch.session, launch.run_id).text, encoding="utf-8"
    )
    path = folder / "partnership.yaml"
    described = _partnership(launch, people)
    path.write_text(yaml.safe_dump(described, sort_keys=False, allow_unicode=True), encoding="utf-8")
    (folder / "contacts.csv").write_bytes(_contacts(launch.session, people))
    return path


def _partnership(launch: Launch, people: list[PersonOnList]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "slug": launch.partnership.slug,
        "name": launch.partnership.name,
        "industry": {"name": launch.partnership.industry, "naics": list(launch.partnership.naics)},
        "region": {
            "name": launch.partnership.region,
            "state": launch.partnership.state,
            "counties": list(launch.partnership.counties),
        },
        "time_zone": launch.partnership.zone,
        "language": launch.partnership.language.english_name,
        "playbook": "./playbook.yaml",
        "launch": _launch(launch),
        "numbers": dict(launch.partnership.numbers),
        "support_team": {},
    }
    for one in (one for one in people if one.email):
        entry = _entry(launch.session, one)
        for role, key in ALONE.items():
            if role in one.roles:
                described.setdefault(key, dict(entry))
        if RoleKind.CONVENER in one.roles:
            described["convener"] = entry
        elif RoleKind.CO_CONVENER in one.roles:
            described.setdefault("co_conveners", []).append(entry)
        elif RoleKind.SUPPORT_TEAM in one.roles and one.sector is not None:
            described["support_team"].setdefault(one.sector.value, []).append(entry)
    return described


def _entry(session: Session, one: PersonOnList) -> dict[str, str]:
    entry = {"name": one.name, "email": one.email, "organization": one.organization or one.name}
    if one.sector is not None:
        entry["sector"] = one.sector.value
    more = {"title": one.title, "phone": one.phone, "language": _language(session, one)}
    return entry | {key: value for key, value in more.items() if value}


def _language(session: Session, one: PersonOnList) -> str:
    wish = session.get_one(Person, one.person_id).language
    return wish.english_name if wish is not None else ""


def _launch(launch: Launch) -> dict[str, Any]:
    on = dates.launch_date(launch.session, launch.partnership)
    meeting = launch.meeting
    ahead = on is not None and on > launch.today and (meeting is None or meeting.held_at is None)
    described: dict[str, Any] = {"date": on.isoformat() if on and ahead else f"in {OTHERWISE_IN_WEEKS} weeks"}
    if meeting is not None:
        described["minutes"] = meeting.minutes
        if meeting.starts_at is not None:
            described["time"] = f"{meeting.starts_at.astimezone(launch.zone):%H:%M}"
        described |= {key: getattr(meeting, key) for key in ("place", "address") if getattr(meeting, key)}
        if meeting.place_kind is not None:
            described["place_kind"] = meeting.place_kind.value
    return described


def _contacts(session: Session, people: list[PersonOnList]) -> bytes:
    """Everyone outside the team, once each, with the role that matters most for the launch, and their assistants."""
    owners = {one.name: one.email for one in people if one.email and set(one.roles) & set(TEAM)}
    rest = (RoleKind.CHAMPION, RoleKind.BUSINESS_LEADER, RoleKind.PUBLIC_PARTNER, RoleKind.EXPERT)
    rows: list[dict[str, str]] = []
    for one in people:
        role = next((kind for kind in (*rest, RoleKind.NETWORK_SUPPORTER) if kind in one.roles), None)
        if role is None or one.sector is None or set(one.roles) & {*TEAM, *ALONE}:
            continue
        person = session.get_one(Person, one.person_id)
        rows.append(
            {
                "name": one.name,
                "email": one.email,
                "phone": one.phone,
                "title": one.title,
                "organization": one.organization,
                "sector": one.sector.value,
                "role": role.value,
                "decides": "yes" if one.decides else "no",
                "relationship_owner": owners.get(one.relationship_owner, "")
                if role is RoleKind.CHAMPION
                else "",
                "note": "",
                "assistant_name": person.assistant_name,
                "assistant_email": person.assistant_email,
                "assistant_phone": person.assistant_phone,
                "language": _language(session, one),
            }
        )
    return cells.as_csv(ours.COLUMNS, ([row[name] for name in ours.COLUMNS] for row in rows))

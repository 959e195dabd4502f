"""What each form that changes something shared was made from: its fields as they are on record.

The page asks for the version it prints into the form, the route for what to compare it with: one function for both.
"""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from languages import Language
from languages.catalogs import mark
from notifications.own_words import OwnWords
from sectorlaunch.census.ranking import MEASURES
from sectorlaunch.engine.coming import Coming
from sectorlaunch.inbox.mailboxes import InboxLine
from sectorlaunch.outbox.channels import ChannelLine
from sectorlaunch.portal import meeting_form
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.views.guests import Guest as Invited
from sectorlaunch.portal.views.guests import GuestsPage
from sectorlaunch.portal.views.joint_letter import LetterPage
from sectorlaunch.portal.views.meetings import Guest
from sectorlaunch.records import agenda_drafts
from sectorlaunch.records.kind_words import PARTS
from sectorlaunch.records.labor_market import Choice
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.pipeline import OnPipeline
from sectorlaunch.records.scores import Scored
from sectorlaunch.records.seating import Arrangement
from sectorlaunch.tables import (
    ActionTeam,
    Commitment,
    Document,
    FootprintStatement,
    InvitationState,
    Meeting,
    MeetingNote,
    Partnership,
    Person,
    Priority,
    Rhythm,
    SurveyRound,
)

YES = "yes"
CLARITY = ("name", "outcome", "strategy", "measure", "way_in")
"""What is said of a team, in the order of its form."""
_THERE = (InvitationState.ACCEPTED, InvitationState.ATTENDED)


def ticked(holds: bool) -> str:
    return YES if holds else ""


def meeting(meeting: Meeting, zone: ZoneInfo) -> OnRecord:
    local = meeting.starts_at.astimezone(zone) if meeting.starts_at else None
    fields = {
        "on": local.date().isoformat() if local else "",
        "hour": local.strftime("%H:%M") if local else "",
        "minutes": str(meeting.minutes),
        "place": meeting.place,
        "address": meeting.address,
        "getting_there": meeting.getting_there,
        "join_url": meeting.join_url,
        "dial_in": meeting.dial_in,
        "place_kind": meeting.place_kind.value if meeting.place_kind else "",
        "host": _number(meeting.host_id),
        "facilitator": _number(meeting.facilitator_id),
        **{role: _number(meeting.roles.get(role)) for role in meeting_form.ROLES},
        "neutral": ticked(meeting.facilitator_neutral),
        "note": meeting.note,
    }
    if meeting.kind.value in ("quarterly", "health check"):
        fields |= {"chair": _number(meeting.chair_id), "agenda_by": _number(meeting.agenda_by_id)}
    labels = {"on": "Day", "place_kind": "It is a", "neutral": "Neutral facilitator"}
    return OnRecord(fields, labels, together=(("on", "hour"),))


def language(chosen: Language | None) -> OnRecord:
    """Of a partnership, or a person's own; empty where they have none."""
    return OnRecord({"language": chosen.value if chosen else ""}, {"language": "Language"})


def meeting_roles(meeting: Meeting) -> OnRecord:
    """Who does what at a meeting."""
    fields = {
        "host": _number(meeting.host_id),
        "facilitator": _number(meeting.facilitator_id),
        **{role: _number(meeting.roles.get(role)) for role in meeting_form.ROLES},
    }
    if meeting.kind.value in ("quarterly", "health check"):
        fields |= {"chair": _number(meeting.chair_id), "agenda_by": _number(meeting.agenda_by_id)}
    labels = {
        "host": mark("Host"),
        "facilitator": mark("Facilitator"),
        **dict(
            zip(
                meeting_form.ROLES,
                (mark("Says the welcome"), mark("Scribe"), mark("Second scribe")),
                strict=True,
            )
        ),
        "chair": mark("Takes the chair"),
        "agenda_by": mark("Sets the agenda"),
    }
    return OnRecord(fields, labels)


def notes(meeting: Meeting) -> OnRecord:
    return OnRecord({"note": meeting.note}, {"note": mark("Notes")})


def meeting_note(note: MeetingNote) -> OnRecord:
    """One thing that was said, as it was written down."""
    fields = {
        "kind": note.kind.value,
        "words": note.words,
        "speaker": _number(note.speaker_id) or note.speaker_name,
        "quotable": note.quotable.value,
        "held_back": ticked(note.is_held_back),
    }
    return OnRecord(fields, {"words": mark("What was said"), "speaker": mark("Who said it")})


def priority_words(priority: Priority) -> OnRecord:
    return OnRecord({"words": priority.words}, {"words": mark("In their own words")})


def attendance(guests: Iterable[Guest]) -> OnRecord:
    """One field a guest, so that two who check people in change each one only."""
    listed = list(guests)
    return OnRecord(
        {f"there-{guest.person_id}": ticked(guest.state in _THERE) for guest in listed},
        {f"there-{guest.person_id}": guest.name for guest in listed},
    )


def letter(page: LetterPage) -> OnRecord:
    own = page.revision.own_paragraph if page.revision else ""
    fields = {"paragraph": own, "body": page.words if page.is_whole else ""}
    return OnRecord(fields, {"paragraph": "Your own paragraph", "body": "The whole letter"}, (tuple(fields),))


def kind_words(own: OwnWords, *, to_be_reset: bool = False) -> OnRecord:
    fields = {part: getattr(own, part) for part in PARTS}
    return OnRecord(fields, {"text": "The whole letter"}, is_acted_on=to_be_reset)


def own_words(own: OwnWords | None) -> OnRecord:
    """Of one message that is still to be written; nothing while it has the usual words."""
    return message_words(own.subject if own else "", own.text if own else "")


def message_words(subject: str, text: str) -> OnRecord:
    return OnRecord({"subject": subject, "text": text}, {"text": "Words"}, (("subject", "text"),))


def readers(messages: Iterable[Coming]) -> OnRecord:
    """Who gets a message, one field a person."""
    listed = list(messages)
    return OnRecord(
        {f"to-{one.person_id}": ticked(one.state != "skipped") for one in listed},
        {f"to-{one.person_id}": one.to_name for one in listed},
    )


def document(found: Document | None, *, to_be_let_go: bool = False) -> OnRecord:
    """The draft of a kind; nothing while none is begun."""
    fields = {"title": found.title if found else "", "body": found.body if found else ""}
    return OnRecord(fields, {"title": mark("Title"), "body": mark("What it says")}, is_acted_on=to_be_let_go)


def address(person: Person) -> OnRecord:
    return OnRecord({"email": person.email or "", "phone": person.phone}, {"email": "E-mail"})


def stage(one: OnPipeline) -> OnRecord:
    return OnRecord({"stage": one.stage.value})


def fit(one: OnPipeline) -> OnRecord:
    fields = {
        "owner": _number(one.owner_id),
        "decides": ticked(one.decides),
        "industry": ticked(one.cares_for_industry),
        "region": ticked(one.cares_for_region),
    }
    return OnRecord(fields)


def seats(found: Arrangement) -> OnRecord:
    rings = ("table", found.table), ("around", found.around)
    return OnRecord(
        {name: ",".join(str(one.person_id) for one in ring) for name, ring in rings}, is_acted_on=True
    )


def scope(partnership: Partnership) -> OnRecord:
    fields = {
        "industry": partnership.industry,
        "naics": ", ".join(partnership.naics),
        "region": partnership.region,
        "counties": ", ".join(partnership.counties),
    }
    return OnRecord(fields, {"industry": "Sector", "naics": "NAICS codes"}, blank_keeps=True)


def guest_answer(guest: Invited) -> OnRecord:
    place = guest.place
    fields = {
        "answer": place.state.value if place.replied_at else "",
        "reason": place.reason,
        "substitute": place.substitute,
    }
    return OnRecord(fields, {"reason": "Why", "substitute": "Could come instead"}, (tuple(fields),))


def waves(page: GuestsPage) -> OnRecord:
    open_ones = [guest for guest in page.everyone if guest.may_choose]
    first = {
        f"one-{guest.person.id}": ticked(guest.place.wave == 1 and page.second_waits) for guest in open_ones
    }
    return OnRecord(
        first | {"days": str(page.wave_days), "by_funnel": ticked(page.by_funnel)},
        {f"one-{guest.person.id}": f"{guest.person.name} in the first wave" for guest in open_ones},
    )


def number(value: int) -> OnRecord:
    return OnRecord({"value": str(value)}, {"value": "Number"})


def planned_below(number: int | None) -> OnRecord:
    return OnRecord({"planned": _number(number)}, {"planned": "How many are planned"})


def room(channel: str) -> OnRecord:
    return OnRecord({"channel": channel}, {"channel": "Room"})


def team(team: ActionTeam) -> OnRecord:
    labels = {
        "name": mark("Name"),
        "outcome": mark("Outcome"),
        "strategy": mark("Strategy"),
        "measure": mark("Measure"),
        "way_in": mark("Way in"),
    }
    return OnRecord({name: getattr(team, name) for name in CLARITY}, labels)


def team_place(team: ActionTeam) -> OnRecord:
    """Where its calls are held."""
    labels = {"join_url": mark("Link to join"), "dial_in": mark("Dial-in"), "place": mark("Place")}
    return OnRecord({name: getattr(team, name) for name in labels}, labels)


def survey(found: SurveyRound) -> OnRecord:
    closed = found.closed_at.isoformat() if found.closed_at is not None else ""
    return OnRecord(
        {"until": found.closes_at.date().isoformat(), "closed": closed},
        {"until": "Open until"},
        is_acted_on=True,
    )


def agenda(launch: Launch, meeting: Meeting) -> OnRecord:
    """What a meeting is about, as it is set or drafted."""
    lines = agenda_drafts.lines(launch, meeting, launch.partnership.language)
    return OnRecord({"parts": lines}, {"parts": "Agenda"})


def rhythm(found: Rhythm | None) -> OnRecord:
    """Of meetings that come round; empty while they have none."""
    labels = {
        "every": mark("Every how many months"),
        "week": mark("Week of the month"),
        "weekday": mark("Day"),
        "hour": mark("Time"),
        "minutes": mark("Minutes"),
        "place": mark("Place"),
        "join_url": mark("Link to join"),
        "dial_in": mark("Dial-in"),
    }
    kept = (lambda name: str(getattr(found, "every_months" if name == "every" else name))) if found else None
    return OnRecord({name: kept(name) if kept else "" for name in labels}, labels, (("week", "weekday"),))


def promise(found: Commitment) -> OnRecord:
    return OnRecord({"state": found.state.value}, {"state": mark("State")})


def weights(kept: Choice) -> OnRecord:
    fields = {name: str(getattr(kept.weights, name)) for name in MEASURES}
    fields |= {"ownership": kept.ownership.value, "against": kept.against.value}
    return OnRecord(fields | {"least_jobs": str(kept.least_jobs)}, {"ownership": "Whose jobs"})


def scored_together(table: Iterable[Scored]) -> OnRecord:
    return OnRecord(
        {f"points-{one.industry}": str(one.together.points) if one.together else "" for one in table},
        {f"points-{one.industry}": one.industry for one in table},
    )


def footprint(statement: FootprintStatement | None) -> OnRecord:
    names = ("not_too_small", "not_too_large", "commuting")
    return OnRecord({name: getattr(statement, name) if statement else "" for name in names})


def launch_date(on: date | None) -> OnRecord:
    return OnRecord({"on": on.isoformat() if on else ""}, {"on": "Day of the launch"})


def channels(lines: Iterable[ChannelLine], tag: str = "") -> OnRecord:
    """Where each way out leads; of one only, where it is named."""
    return OnRecord(
        {line.tag: f"{line.masked} {line.sender_address}" for line in lines if tag in ("", line.tag)},
        is_acted_on=True,
    )


def mailboxes(lines: Iterable[InboxLine], name: str = "") -> OnRecord:
    """Where each mailbox that is read stands; of one only, where it is named."""
    return OnRecord(
        {line.name: f"{line.masked} {line.address}" for line in lines if name in ("", line.name)},
        is_acted_on=True,
    )


def _number(person_id: int | None) -> str:
    return str(person_id) if person_id is not None else ""

"""From the forms about a rhythm to what the actions take: on the page of all meetings, and on a team's."""

from collections.abc import Mapping

from languages.catalogs import mark
from sectorlaunch.actions import rhythms as actions
from sectorlaunch.actions.rhythms import Pattern
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import form_values, meeting_form
from sectorlaunch.records import rhythms
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import MeetingKind, Rhythm

WEEKS = (mark("first"), mark("second"), mark("third"), mark("fourth"), mark("last"))
WEEKDAYS = (mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday"), mark("Friday"))
Form = Mapping[str, str]


def standing(launch: Launch, form: Form, kind: MeetingKind, team_id: int | None = None) -> Rhythm | None:
    """The one a form changes; None while there is none."""
    return rhythms.of_kind(launch.session, launch.partnership_id, kind, team_id)


def keep(launch: Launch, form: Form, kind: MeetingKind, *, by: str, team_id: int | None = None) -> str:
    """Sets the rhythm, or changes the one there is; the word of the notice."""
    here, found = launch.here, standing(launch, form, kind, team_id)
    if found is not None:
        actions.change(*here, found.pk, _pattern(form), by=by)
        return "rhythm-changed"
    begins_on = form_values.day(form.get("on", ""))
    actions.set_up(*here, kind, _pattern(form), begins_on, by=by, team_id=team_id)
    return "rhythm"


def end(launch: Launch, form: Form, kind: MeetingKind, *, by: str, team_id: int | None = None) -> str:
    """Ends it for a reason; with `keep`, what is on the calendar stays."""
    found = standing(launch, form, kind, team_id)
    if found is None:
        raise BadInput("These meetings have no rhythm.")
    keeps = form.get("keep") == "yes"
    actions.end(*launch.here, found.pk, by=by, why=form.get("why", ""), keeps_dates=keeps)
    return "rhythm-ended"


def _pattern(form: Form) -> Pattern:
    remedy = mark("Choose every how many months they are held: 1 to 12.")
    day = mark("Choose a week of the month and a day from Monday to Friday.")
    return Pattern(
        every_months=form_values.whole(form.get("every", ""), remedy, digits=2),
        week=form_values.whole(form.get("week", ""), day, digits=1),
        weekday=form_values.whole(form.get("weekday", ""), day, digits=1),
        hour=form.get("hour", "").strip()[:5],
        minutes=meeting_form.minutes(dict(form)),
        place=form.get("place", "").strip()[:200],
        join_url=form_values.web_address(form.get("join_url", "")),
        dial_in=form.get("dial_in", "").strip()[:200],
    )

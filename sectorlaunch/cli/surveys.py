"""Surveys: opened, prolonged, closed, rated together, and what came of them."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import reading, recording
from sectorlaunch.cli.options import By, Json, Slug, argument, day, group
from sectorlaunch.errors import BadInput

if TYPE_CHECKING:
    from sectorlaunch.records.launch import Launch
    from sectorlaunch.tables import SurveyRound

app = group("Asks people how things stand, and shows what came of it.")

Number = Annotated[int, argument("SURVEY", "Its number, as `survey list` shows it.")]


@app.command("list")
def list_all(slug: Slug, json: Json = False) -> None:
    """The surveys asked so far, with who is still silent, and those of the playbook that may be opened."""
    from sectorlaunch.records import surveys

    with reading(slug) as launch:
        asked = [_state(launch, one) for one in surveys.rounds(launch.session, launch.partnership_id)]
        known = {survey.key: survey.title for survey in launch.playbook.surveys}
    if json:
        output.as_json({"asked": asked, "known": known})
        return
    output.columns(
        [
            (str(one["id"]), one["state"], one["title"], f"{one['answered']} of {one['asked']} answered")
            for one in asked
        ]
    )
    for one in asked:
        if one["state"] == "open" and one["silent"]:
            output.say(f"{one['id']}: not yet heard from {', '.join(one['silent'])}.")
    output.say(*(f"To open: {key} ({title})" for key, title in known.items()))


@app.command("open")
def open_one(
    slug: Slug,
    key: Annotated[str, argument("KEY", "The survey, as the playbook calls it: health.")],
    named: Annotated[bool, typer.Option("--named", help="You read who said what.")] = False,
    days: Annotated[int | None, typer.Option("--days", min=1, max=60, help="How long it is open.")] = None,
    by: By = "",
) -> None:
    """Asks everyone it is for; a letter with a link to their own page leaves for each of them."""
    from playbooks.surveys import Privacy
    from sectorlaunch import wording
    from sectorlaunch.actions import surveys as actions
    from sectorlaunch.records import surveys as records

    with recording(slug, by) as at:
        privacy = Privacy.NAMED if named else None
        found = actions.open_round(*at.here, key, by=at.by, privacy=privacy, days=days)
        asked = len(records.places(at.session, found.pk))
        at.say(f"Survey {found.pk}, {records.survey_of(found).title}: {asked} people are asked.")
        at.say(f"It closes on {wording.moment(found.closes_at, at.zone)}, or when everyone has answered.")


@app.command("prolong")
def prolong(
    slug: Slug, survey: Number, until: Annotated[Any, day("Its last day.", "--until")], by: By = ""
) -> None:
    """Leaves a survey open until the end of a day."""
    from sectorlaunch import wording
    from sectorlaunch.actions import surveys as actions

    with recording(slug, by) as at:
        found = actions.prolong(*at.here, survey, until, by=at.by)
        at.say(f"It closes on {wording.moment(found.closes_at, at.zone)}.")


@app.command("close")
def close(slug: Slug, survey: Number, by: By = "") -> None:
    """Closes a survey before its day and lays its results open. It is not opened again."""
    from sectorlaunch.actions import surveys as actions

    with recording(slug, by) as at:
        actions.close(*at.here, survey, by=at.by)
        at.say("It is closed. `survey show` has its results.")


@app.command("together")
def together(
    slug: Slug,
    survey: Number,
    points: Annotated[
        list[str],
        argument("STATEMENT=POINT…", "A statement by its key, and a point of the scale: plan=some."),
    ],
    by: By = "",
) -> None:
    """Notes what the team settled on together, beside what each of them said."""
    from sectorlaunch.actions import surveys as actions
    from sectorlaunch.records import surveys as records

    with recording(slug, by) as at:
        scale = records.survey_of(records.find(at.session, at.partnership_id, survey)).scale
        labels = {label.casefold(): point for point, label in enumerate(scale)}
        settled = {}
        for typed in points:
            key, _, label = typed.partition("=")
            if label.casefold() not in labels:
                raise BadInput(
                    f"“{typed}” names no point of the scale; write {key}= and one of: {', '.join(scale)}."
                )
            settled[key] = labels[label.casefold()]
        actions.rate_together(*at.here, survey, settled, by=at.by)
        at.say("Saved.")


@app.command("show")
def show(slug: Slug, survey: Number, json: Json = False) -> None:
    """What came of a survey, statement by statement, and what fell since the time before."""
    from sectorlaunch.records import surveys as records

    with reading(slug) as launch:
        found = records.find(launch.session, launch.partnership_id, survey)
        state = _state(launch, found)
        if found.closed_at is None:
            raise BadInput(
                f"Nobody sees results before it is closed. {state['answered']} of {state['asked']} answered."
            )
        compared = records.compared(launch.session, launch.partnership_id, found.key, upto=found)
    assert compared is not None
    results = compared.results
    state["fell"] = [one.statement.key for one in compared.fell]
    state["statements"] = [
        {
            "key": one.statement.key,
            "text": one.statement.text,
            "good_percent": one.whole.percent if one.whole else None,
            "counts": list(one.whole.counts) if one.whole else None,
            "together": results.survey.scale[one.joint] if one.joint is not None else None,
            "comments": list(one.comments),
        }
        for one in results.stated
    ]
    if json:
        output.as_json(state)
        return
    output.say(f"{state['title']}: {state['answered']} of {state['asked']} answered.")
    if not results.is_shown:
        output.say("Too few answered to show anything without telling who they are.")
        return
    for one in state["statements"]:
        share = f"{one['good_percent']}%" if one["good_percent"] is not None else "–"
        fell = " (fell)" if one["key"] in state["fell"] else ""
        together = f" Settled together: {one['together']}." if one["together"] else ""
        output.say(f"{share:>5}  {one['text']}{fell}{together}")
        output.say(*(f"       “{words}”" for words in one["comments"]))


def _state(launch: "Launch", found: "SurveyRound") -> dict[str, Any]:
    from sectorlaunch.records import surveys

    places = surveys.places(launch.session, found.pk)
    return {
        "id": found.pk,
        "survey": found.key,
        "title": surveys.survey_of(found).title,
        "state": "open" if found.closed_at is None else "closed",
        "closes_at": found.closes_at,
        "asked": len(places),
        "answered": sum(place.answered_on is not None for place, _ in places),
        "silent": [person.name for place, person in places if place.answered_on is None],
    }

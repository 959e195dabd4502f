"""The joint letter: drafted, shown, signed, and looked at before it leaves."""

from pathlib import Path
from typing import Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import person, reading, recording
from sectorlaunch.cli.options import By, Email, Json, Note, Slug, group

app = group("The invitation letter that the champions sign jointly.")


@app.command("draft")
def draft(
    slug: Slug,
    paragraph: Annotated[
        str,
        typer.Option("--paragraph", metavar="TEXT", help="Your own paragraph, before the standard letter."),
    ] = "",
    text: Annotated[
        Path | None, typer.Option("--text", metavar="FILE", help="All of the words instead, plain text.")
    ] = None,
    by: By = "",
) -> None:
    """The words of the letter. Changed words are a new revision and ask for new signatures."""
    from sectorlaunch.actions import letter as letter_actions
    from sectorlaunch.errors import BadInput
    from sectorlaunch.records import letter as letter_records

    try:
        body = text.read_text(encoding="utf-8-sig") if text is not None else ""
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"{text} cannot be read as plain text in UTF-8.") from None
    if body and paragraph:
        raise typer.BadParameter("give a paragraph or all of the words, not both.", param_hint="--paragraph")
    with recording(slug, by) as at:
        before = letter_records.current(at.session, at.partnership_id)
        revision = letter_actions.draft(*at.here, by=at.by, own_paragraph=paragraph, body=body)
        if before is not None and before.number == revision.number:
            at.say(f"Revision {revision.number} has these words already.")
        else:
            at.say(
                f"Revision {revision.number} is drafted; {letter_records.needed(at.session, at.run_id)} to sign it."
            )


@app.command("show")
def show(
    slug: Slug,
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="EMAIL", help="As it will land with this person; else with the convener."
        ),
    ] = "",
    words: Annotated[bool, typer.Option("--words", help="Only the words that are signed.")] = False,
) -> None:
    """The letter as it will land, which revision it is, and who has signed it."""
    from sectorlaunch.letters import preview
    from sectorlaunch.records import letter as letter_records

    with reading(slug) as launch:
        revision = letter_records.current(launch.session, launch.partnership_id)
        if words:
            output.say(revision.body if revision else "No revision is drafted yet.")
            return
        reader = person(launch, to)
        shown = preview.invitation(launch.session, launch.now, launch.partnership_id, reader.pk)
        output.say(f"Subject: {shown.subject}", "", shown.text)
        if revision is None:
            output.say(
                "No revision is drafted yet: this is the standard letter. `letter draft` makes it the first."
            )
            return
        output.say(
            f"Revision {revision.number}, drafted {output.local(revision.drafted_at, launch.partnership.zone)} "
            f"by {revision.drafted_by}; SHA-256 {revision.sha256[:16]}…"
        )
        for signature, signer in letter_records.signatures(launch.session, launch.partnership_id):
            when = output.local(signature.signed_at, launch.partnership.zone)
            output.say(f"Signed by {signer.name}, {when}, {signature.how}.")
        output.say(*filter(None, [letter_records.shortfall(launch.session, launch.run_id)]))


@app.command("sign")
def sign(slug: Slug, email: Email, note: Note = "", by: By = "") -> None:
    """A champion's signature under the current words, given by phone or on paper; who recorded it is kept with it."""
    from sectorlaunch.actions import letter as letter_actions
    from sectorlaunch.actions import signatures
    from sectorlaunch.records import letter as letter_records

    with recording(slug, by) as at:
        who = at.person(email)
        signatures.sign(*at.here, who, by=at.by, note=note)
        revision = letter_actions.ready(*at.here)
        at.say(f"{who.name} has signed revision {revision.number}.")
        at.say(letter_records.shortfall(at.session, at.run_id) or "Enough champions have signed.")


@app.command("check")
def check(
    slug: Slug,
    waive: Annotated[
        str, typer.Option("--waive", metavar="WHY", help="Let it leave late, for this reason, which is kept.")
    ] = "",
    by: By = "",
) -> None:
    """Whether the letter may leave now: signatures, lead time, and the next date that fits."""
    from sectorlaunch.engine import lead_time as lead_time_engine
    from sectorlaunch.records import lead_time as lead_time_records
    from sectorlaunch.records import letter as letter_records

    with recording(slug, by) as at:
        if waive:
            lead_time_engine.waive(*at.here, given_by=at.by, why=waive, asked_by=at.asks)
        stands, given = lead_time_records.check(at), lead_time_records.waiver(at)
        at.say(letter_records.shortfall(at.session, at.run_id) or "Enough champions have signed.")
        at.say(stands.sentence if stands else "The launch has no date yet.")
        if stands is not None and stands.date_conflict:
            at.say(f"On that day some of the guests are asked to {stands.date_conflict} as well.")
        if given is not None and stands is not None and not stands.fits:
            at.say(f"Waived by {given.given_by}: {given.why}")


@app.command("waves")
def waves(
    slug: Slug,
    first: Annotated[
        list[str] | None,
        typer.Option(
            "--first",
            metavar="EMAIL|FILE",
            help="Who is written to first, or a file with one address a line; repeat it for more.",
        ),
    ] = None,
    days: Annotated[
        int | None, typer.Option("--days", help="The others follow so many days after the first.")
    ] = None,
    by_funnel: Annotated[
        bool | None,
        typer.Option(
            "--by-funnel/--by-date", help="Sooner, as soon as the first wave will not fill the room."
        ),
    ] = None,
    send: Annotated[bool, typer.Option("--send", help="The second wave leaves now.")] = False,
    at_once: Annotated[bool, typer.Option("--at-once", help="No waves: everyone is written to.")] = False,
    by: By = "",
) -> None:
    """The letter in two waves: who is written to first, and when the others follow. Nobody gets it twice."""
    from sectorlaunch.engine import waves as wave_engine
    from sectorlaunch.records import waves as wave_records

    if at_once and (first or send):
        raise typer.BadParameter("with it there are no waves.", param_hint="--at-once")
    with recording(slug, by) as at:
        here = at.here
        if days is not None or by_funnel is not None:
            at.say(wave_engine.set_rule(*here, days=days, by_funnel=by_funnel, by=at.by))
        if first:
            chosen = {person.pk for person in at.people_listed(first)}
            at.say(wave_engine.name_first(*here, chosen, by=at.by))
        if at_once:
            at.say(wave_engine.at_once(*here, by=at.by))
        if send:
            at.say(wave_engine.send_second(*here, by=at.by))
        at.say(wave_records.words(at) or "Everyone gets the letter at once.")


def funnel(slug: Slug, json: Json = False) -> None:
    """How many to invite for the number wanted in the room, corrected by the answers so far."""
    from dataclasses import asdict

    from sectorlaunch.facts import invitations

    with reading(slug) as launch:
        found, warnings = invitations.planned(launch)
    if json:
        numbers = {} if found is None else {k: _plain(v) for k, v in asdict(found).items()}
        output.as_json({**numbers, "to_invite": found.to_invite if found else None, "warnings": warnings})
        return
    output.say(found.sentence if found else "The funnel's numbers grow from stage to stage; mend them first.")
    if found is not None:
        output.say(f"Of those who answer, {round(100 * found.yes_rate)} in a hundred come, as it looks now.")
    output.say(*warnings)


def _plain(value: object) -> object:
    from fractions import Fraction

    return round(float(value), 3) if isinstance(value, Fraction) else value

"""What leaves only when a person lets it go: looked at, released, taken back."""

from typing import Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import person, reading, recording
from sectorlaunch.cli.options import Json, Slug, argument, group

app = group("Letters that leave only when a person lets them go.")
What = Annotated[str, argument("NAME", "As `release list` shows it, such as invitation.")]
As = Annotated[
    str, typer.Option("--as", metavar="EMAIL", help="Who releases it; the convener when left out.")
]


@app.command("list")
def list_(slug: Slug, json: Json = False) -> None:
    """What is released by whom, for how many it waits, and for whom it was let go."""
    from sectorlaunch.records import release_status

    with reading(slug) as launch:
        found = release_status.all_of(launch)
        rows = [
            {
                "name": one.what.touch.key,
                "title": one.what.touch.title,
                "asks_now": one.asks_now,
                "by": [person.name for person in one.by],
                "waiting": [person.name for person in one.waiting],
                "released": [person.name for person in one.let_go],
                "written": one.written,
            }
            for one in found
        ]
    if json:
        output.as_json(rows)
        return
    if not rows:
        output.say("This playbook has nothing that a person releases first.")
    for one in found:
        state = "asked for now" if one.asks_now else "may be given beforehand"
        output.say(f"{one.what.touch.key}: {one.what.touch.title} ({state})")
        names = ", ".join(person.name for person in one.by)
        output.say(f"  {len(one.waiting)} to be released{f' by {names}' if names else ''}")
        output.say(f"  {len(one.let_go)} released and not written, {one.written} written")


@app.command("show")
def show(
    slug: Slug,
    name: What,
    to: Annotated[str, typer.Option("--to", metavar="EMAIL", help="As it lands with this person.")] = "",
    words: Annotated[str, typer.Option("--words", metavar="TEXT", help="With this sentence in it.")] = "",
) -> None:
    """The letter as it will land; nothing is kept."""
    from sectorlaunch.engine import release_preview
    from sectorlaunch.errors import BadInput
    from sectorlaunch.records import release_status, releases

    with reading(slug) as launch:
        what = releases.find(launch.playbook, name)
        standing = release_status.stands(launch, what)
        readers = [*standing.waiting, *standing.let_go]
        if not readers:
            raise BadInput("It would reach nobody now.")
        reader = person(launch, to) if to else readers[0]
        shown = release_preview.as_it_lands(launch, what, reader, words)
    output.say(shown.trouble or f"To: {reader.name}\nSubject: {shown.subject}\n\n{shown.text}")


@app.command("give")
def give(
    slug: Slug,
    name: What,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="EMAIL", help="Only to these; everyone it goes to when left out."),
    ] = None,
    wave: Annotated[int | None, typer.Option("--wave", metavar="1|2", help="Only to this wave.")] = None,
    words: Annotated[
        str, typer.Option("--words", metavar="TEXT", help="Your own sentence to the one it goes to.")
    ] = "",
    as_: As = "",
) -> None:
    """Lets it go, now or beforehand: to everyone, to a wave, or to some."""
    from sectorlaunch.actions import releases

    with recording(slug, "") as at:
        by = at.person(as_) if as_ else at.convener
        chosen = [one.pk for one in at.people(to)] if to else None
        at.say(releases.give(*at.here, name, by=by, to=chosen, wave=wave, sentence=words))


@app.command("take-back")
def take_back(
    slug: Slug,
    name: What,
    to: Annotated[str, typer.Option("--to", metavar="EMAIL", help="Only the release to this person.")] = "",
    as_: As = "",
) -> None:
    """Takes a release back. What has not left is withdrawn."""
    from sectorlaunch.actions import releases

    with recording(slug, "") as at:
        by = at.person(as_) if as_ else at.convener
        whom = at.person(to).pk if to else None
        at.say(releases.take_back(*at.here, name, by=by, to=whom))

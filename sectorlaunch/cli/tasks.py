"""Tasks for named people: calls to make, waivers that return, addresses to mend."""

from typing import Annotated, Any

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import installation, person, reading
from sectorlaunch.cli.options import By, Json, Note, Slug, argument, day, group

app = group("Tasks for named people. `tasks SLUG` lists those that are open.")


@app.command("list")
def list_(slug: Slug, json: Json = False) -> None:
    """The open tasks of a launch, oldest first."""
    from sectorlaunch.engine import calls_to_make
    from sectorlaunch.records import tasks as task_records
    from sectorlaunch.tables import Person

    with reading(slug) as launch:
        rows = [
            {
                "id": todo.id,
                "due_on": todo.due_on,
                "kind": todo.kind,
                "owner": launch.session.get_one(Person, todo.owner_id).name,
                "about": launch.session.get_one(Person, todo.about_id).name if todo.about_id else None,
                "phone": launch.session.get_one(Person, todo.about_id).phone if todo.about_id else "",
                "title": todo.title,
                "script": calls_to_make.script_of(launch.session, todo),
            }
            for todo in task_records.open_for(launch.session, launch.run_id)
        ]
    output.listing(
        rows,
        lambda row: (
            str(row["id"]),
            str(row["due_on"]),
            row["owner"],
            row["title"] + (f": {row['about']} {row['phone']}".rstrip() if row["about"] else ""),
        ),
        "No task is open.",
        json=json,
    )


@app.command("done")
def done(
    task: Annotated[int, argument("ID", "The number `tasks SLUG` shows.")],
    outcome: Annotated[
        str,
        typer.Option(
            "--outcome",
            metavar="TEXT",
            help="What came of it, in a few words; for a call: reached-yes, reached-no, call-back, wrong-number or "
            "left-message, and for somebody asked twice: ask or let it be. These do what they mean.",
        ),
    ],
    note: Note = "",
    on: Annotated[Any, day("The day to call back.", "--on")] = None,
    by: By = "",
) -> None:
    """Notes the outcome of a task."""
    from sectorlaunch.engine import calls as call_engine
    from sectorlaunch.tables import Person, ToDo

    here = installation()
    with here.changing() as session:
        known = session.get(ToDo, task)
        owner = session.get_one(Person, known.owner_id).name if known else ""
        todo = call_engine.settle(session, here.now, task, outcome, by=by or owner, note=note, on=on)
        words = (
            f"Done: {todo.title}."
            if todo.done_at
            else f"Noted; it comes back on {todo.due_on}: {todo.title}."
        )
    output.say(words)


def calls(
    slug: Slug,
    for_: Annotated[
        str, typer.Option("--for", metavar="EMAIL", help="Only the calls of this team member.")
    ] = "",
    json: Json = False,
) -> None:
    """Who is to be called, by whom, with the number and what to say."""
    from sectorlaunch.engine import calls_to_make

    with reading(slug) as launch:
        owner_id = person(launch, for_).id if for_ else None
        found = calls_to_make.call_list(launch.session, launch.run_id, owner_id)
    if json:
        output.as_json(found)
    elif not found:
        output.say("Nobody is to be called.")
    else:
        for number, call in enumerate(found):
            output.say(*([""] if number else []), *_lines(call))


def _lines(call: Any) -> list[str]:
    head = f"{call.id}  {call.due_on}  {call.owner} calls {call.name}, {call.phone or 'no number known'}"
    return [head, f"    {call.title}", *(f"    {line}" for line in call.script.splitlines())]

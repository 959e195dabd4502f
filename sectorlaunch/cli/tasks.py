"""Tasks for named people: calls to make, waivers that return, addresses to mend."""

from typing import Annotated

import typer

from sectorlaunch.cli.options import By, Group, Json, Slug

app = typer.Typer(
    cls=Group, no_args_is_help=True, help="Tasks for named people. `tasks SLUG` lists those that are open."
)


@app.command("list")
def list_(slug: Slug, json: Json = False) -> None:
    """The open tasks of a launch, oldest first."""
    from sectorlaunch.cli import showing
    from sectorlaunch.cli.installation import installation, launch_of
    from sectorlaunch.operations import todos
    from sectorlaunch.tables import Person

    here = installation()
    with here.reading() as session:
        launch = launch_of(session, slug)
        rows = [
            {
                "id": todo.id,
                "due_on": todo.due_on,
                "kind": todo.kind,
                "owner": session.get_one(Person, todo.owner_id).name,
                "about": session.get_one(Person, todo.about_id).name if todo.about_id else None,
                "phone": session.get_one(Person, todo.about_id).phone if todo.about_id else "",
                "title": todo.title,
                "script": todo.script,
            }
            for todo in todos.open_for(session, launch.run_id)
        ]
    if json:
        showing.as_json(rows)
    elif not rows:
        showing.say("No task is open.")
    else:
        showing.columns(
            [
                (
                    str(row["id"]),
                    str(row["due_on"]),
                    str(row["owner"]),
                    f"{row['title']}" + (f": {row['about']} {row['phone']}".rstrip() if row["about"] else ""),
                )
                for row in rows
            ]
        )


@app.command("done")
def done(
    task: Annotated[
        int, typer.Argument(metavar="ID", help="The number `tasks SLUG` shows.", show_default=False)
    ],
    outcome: Annotated[
        str, typer.Option("--outcome", metavar="TEXT", help="What came of it, in a few words.")
    ],
    by: By = "",
) -> None:
    """Notes the outcome of a task."""
    from sectorlaunch.cli import showing
    from sectorlaunch.cli.installation import installation
    from sectorlaunch.operations import todos
    from sectorlaunch.tables import Person, ToDo

    here = installation()
    with here.changing() as session:
        known = session.get(ToDo, task)
        owner = session.get_one(Person, known.owner_id).name if known else ""
        todo = todos.finish(session, here.now, task, outcome, by or owner)
    showing.say(f"Done: {todo.title}.")

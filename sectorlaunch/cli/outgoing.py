"""What was sent and what waits, and letting go of what is withheld."""

from typing import Annotated

from sectorlaunch.cli import launches, output
from sectorlaunch.cli.installation import installation, recording
from sectorlaunch.cli.options import By, Slug, argument, group

app = group("Messages of a launch. `messages SLUG` lists what was sent to whom, and what waits.")
app.command("list")(launches.messages)


@app.command("release")
def release(
    message: Annotated[int, argument("ID", "The number `messages SLUG --state withheld` shows.")],
    by: By = "",
) -> None:
    """Sends a message that was withheld, unless the person's own wish holds it."""
    from sectorlaunch.engine import double_asks
    from sectorlaunch.outbox.write.tasks import convener_of
    from sectorlaunch.tables import Message

    here = installation()
    with here.changing() as session:
        known = session.get(Message, message)
        convener = convener_of(session, known.run_id) if known else None
        released = double_asks.release(
            session, here.now, message, by=by or (convener.name if convener else "convener")
        )
        words = f"“{released.subject}” goes to {released.to_name}."
    output.say(words)


@app.command("send-refused")
def send_refused(slug: Slug, by: By = "") -> None:
    """Sends again what was refused for how our mail is sent, once your mail server is mended."""
    from sectorlaunch.engine import sending_after_all

    with recording(slug, by) as at:
        said = sending_after_all.send_what_was_refused(*at.here, at.by)
        at.say(*said or ["Nothing was refused for that."])

"""A champion's name put under the letter. What happens then stands in `engine.consequences`."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch.actions import champions as champion_actions
from sectorlaunch.actions import letter
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.records import champions
from sectorlaunch.tables import ChampionStage, Person, Signature


def sign(
    session: Session, now: datetime, run_id: int, person: Person, *, by: str, note: str = "", seen: str = ""
) -> Signature:
    """Puts a champion's name under the current revision, once. `by` is who records it: the champion or somebody for them.

    `seen` is the fingerprint of the words they had before them; BadInput when these are not the current ones any more.
    Raises NotFound for a person who is not on the champion pipeline.
    """
    revision = letter.ready(session, now, run_id)
    if seen and seen != revision.sha256:
        raise BadInput("The letter has changed in the meantime. Please read the new version, then sign.")
    champion = champions.champion_of(session, revision.partnership_id, person.pk)
    if champion is None:
        raise NotFound(
            "%(name)s is not on the champion pipeline; propose them as a champion first.", name=person.name
        )
    signature = letter.put_name_under(session, now, run_id, champion, person, by=by)
    if champion.stage is not ChampionStage.HOSTING:
        champion_actions.move(session, now, run_id, person, ChampionStage.SIGNED, by=by, note=note)
    return signature

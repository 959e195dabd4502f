"""The words of the invitation letter: those of its current revision, as the champions sign them."""

from sectorlaunch.letters.desk import Desk
from sectorlaunch.operations.letter import joint_letter


def invitation(desk: Desk) -> str:
    """Empty for the standard letter, while no revision is drafted."""
    revision = joint_letter.current(desk.session, desk.partnership_id)
    return revision.body if revision is not None else ""

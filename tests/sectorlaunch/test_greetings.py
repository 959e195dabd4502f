"""Whom a letter greets by given name, and whom by the whole name, because nobody can be sure."""

import pytest

from notifications.context import Recipient
from sectorlaunch.contacts import names


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Maren Quillfeather", "Maren"),
        ("Dr. Ravi Oakhurst, Jr.", "Ravi"),
        ("Dr. Harrow", "Dr. Harrow"),
        ("Mary Ann Smith", "Mary Ann Smith"),
        ("J. R. Stone", "J. R. Stone"),
    ],
)
def test_it_greets_half_a_name_by_the_whole(name: str, greeted: str) -> None:
    """A case of the shared list: "Dear Dr.,", "Dear Finch,,"."""
    assert Recipient(name=name, first_name=names.read(name).given).greeting == greeted

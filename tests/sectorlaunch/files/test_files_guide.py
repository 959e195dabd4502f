"""The guide names every key and column there is, and none that is not."""

import re
from pathlib import Path

from sectorlaunch.contacts.dialects.ours import COLUMNS
from sectorlaunch.files.partnership_fields import Launch, PartnershipFile, PersonEntry

PAGE = Path(__file__).parents[3] / "docs" / "guides" / "the-two-files.md"


def keys_in_tables(text: str) -> set[str]:
    return set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))


def test_it_names_every_key_of_the_partnership_file() -> None:
    before, _, _ = PAGE.read_text(encoding="utf-8").partition("## contacts.csv")

    assert keys_in_tables(before) == {*PartnershipFile.model_fields, *Launch.model_fields}
    assert all(f"`{key}`" in before for key in PersonEntry.model_fields)


def test_it_names_every_column_of_the_contacts_file() -> None:
    _, _, after = PAGE.read_text(encoding="utf-8").partition("## contacts.csv")

    assert keys_in_tables(after) == set(COLUMNS)

"""Names as lists write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectorlaunch.contacts import names


@pytest.mark.parametrize(
    ("written", "whole", "given_name"),
    [
        ("Finch, Ollie", "Ollie Finch", "Ollie"),
        ("Dr. Quill Ashgrove, MD", "Dr. Quill Ashgrove, MD", "Quill"),
        ("Ashgrove, Dr. Quill, MD", "Dr. Quill Ashgrove, MD", "Quill"),
        ("MARA LARKSPUR", "Mara Larkspur", "Mara"),
        ("mara larkspur", "Mara Larkspur", "Mara"),
        ("McDONALD, RON", "Ron McDonald", "Ron"),
        ("van der Berg, Jan", "Jan van der Berg", "Jan"),
        ("Robin Downey Jr.", "Robin Downey Jr.", "Robin"),
        ("J. R. Underhill", "J. R. Underhill", ""),
        ("Mary Ann Smith", "Mary Ann Smith", ""),
        ("Finch (Robin)", "Finch (Robin)", ""),
        ("Zoë", "Zoë", ""),
        ("IBM", "IBM", ""),
        ("小龍 李", "小龍 李", ""),
        ("", "", ""),
    ],
)
def test_a_name_is_put_in_the_order_it_is_spoken_in_and_greeted_by_what_is_sure(
    written: str, whole: str, given_name: str
) -> None:
    assert names.read(written) == names.PersonName(whole, given_name)


@pytest.mark.parametrize(
    ("text", "is_company"),
    [
        ("Prairie Lark Inc.", True),
        ("Tanager Tooling, LLC", True),
        ("Vale & Sons", True),
        ("Brückner GmbH", True),
        ("Nico Coe", False),
        ("Ollie Finch", False),
        ("Vincent", False),
    ],
)
def test_a_company_is_never_taken_for_a_person(text: str, is_company: bool) -> None:
    assert names.is_company(text) is is_company


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C"]), max_size=60))
def test_no_letter_of_a_name_is_lost(text: str) -> None:
    read = names.read(text)

    assert sorted(x for x in read.whole.casefold() if x.isalnum()) == sorted(
        x for x in text.casefold() if x.isalnum()
    )

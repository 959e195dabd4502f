from datetime import date

import pytest

from playbooks.wording import day_in_words, english_list, fill, quoted, sentence, wrong_fields


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["Ana"], "Ana"),
        (["Ana", "Ben"], "Ana and Ben"),
        (["Ana", "Ben", "Cy"], "Ana, Ben, and Cy"),
        (list("ABCDEF"), "A, B, C, D, E, and F"),
        (list("ABCDEFG"), "A, B, C, D, E, and 2 others"),
    ],
)
def test_it_lists_names_as_a_person_would(names: list[str], words: str) -> None:
    assert english_list(names) == words


@pytest.mark.parametrize(
    ("day", "today", "words"),
    [
        (date(2027, 3, 14), date(2027, 1, 4), "Sunday, March 14"),
        (date(2028, 2, 29), date(2028, 1, 4), "Tuesday, February 29"),
        (date(2028, 1, 3), date(2027, 12, 30), "Monday, January 3, 2028"),
        (date(2027, 12, 31), None, "Friday, December 31"),
    ],
)
def test_it_writes_dates_in_words_with_the_year_when_it_is_another(
    day: date, today: date | None, words: str
) -> None:
    assert day_in_words(day, today) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "No champions have agreed; 2 are needed."),
        (1, "1 champion has agreed; 2 are needed."),
        (3, "3 champions have agreed; 2 are needed."),
    ],
)
def test_it_counts_in_singular_and_plural(value: int, words: str) -> None:
    assert fill("{value:champion has|champions have} agreed; {needed} are needed.", value, 2) == words


def test_it_fills_in_names_and_what_is_short() -> None:
    filled = fill("{short} more than now, of {needed}: {names}", 2, 5, ["Ana", "Ben"])
    assert filled == "3 more than now, of 5: Ana and Ben"


def test_it_says_nobody_where_there_are_no_names() -> None:
    assert fill("Open: {names}.", 1, 0) == "Open: nobody."


def test_it_finds_fields_that_cannot_be_filled_in() -> None:
    assert wrong_fields("{value} of {wanted}, {names.__class__}") == ("wanted", "names.__class__")


def test_it_quotes_what_somebody_wrote_without_a_second_full_stop() -> None:
    assert quoted(" We are not ready. ") == "“We are not ready”"


@pytest.mark.parametrize(
    ("words", "whole"),
    [("the date is open", "The date is open."), ("Is it?", "Is it?"), ("", ""), ("A.", "A.")],
)
def test_it_makes_sentences(words: str, whole: str) -> None:
    assert sentence(words) == whole

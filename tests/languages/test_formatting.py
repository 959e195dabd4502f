"""Dates, times, lists and numbers as each language puts them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from languages import Language, formatting

AT = datetime(2027, 6, 1, 15, 0, tzinfo=UTC)
DENVER = ZoneInfo("America/Denver")
ENGLISH, SPANISH = Language.ENGLISH, Language.SPANISH


@pytest.mark.parametrize(
    ("say", "english", "spanish"),
    [
        (lambda l: formatting.day(l, AT.date()), "Tuesday, June 1, 2027", "martes, 1 de junio de 2027"),
        (lambda l: formatting.short_day(l, AT.date()), "Tuesday, June 1", "martes, 1 de junio"),
        (
            lambda l: formatting.short_day(l, AT.date(), date(2026, 12, 1)),
            "Tuesday, June 1, 2027",
            "martes, 1 de junio de 2027",
        ),
        (
            lambda l: formatting.span(l, AT, 120, DENVER),
            "Tuesday, June 1, 2027, 9:00–11:00 a.m. MT",
            "martes, 1 de junio de 2027, 9:00–11:00 a. m. MT",
        ),
        (
            lambda l: formatting.hours(l, AT, 300, DENVER),
            "9:00 a.m.–2:00 p.m. MT",
            "9:00 a. m.–2:00 p. m. MT",
        ),
        (lambda l: formatting.clock(l, AT, DENVER), "9:00 a.m.", "9:00 a. m."),
        (lambda l: formatting.part_of_month(l, date(2027, 5, 14)), "in mid-May", "a mediados de mayo"),
        (lambda l: formatting.duration(l, 60), "an hour", "una hora"),
        (lambda l: formatting.duration(l, 90), "an hour and a half", "una hora y media"),
        (lambda l: formatting.duration(l, 120), "two hours", "dos horas"),
        (lambda l: formatting.duration(l, 150), "two and a half hours", "dos horas y media"),
        (lambda l: formatting.duration(l, 45), "45 minutes", "45 minutos"),
        (lambda l: formatting.listing(l, ["Ana"]), "Ana", "Ana"),
        (lambda l: formatting.listing(l, ["Ana", "Ben", "Inés"]), "Ana, Ben, and Inés", "Ana, Ben e Inés"),
        (lambda l: formatting.listing(l, ["Inés", "Yolanda"]), "Inés and Yolanda", "Inés y Yolanda"),
        (lambda l: formatting.listing(l, list("abcd"), 3), "a, b, and 2 others", "a, b y 2 personas más"),
        (lambda l: formatting.whole_number(l, 26532), "26,532", "26,532"),
        (lambda l: formatting.percent(l, 0.042, 1), "4.2%", "4.2%"),
        (lambda l: formatting.in_words(l, 9), "nine", "nueve"),
        (lambda l: formatting.in_words(l, 10), "10", "10"),
    ],
)
def test_it_puts_it_as_the_language_does(say: Callable[[Language], str], english: str, spanish: str) -> None:
    assert (say(ENGLISH), say(SPANISH)) == (english, spanish)


@pytest.mark.parametrize("minutes", [59, 61, 119, 121, 240, 599])
def test_it_has_words_for_every_length(minutes: int) -> None:
    for language in Language:
        assert formatting.duration(language, minutes)


def test_it_names_the_zone_alike_in_summer_and_winter() -> None:
    winter = datetime(2027, 1, 12, 16, 0, tzinfo=UTC)
    assert formatting.zone_name(ENGLISH, AT, DENVER) == formatting.zone_name(ENGLISH, winter, DENVER) == "MT"

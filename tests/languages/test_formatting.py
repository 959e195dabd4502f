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
        (lambda to: formatting.day(to, AT.date()), "Tuesday, June 1, 2027", "martes, 1 de junio de 2027"),
        (lambda to: formatting.short_day(to, AT.date()), "Tuesday, June 1", "martes, 1 de junio"),
        (
            lambda to: formatting.short_day(to, AT.date(), date(2026, 12, 1)),
            "Tuesday, June 1, 2027",
            "martes, 1 de junio de 2027",
        ),
        (
            lambda to: formatting.span(to, AT, 120, DENVER),
            "Tuesday, June 1, 2027, 9:00–11:00 a.m. MT",
            "martes, 1 de junio de 2027, 9:00–11:00 a. m. MT",
        ),
        (
            lambda to: formatting.hours(to, AT, 300, DENVER),
            "9:00 a.m.–2:00 p.m. MT",
            "9:00 a. m.–2:00 p. m. MT",
        ),
        (lambda to: formatting.clock(to, AT, DENVER), "9:00 a.m.", "9:00 a. m."),
        (lambda to: formatting.part_of_month(to, date(2027, 5, 14)), "in mid-May", "a mediados de mayo"),
        (lambda to: formatting.duration(to, 60), "an hour", "una hora"),
        (lambda to: formatting.duration(to, 90), "an hour and a half", "una hora y media"),
        (lambda to: formatting.duration(to, 120), "two hours", "dos horas"),
        (lambda to: formatting.duration(to, 150), "two and a half hours", "dos horas y media"),
        (lambda to: formatting.duration(to, 45), "45 minutes", "45 minutos"),
        (lambda to: formatting.listing(to, ["Ana"]), "Ana", "Ana"),
        (lambda to: formatting.listing(to, ["Ana", "Ben", "Inés"]), "Ana, Ben, and Inés", "Ana, Ben e Inés"),
        (lambda to: formatting.listing(to, ["Inés", "Yolanda"]), "Inés and Yolanda", "Inés y Yolanda"),
        (lambda to: formatting.listing(to, list("abcd"), 3), "a, b, and 2 others", "a, b y 2 más"),
        (lambda to: formatting.whole_number(to, 26532), "26,532", "26,532"),
        (lambda to: formatting.percent(to, 0.042, 1), "4.2%", "4.2%"),
        (lambda to: formatting.decimal(to, 1.216, 2), "1.22", "1.22"),
        (lambda to: formatting.dollars(to, 1319.4), "$1,319", "$1,319"),
        (lambda to: formatting.short_quarter(to, 2026, 4), "Q4 2026", "T4 2026"),
        (lambda to: formatting.quarter(to, 2026, 4), "4th quarter 2026", "4.º trimestre de 2026"),
        (lambda to: formatting.in_words(to, 9), "nine", "nueve"),
        (lambda to: formatting.in_words(to, 10), "10", "10"),
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

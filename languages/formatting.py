"""Dates, times, lists, numbers and plurals in words: the language comes first, and Babel knows how it is done.

Dates are spelled out, so that nobody reads 4/3 the wrong way round. Moments are aware; days and hours are those of `zone`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from languages import Language


@dataclass(frozen=True)
class _Usage:
    """What a language does that Babel's tables do not say."""

    day: str
    """Weekday, month and day without the year, in Babel's letters."""
    halves: tuple[str, str]
    """Before and after noon."""
    small_numbers: tuple[str, ...]
    """In words from two on; larger ones are written in digits."""
    hour: str
    hours: str
    half_more: tuple[str, str]
    """One hour and a half; "{hours}" hours and a half."""
    and_minutes: str
    minutes: str
    others: str
    """What stands for those left out of a list."""
    month_parts: tuple[str, str, str]


_USAGE = {
    Language.ENGLISH: _Usage(
        day="EEEE, MMMM d",
        halves=("a.m.", "p.m."),
        small_numbers=("two", "three", "four", "five", "six", "seven", "eight", "nine"),
        hour="an hour",
        hours="{hours} hours",
        half_more=("an hour and a half", "{hours} and a half hours"),
        and_minutes="{hours} and {minutes} minutes",
        minutes="{minutes} minutes",
        others="{count} others",
        month_parts=("in early {month}", "in mid-{month}", "in late {month}"),
    ),
    Language.SPANISH: _Usage(
        day="EEEE, d 'de' MMMM",
        halves=("a. m.", "p. m."),
        small_numbers=("dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
        hour="una hora",
        hours="{hours} horas",
        half_more=("una hora y media", "{hours} horas y media"),
        and_minutes="{hours} y {minutes} minutos",
        minutes="{minutes} minutos",
        others="{count} más",
        month_parts=("a principios de {month}", "a mediados de {month}", "a finales de {month}"),
    ),
}


def day(language: Language, on: date) -> str:
    """Tuesday, June 1, 2027."""
    return str(format_date(on, "full", locale=language.locale))


def plain_day(language: Language, on: date) -> str:
    """June 1, 2027."""
    return str(format_date(on, "long", locale=language.locale))


def short_day(language: Language, on: date, today: date | None = None) -> str:
    """Tuesday, June 1; with the year where it is not that of `today`."""
    if today is not None and today.year != on.year:
        return day(language, on)
    return str(format_date(on, _USAGE[language].day, locale=language.locale))


def month(language: Language, on: date) -> str:
    """June."""
    return str(format_date(on, "LLLL", locale=language.locale))


def quarter(language: Language, year: int, number: int) -> str:
    """4th quarter 2026."""
    return str(format_skeleton("yQQQQ", date(year, 3 * number, 1), locale=language.locale))


def short_quarter(language: Language, year: int, number: int) -> str:
    """Q4 2026."""
    return str(format_skeleton("yQQQ", date(year, 3 * number, 1), locale=language.locale))


def part_of_month(language: Language, on: date) -> str:
    """In mid-June: as a date reads in a sentence while only its month is settled."""
    part = 0 if on.day <= 10 else 1 if on.day <= 20 else 2
    return _USAGE[language].month_parts[part].format(month=month(language, on))


def clock(language: Language, moment: datetime, zone: ZoneInfo) -> str:
    """9:00 a.m."""
    return f"{_hour(language, moment, zone)} {_half(language, moment, zone)}"


def zone_name(language: Language, moment: datetime, zone: ZoneInfo) -> str:
    """MT: the zone as people there write it, summer and winter alike."""
    return str(
        get_timezone_name(
            moment.astimezone(zone), width="short", zone_variant="generic", locale=language.locale
        )
    )


def hours(language: Language, starts_at: datetime, minutes: int, zone: ZoneInfo) -> str:
    """9:00–11:00 a.m. MT."""
    ends_at = starts_at + timedelta(minutes=minutes)
    half, last = _half(language, starts_at, zone), _half(language, ends_at, zone)
    first = _hour(language, starts_at, zone) if half == last else f"{_hour(language, starts_at, zone)} {half}"
    return f"{first}–{_hour(language, ends_at, zone)} {last} {zone_name(language, starts_at, zone)}"


def span(language: Language, starts_at: datetime, minutes: int, zone: ZoneInfo) -> str:
    """Tuesday, June 1, 2027, 9:00–11:00 a.m. MT."""
    return f"{day(language, starts_at.astimezone(zone).date())}, {hours(language, starts_at, minutes, zone)}"


def moment(language: Language, at: datetime, zone: ZoneInfo) -> str:
    """Tuesday, June 1, 2027, 9:00 a.m."""
    return f"{day(language, at.astimezone(zone).date())}, {clock(language, at, zone)}"


def short_moment(language: Language, at: datetime, zone: ZoneInfo) -> str:
    """Tuesday, June 1, 9:00 a.m."""
    return f"{short_day(language, at.astimezone(zone).date())}, {clock(language, at, zone)}"


def duration(language: Language, minutes: int) -> str:
    """Two hours; an hour and a half; 45 minutes."""
    usage, (whole, rest) = _USAGE[language], divmod(minutes, 60)
    said = usage.hour if whole == 1 else usage.hours.format(hours=in_words(language, whole))
    if not rest:
        return said
    if not whole:
        return usage.minutes.format(minutes=rest)
    if rest == 30:
        one, more = usage.half_more
        return one if whole == 1 else more.format(hours=in_words(language, whole))
    return usage.and_minutes.format(hours=said, minutes=rest)


def listing(language: Language, names: Sequence[str], most: int | None = None) -> str:
    """Ana; Ana and Ben; Ana, Ben, and Cy. Beyond `most` names the rest are counted."""
    shown = list(names)
    if most is not None and len(shown) > most:
        left = len(shown) - most + 1
        shown = [*shown[: most - 1], _USAGE[language].others.format(count=left)]
    said = str(format_list(shown, locale=language.locale)) if shown else ""
    return _spanish_and(said) if language is Language.SPANISH else said


def _spanish_and(listed: str) -> str:
    """Before the sound of an i, "y" is "e"; "hie" sounds otherwise."""
    before, joined, last = listed.rpartition(" y ")
    start = last.casefold()
    sounds = start.startswith(("i", "í", "hi", "hí")) and not start.startswith(("hie", "ia", "ie", "io"))
    return f"{before} e {last}" if joined and sounds else listed


def in_words(language: Language, number: int) -> str:
    """Two to nine in words; others in digits, as the language groups them."""
    small = _USAGE[language].small_numbers
    return small[number - 2] if 2 <= number < len(small) + 2 else str(whole_number(language, number))


def whole_number(language: Language, number: int) -> str:
    """26,532."""
    return str(format_decimal(number, locale=language.locale))


def decimal(language: Language, number: float, digits: int) -> str:
    """1.22."""
    return str(format_decimal(number, f"#,##0.{'0' * digits}", locale=language.locale))


def dollars(language: Language, amount: float) -> str:
    """$1,319."""
    return str(format_currency(amount, "USD", "¤#,##0", locale=language.locale, currency_digits=False))


def percent(language: Language, share: float, digits: int = 0) -> str:
    """4.2% of 0.042."""
    pattern = f"#,##0.{'0' * digits}%" if digits else "#,##0%"
    return str(format_percent(share, pattern, locale=language.locale))


def is_one(language: Language, number: int) -> bool:
    """Whether the language puts the noun beside this number into the singular."""
    return str(Locale.parse(language.locale).plural_form(number)) == "one"


def _hour(language: Language, moment: datetime, zone: ZoneInfo) -> str:
    return str(format_time(moment, "h:mm", tzinfo=zone, locale=language.locale))


def _half(language: Language, moment: datetime, zone: ZoneInfo) -> str:
    return _USAGE[language].halves[moment.astimezone(zone).hour >= 12]

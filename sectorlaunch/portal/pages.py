"""Templates and the words they borrow."""

import hashlib
import re
from datetime import UTC, date, datetime, time
from functools import partial
from importlib.resources import files
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from languages import DEFAULT, Language, formatting
from languages.catalogs import catalog
from notifications import phrases
from notifications.rendering import traits
from sectorlaunch import wording
from sectorlaunch.portal import on_record
from sectorlaunch.records import meetings
from sectorlaunch.tables import Partnership

SECOND_PERIOD = re.compile(r"([ap]\.\s?m\.(?:</\w+>)*)\.(?!\.)")
"""Of a sentence that ends with an hour, such as 9:00 a.m."""
ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)
"""For hours and zones whose words are the same all year."""
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class Pages:
    """Renders the portal's templates. An unknown name in a template is an error, never an empty space."""

    def __init__(self) -> None:
        self._templates = {language: _environment(language) for language in Language}

    def render(self, template: str, language: Language = DEFAULT, **context: object) -> str:
        """A page in a language; pages for conveners there are in English alone."""
        made = self._templates[language].get_template(template).render(**context)
        return SECOND_PERIOD.sub(r"\1", made)


def _environment(language: Language) -> Environment:
    """Templates with the words, dates and numbers of one language."""
    environment = Environment(
        loader=PackageLoader("sectorlaunch.portal", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(catalog(language), newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(
        day=partial(formatting.day, language),
        short_day=short_day if language is DEFAULT else partial(formatting.short_day, language),
        moment=moment if language is DEFAULT else partial(formatting.moment, language),
        span=partial(formatting.span, language),
        listing=partial(formatting.listing, language),
        said=catalog(language).gettext,
        meeting_title=partial(meetings.title_in, language),
        in_words=partial(formatting.in_words, language),
        hour=hour,
        zone_name=lambda zone: formatting.zone_name(language, ANY_DAY, zone),
        counted=wording.counted,
        counted_in_words=counted_in_words,
        paragraphs=paragraphs,
        capital=capital,
        within_weeks=within_weeks,
    )
    environment.globals.update(
        static_version=_static_version(),
        traits=traits,
        zone_of=zone_of,
        on_record=on_record,
        say=partial(phrases.say, language),
        language=language,
        languages=Language,
    )
    return environment


def short_day(on: date) -> str:
    """Thu, May 14, 2026."""
    return f"{on:%a}, {on:%b} {on.day}, {on.year}"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Thu, May 14, 2026, 8:30 a.m."""
    return f"{short_day(at.astimezone(zone).date())}, {wording.clock(at, zone)}"


def hour(of_day: str) -> str:
    """9:00 a.m., of 09:00."""
    return wording.clock(datetime.combine(ANY_DAY, time.fromisoformat(of_day), UTC), ZoneInfo("UTC"))


def counted_in_words(number: int, one: str, many: str = "") -> str:
    """One person, two people; digits above nine."""
    in_words = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"{in_words} {one if number == 1 else many or one + 's'}"


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def paragraphs(words: str) -> Markup:
    """What somebody wrote, with their empty lines as paragraphs and their line breaks kept."""
    parts = [part for part in words.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in part.split("\n")))
        for part in parts
    )


def within_weeks(on: date, now: datetime, zone: ZoneInfo) -> str:
    """How far a day is: "today", "in 3 days", "in 26 weeks", "2 days ago"."""
    days = (on - now.astimezone(zone).date()).days
    if days in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[days + 1]
    words = (
        wording.counted(round(abs(days) / 7), "week")
        if abs(days) >= 14
        else wording.counted(abs(days), "day")
    )
    return f"in {words}" if days > 0 else f"{words} ago"


def zone_of(partnership: Partnership | None) -> ZoneInfo:
    """The partnership's own; UTC for what belongs to none."""
    return ZoneInfo(partnership.zone if partnership is not None else "UTC")


def _static_version() -> str:
    """Changes with any of our files, so that browsers may keep them."""
    folder = files("sectorlaunch.portal").joinpath("static")
    digest = hashlib.sha256()
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]

"""The language a page is answered in: that of the person whose page it is; before they are known, what their browser asks for."""

from babel import negotiate_locale
from starlette.datastructures import QueryParams
from starlette.requests import HTTPConnection
from starlette.types import Scope

from languages import DEFAULT, Language

PERSONAL = ("/p/", "/u/", "/c/", "/sign-in", "/account/address/")
"""How the addresses begin that people open from a letter, or to sign in. Other pages are in English: they are for conveners,
save those of whoever has another part, who is known by the time they are answered."""
ASKED_FOR = "language"
"""Names a language in an address, for those of whom nothing is known yet."""
_KEPT = "sectorlaunch.language"


def remember(scope: Scope, language: Language) -> None:
    """Whoever the page is for is known by now."""
    scope.setdefault("state", {})[_KEPT] = language


def is_asked_for(scope: Scope) -> bool:
    """Whether the address names one: that is what somebody has just pressed."""
    return QueryParams(scope["query_string"]).get(ASKED_FOR, "") in set(Language)


def as_asked_for(scope: Scope) -> str:
    """What keeps that language on the way from a page to its form; nothing where none is asked for."""
    return f"?{ASKED_FOR}={of(scope)}" if is_asked_for(scope) else ""


def of(scope: Scope) -> Language:
    """What to answer a request in."""
    known: Language | None = scope.get("state", {}).get(_KEPT)
    if known is not None or not scope["path"].startswith(PERSONAL):
        return known or DEFAULT
    if is_asked_for(scope):
        return Language(QueryParams(scope["query_string"])[ASKED_FOR])
    return _wanted_by_browser(HTTPConnection(scope).headers.get("accept-language", ""))


def _wanted_by_browser(header: str) -> Language:
    """The first of its languages that is one of ours, whatever its region."""
    wanted = sorted(
        (one.strip().partition(";")[::2] for one in header[:200].split(",")), key=_weight, reverse=True
    )
    short = negotiate_locale(
        [name.strip().partition("-")[0] for name, _ in wanted], [one.short for one in Language]
    )
    return next((one for one in Language if one.short == short), DEFAULT)


def _weight(named: tuple[str, ...]) -> float:
    """The `q=0.7` behind a language of the header; one where it is left out, nothing where it is nonsense."""
    given = named[1].strip().removeprefix("q=")
    try:
        return float(given) if given else 1.0
    except ValueError:
        return 0.0

"""Values of a partnership file: its short name, industry codes, region and lists."""

import re
from collections.abc import Mapping
from functools import cache

from sectorlaunch import plain_values
from sectorlaunch.tables import PlaceKind, Sector

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NAICS = re.compile(r"[1-9][0-9]{1,5}|[1-9][0-9]-[1-9][0-9]")


def slug(value: object) -> str:
    text = plain_values.filled_line(value)
    if _SLUG.fullmatch(text) and len(text) <= 60:
        return text
    better = re.sub(r"[^a-z0-9]+", "-", text.casefold())[:60].strip("-")
    hint = f", such as “{better}”" if better else ""
    raise ValueError(f"write it in small letters, digits and hyphens, at most 60 characters{hint}")


def naics(value: object) -> str:
    text = plain_values.filled_line(value).replace("–", "-")
    low, _, high = text.partition("-")
    if not _NAICS.fullmatch(text) or (high and high <= low):
        raise ValueError(
            f"“{plain_values.shown(text)}” is not a NAICS code; write two to six digits, such as 3254, or a range such as 31-33"
        )
    return text


def state(value: object) -> str:
    """The two-letter code of a state, in capitals."""
    text = plain_values.filled_line(value)
    codes = _state_codes()
    if text.upper() in codes.values():
        return text.upper()
    near = plain_values.nearest(text, codes)
    code = codes[near] if near else None
    hint = f"did you mean {code}?" if code else "write two letters, such as CO for Colorado"
    raise ValueError(f"“{plain_values.shown(text)}” is not the code of a state; {hint}")


@cache
def _state_codes() -> dict[str, str]:
    """The code of each state and territory by its name, as the calendar of public holidays knows them."""
    # Imported here because it takes 0.4 s, which a command that reads no partnership file should not pay.
    import holidays

    united_states = holidays.country_holidays("US")
    named = {str(name): str(code) for name, code in united_states.subdivisions_aliases.items()}
    return {code: code for code in united_states.subdivisions} | named


def place_kind(value: object) -> PlaceKind | None:
    return None if value is None else plain_values.one_of(value, PlaceKind, {}, "a kind of place")


def team_sector(value: object) -> Sector:
    """A sector somebody of the support team may speak for: any but business."""
    found = plain_values.sector(value)
    if found is Sector.BUSINESS:
        raise ValueError(
            "the support team is the public side; put business leaders into the contacts file, "
            "with the role champion or business leader"
        )
    return found


def a_list(value: object) -> list[object]:
    """A list; one item alone is a list of one, nothing an empty one."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def filled_list(value: object) -> list[object]:
    found = a_list(value)
    if not found:
        raise ValueError("name at least one")
    return found


def a_mapping(value: object) -> Mapping[object, object]:
    if value is None:
        return {}
    if isinstance(value, Mapping):
        return value
    raise ValueError("write names and values beneath it, indented, such as `name: value`")

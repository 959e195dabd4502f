"""libical, by ctypes: what another calendar program says of ours against the rules of RFC 5546."""

import ctypes
import ctypes.util
from functools import cache


@cache
def library() -> ctypes.CDLL:
    """Raises LookupError where libical3 is not installed."""
    for name in (ctypes.util.find_library("ical"), "libical.so.3"):
        if name is not None:
            try:
                return _declared(ctypes.CDLL(name))
            except OSError:
                continue
    raise LookupError("no libical: apt-get install libical3")


def _declared(found: ctypes.CDLL) -> ctypes.CDLL:
    found.icalparser_parse_string.restype = ctypes.c_void_p
    found.icalparser_parse_string.argtypes = [ctypes.c_char_p]
    found.icalrestriction_check.restype = ctypes.c_int
    found.icalrestriction_check.argtypes = [ctypes.c_void_p]
    found.icalcomponent_as_ical_string.restype = ctypes.c_char_p
    found.icalcomponent_as_ical_string.argtypes = [ctypes.c_void_p]
    found.icalcomponent_count_errors.restype = ctypes.c_int
    found.icalcomponent_count_errors.argtypes = [ctypes.c_void_p]
    found.icalcomponent_free.restype = None
    found.icalcomponent_free.argtypes = [ctypes.c_void_p]
    return found


def complaints(text: str) -> list[str]:
    """What libical finds wrong: errors of the parser, then breaches of RFC 5546 by method. Empty for a good object."""
    lib = library()
    component = lib.icalparser_parse_string(text.encode("utf-8"))
    if not component:
        return ["it cannot be parsed"]
    try:
        lib.icalrestriction_check(component)
        if lib.icalcomponent_count_errors(component) == 0:
            return []
        written = lib.icalcomponent_as_ical_string(component).decode("utf-8").replace("\r\n ", "")
        return [line for line in written.splitlines() if line.startswith("X-LIC-ERROR")]
    finally:
        lib.icalcomponent_free(component)

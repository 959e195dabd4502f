"""What a browser is called by those who use it: enough to tell one's own from a stranger's, and no more."""

from languages.catalogs import mark

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_MACHINES = (
    ("iPhone", mark("an iPhone")),
    ("iPad", mark("an iPad")),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", mark("a Mac")),
    ("Linux", "Linux"),
)


def browser_words(user_agent: str) -> str:
    """Such as “Firefox on Windows”; “Another browser” for one that says nothing known."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "Another browser")
    machine = next((name for mark, name in _MACHINES if mark in user_agent), "")
    return f"{browser} on {machine}" if machine else browser

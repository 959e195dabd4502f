"""Which kinds of address a channel may have. The one place: whatever is not listed here is refused."""

LETTERS = frozenset({"letter", "letters"})
"""Our own letter carrier. Apprise's mailto is left out on purpose: it loses server codes and calendar parts."""

PHONES = frozenset({"clicksend", "nexmo", "plivo", "signal", "signals", "sinch", "twilio", "vonage"})
"""To one person's phone: the number comes with each message, the address of the channel names none."""

ROOMS = frozenset(
    {
        "discord",
        "gchat",
        "gotify",
        "gotifys",
        "json",
        "jsons",
        "matrix",
        "matrixs",
        "mmost",
        "mmosts",
        "nctalk",
        "nctalks",
        "ntfy",
        "ntfys",
        "rocket",
        "rockets",
        "slack",
        "webex",
        "workflow",
        "workflows",
        "wxteams",
        "zulip",
    }
)
"""To a room or a topic that the address names: Slack, Teams (workflows), Matrix, a webhook that takes JSON."""

ALLOWED = LETTERS | PHONES | ROOMS

REMEDIES = {
    "mailto": "For e-mail write letter://user:password@host:port/?from=you@example.org.",
    "mailtos": "For e-mail write letters://user:password@host/?from=you@example.org.",
    "smtp": "For e-mail write letter://user:password@host:port/?from=you@example.org.",
    "smtps": "For e-mail write letters://user:password@host/?from=you@example.org.",
    "msteams": "For Teams make a workflow and write workflows://….",
    "http": "For a webhook that takes JSON write json://host/path.",
    "https": "For a webhook that takes JSON write jsons://host/path.",
}


def schema_of(url: str) -> str:
    """What stands before ://, lower case; "" when there is nothing."""
    schema, found, _ = url.strip().partition("://")
    return schema.lower() if found else ""

"""The addresses of a mailbox that a grant opens: of the channel letters leave by, and of what is read."""

from urllib.parse import quote, urlsplit

from notifications.oauth.providers import Door, Provider
from sectorlaunch.settings import Settings
from sectorlaunch.tables import MailGrant


def channel_address(grant: MailGrant, settings: Settings) -> str:
    """As it is kept with the channel: it names the grant, and no secret."""
    asked = f"?from={quote(grant.mailbox, safe='@')}&grant={grant.pk}"
    if grant.door is Door.GRAPH:
        return f"graph://{_who(grant)}@{_graph(settings)}/{asked}{_clear(settings)}"
    host = settings.microsoft_smtp if grant.provider is Provider.MICROSOFT else settings.google_smtp
    return f"letter://{_who(grant)}@{host}/{asked}"


def inbox_address(grant: MailGrant, settings: Settings) -> str:
    """The same for reading."""
    if grant.door is Door.GRAPH:
        return f"graph://{_who(grant)}@{_graph(settings)}/inbox?grant={grant.pk}{_clear(settings)}"
    host = settings.microsoft_imap if grant.provider is Provider.MICROSOFT else settings.google_imap
    return f"imaps://{_who(grant)}@{host}/INBOX?grant={grant.pk}"


def _who(grant: MailGrant) -> str:
    return quote(grant.mailbox, safe="")


def _graph(settings: Settings) -> str:
    return urlsplit(settings.microsoft_graph).netloc


def _clear(settings: Settings) -> str:
    return "&mode=none" if settings.microsoft_graph.startswith("http:") else ""

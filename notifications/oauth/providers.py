"""What each provider is asked for, and where: their login pages, their scopes, the doors of their mail servers."""

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import quote


class Provider(StrEnum):
    MICROSOFT = "microsoft"
    GOOGLE = "google"


class Way(StrEnum):
    """How a mailbox is opened to us."""

    SECRET = "client secret"
    """The app itself, by a secret an administrator made for it (Microsoft)."""
    CERTIFICATE = "certificate"
    """The app itself, by a certificate (Microsoft)."""
    CONSENT = "consent"
    """The owner of the mailbox agrees once, in a browser."""
    SERVICE_ACCOUNT = "service account"
    """A service account to which an administrator delegated the mailboxes of the domain (Google)."""


class Door(StrEnum):
    """What the mailbox is used by."""

    GRAPH = "graph"
    MAIL = "smtp and imap"


WAYS = {
    Provider.MICROSOFT: (Way.SECRET, Way.CERTIFICATE, Way.CONSENT),
    Provider.GOOGLE: (Way.SERVICE_ACCOUNT, Way.CONSENT),
}
GOOGLE_MAIL = "https://mail.google.com/"
"""The one scope of Google's that SMTP and IMAP take."""


@dataclass(frozen=True)
class Clouds:
    """Where the providers are: another cloud (GCC High, China) has other addresses, and so has a test."""

    microsoft_login: str = "https://login.microsoftonline.com"
    microsoft_outlook: str = "https://outlook.office365.com"
    """What the rights of SMTP and IMAP are named after, wherever the servers are."""
    microsoft_graph: str = "https://graph.microsoft.com"
    google_login: str = "https://accounts.google.com/o/oauth2/v2/auth"
    google_token: str = "https://oauth2.googleapis.com/token"


@dataclass(frozen=True)
class Client:
    """One mailbox and the app that is let into it."""

    provider: Provider
    way: Way
    door: Door
    mailbox: str
    tenant: str
    """The directory at Microsoft; "" at Google."""
    client_id: str
    secret: str = field(repr=False)
    """The client secret; the certificate and its key as PEM; or the service account's key file."""

    def token_url(self, clouds: Clouds) -> str:
        if self.provider is Provider.GOOGLE:
            return clouds.google_token
        return f"{clouds.microsoft_login}/{quote(self.tenant, safe='')}/oauth2/v2.0/token"

    def login_url(self, clouds: Clouds) -> str:
        if self.provider is Provider.GOOGLE:
            return clouds.google_login
        return f"{clouds.microsoft_login}/{quote(self.tenant, safe='')}/oauth2/v2.0/authorize"

    def scope(self, clouds: Clouds) -> str:
        """What is asked for, as the provider spells it."""
        if self.provider is Provider.GOOGLE:
            return GOOGLE_MAIL
        base = clouds.microsoft_graph if self.door is Door.GRAPH else clouds.microsoft_outlook
        if self.way is not Way.CONSENT:
            return f"{base}/.default"
        rights = (
            ("Mail.Send", "Mail.ReadWrite")
            if self.door is Door.GRAPH
            else ("SMTP.Send", "IMAP.AccessAsUser.All")
        )
        return " ".join([*(f"{base}/{right}" for right in rights), "offline_access"])

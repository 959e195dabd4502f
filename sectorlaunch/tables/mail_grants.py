"""What lets us into a mailbox at Microsoft or Google, instead of a password."""

from datetime import datetime

from sqlmodel import Field

from notifications.oauth.providers import Door, Provider, Way
from sectorlaunch.sealing import Sealed
from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import SHORT, words


class MailGrant(Row, table=True):
    """One mailbox, and the app that is let into it. Which mailbox, and by which app, never changes: another is another row.

    A channel or a mailbox that is read names it in its address, `?grant=3`.
    """

    provider: Provider = words(Provider)
    way: Way = words(Way)
    door: Door = words(Door)
    mailbox: str = Field(max_length=254)
    """Lower case."""
    tenant: str = Field(default="", max_length=SHORT)
    client_id: str = Field(max_length=SHORT)
    secret: str = Field(sa_type=Sealed)
    """The client secret, certificate and key as PEM, or the key file of a service account: never shown, never logged."""
    refresh_token: str = Field(default="", sa_type=Sealed)
    """Of a consent; replaced whenever the provider gives another."""
    access_token: str = Field(default="", sa_type=Sealed)
    access_ends_at: datetime | None = None
    """Renewed some minutes before."""
    renewing_until: datetime | None = None
    """A process is asking for a token now; the others wait for what it gets, and ask themselves after that moment."""
    asked_state: str = Field(default="", max_length=64)
    """SHA-256 of the one-use word in a link to consent; "" where none is open."""
    asked_verifier: str = Field(default="", sa_type=Sealed)
    """What proves to the provider that who began the consent ends it (PKCE)."""
    asked_until: datetime | None = None
    ended_at: datetime | None = None
    """Since when the provider lets us in no more; nothing is asked until a person has mended it."""
    trouble: str = Field(default="", max_length=1000)
    """Why, in words."""

"""The public half of the key letters are signed with, as it stands in the domain (RFC 6376, 3.6.1)."""

import re
from dataclasses import dataclass

from sectorlaunch.mail_domain import dmarc
from sectorlaunch.mail_domain.names import NameServers


@dataclass(frozen=True)
class SigningKey:
    domain: str
    selector: str
    public: str
    """Base64 of its DER form, on one line."""

    @property
    def name(self) -> str:
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        return f"v=DKIM1; k=rsa; p={self.public}"


def is_published(names: NameServers, key: SigningKey) -> bool:
    """Whether receivers find this very key. Raises NoAnswer."""
    found = (dmarc.tags(text).get("p", "") for text in names.texts(key.name))
    return any(re.sub(r"\s", "", public) == key.public for public in found)


def asked_for(key: SigningKey) -> str:
    """What to send to whoever looks after the domain."""
    return (
        f"Please publish a TXT record at {key.name}:\n{key.record}\n"
        "It is the public key of a signature (DKIM) that our letters carry from then on."
    )

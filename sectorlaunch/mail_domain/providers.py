"""Mail providers conveners send by, and what their domain has to say of them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Provider:
    name: str
    hosts: tuple[str, ...]
    """What the names of their mail servers end in."""
    spf: str
    """The record a domain includes for them; "" where they put an address of their own on the envelope."""
    selectors: tuple[str, ...]
    """Where their public keys for a domain stand; empty where they name each domain another one."""
    signing: str
    """Where its keeper switches signing on."""


PROVIDERS = (
    Provider(
        "Microsoft 365",
        ("office365.com", "outlook.com", "graph.microsoft.com"),
        "spf.protection.outlook.com",
        ("selector1", "selector2"),
        "security.microsoft.com, Email authentication settings, DKIM",
    ),
    Provider(
        "Google Workspace",
        ("gmail.com", "googlemail.com", "googleapis.com"),
        "_spf.google.com",
        ("google",),
        "admin.google.com, Apps, Google Workspace, Gmail, Authenticate email",
    ),
    Provider("Amazon SES", ("amazonaws.com",), "", (), "the SES console, Identities, Easy DKIM"),
    Provider("SendGrid", ("sendgrid.net",), "", ("s1", "s2"), "SendGrid, Sender Authentication"),
    Provider("Mailgun", ("mailgun.org",), "mailgun.org", (), "Mailgun, Sending, Domains, DNS records"),
    Provider("Postmark", ("postmarkapp.com",), "", (), "Postmark, Sender Signatures, DNS settings"),
)


def of_host(host: str) -> Provider | None:
    """The provider a mail server belongs to; None for any other server."""
    name = host.lower().rstrip(".")
    return next(
        (
            one
            for one in PROVIDERS
            if any(name == ending or name.endswith(f".{ending}") for ending in one.hosts)
        ),
        None,
    )

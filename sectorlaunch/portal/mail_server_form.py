"""What is typed about a mail system: server, user and password, or how Microsoft or Google lets us in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from notifications.oauth.providers import Client, Door, Provider
from sectorlaunch.errors import BadInput
from sectorlaunch.mail_grants import grants

OWN = "own"


@dataclass(frozen=True)
class KeyService:
    """A service that takes letters by SMTP with a key. `user` is what it wants as user name; "" where it is typed."""

    title: str
    host: str
    user: str = ""
    hint: str = ""


KEY_SERVICES = {
    "ses": KeyService(
        "Amazon SES",
        "",
        hint="Server of your region, email-smtp.us-east-1.amazonaws.com; SMTP credentials, not access keys.",
    ),
    "sendgrid": KeyService("SendGrid", "smtp.sendgrid.net", "apikey", "The API key is the password."),
    "mailgun": KeyService(
        "Mailgun",
        "smtp.mailgun.org",
        hint="User and password as the page of the domain shows them; in Europe the server is smtp.eu.mailgun.org.",
    ),
    "postmark": KeyService(
        "Postmark", "smtp.postmarkapp.com", hint="The server API token is both user and password."
    ),
}
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")


def smtp_address(form: Mapping[str, str]) -> str:
    """The channel's address from server, port, encryption, user and password. Raises BadInput with what is missing."""
    service = KEY_SERVICES.get(form.get("service", OWN))
    host = form.get("host", "").strip() or (service.host if service else "")
    if not _HOST.fullmatch(host):
        raise BadInput("Give the name of the mail server, such as mail.example.org.")
    port = form.get("port", "").strip()
    if port and not (port.isdecimal() and 0 < int(port[:6]) < 65536):
        raise BadInput("The port is a number such as 587. Leave it empty for the usual one.")
    password = form.get("password", "")
    user = form.get("user", "").strip() or (service.user if service else "")
    if service is KEY_SERVICES["postmark"]:
        user = user or password
    if bool(user) is not bool(password):
        raise BadInput("Give both user and password, or neither.")
    login = f"{quote(user, safe='')}:{quote(password, safe='')}@" if user else ""
    schema = "letters" if form.get("encryption") == "tls" else "letter"
    return f"{schema}://{login}{host}{f':{port}' if port else ''}/"


def client(form: Mapping[str, str]) -> Client:
    """The mailbox and the app that is let in. Raises BadInput."""
    provider, way = grants.chosen(form.get("provider", ""), form.get("way", ""))
    door = Door.GRAPH if provider is Provider.MICROSOFT and form.get("door") != "smtp" else Door.MAIL
    return Client(
        provider,
        way,
        door,
        form.get("mailbox", ""),
        form.get("tenant", ""),
        form.get("client_id", ""),
        form.get("secret", ""),
    )

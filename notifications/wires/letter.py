"""`letter://`, `letters://` and `graph://`: an Apprise plugin of our own that carries whole letters.

Apprise's mailto keeps no server code, sends two Message-IDs and has no place for a calendar part. This one takes an
envelope, says what the server said, and keeps its connection. The address:

    letter://user:password@host:port/?from=launch@example.org      STARTTLS (port 587 unless given)
    letter://host:port/?from=launch@example.org&mode=none          no encryption: a mail server on this machine
    letters://user:password@host/?from=launch@example.org          TLS from the first byte (port 465 unless given)
    letter://user:token@host/?from=launch@example.org&auth=xoauth2 by an OAuth token instead of a password
    graph://launch%40example.org:token@graph.microsoft.com/?from=launch@example.org    Microsoft Graph

In Sector Launch `&grant=3` stands for the token: it is fetched, and renewed, by what the installation was granted.

With `&to=cora@example.org,gus@example.org`, or `/cora@example.org` before the question mark, it serves whoever uses
Apprise itself, with a tag or a configuration file: title and body become a letter. Without, such a letter goes to the
sender. The product's own messages bring their recipient, whatever `to` says.
"""

# Apprise is typed in part, and its class attributes as the None they start from.
# mypy: disable-error-code="no-untyped-call,assignment,override"

from email.utils import formataddr, getaddresses, localtime
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

from apprise import NotifyBase, NotifyFormat
from apprise.conversion import convert_between
from apprise.manager_plugins import NotificationManager

from notifications.envelope import Envelope, Outcome, Receipt
from notifications.wires.dkim import signed
from notifications.wires.graph_line import GraphLine
from notifications.wires.masking import secrets_of
from notifications.wires.mime import letter_bytes, plain_address
from notifications.wires.smtp_line import MailServer, SmtpLine
from notifications.wires.token_source import GrantEnded, NoTokens, TokenSource
from notifications.wires.wire import BadWireAddress, LetterRefused

STARTTLS_PORT, TLS_PORT = 587, 465


class NotifyLetter(NotifyBase):
    """One recipient a letter, one connection for many letters, one receipt for each. For one thread."""

    service_name = "Letter"
    service_url = "https://www.rfc-editor.org/rfc/rfc5321"
    setup_url = "https://www.rfc-editor.org/rfc/rfc6409"
    category = "custom"
    protocol = ("letter", "graph")
    secure_protocol = "letters"
    request_rate_per_sec = 0
    templates = (
        "{schema}://{host}",
        "{schema}://{host}:{port}",
        "{schema}://{user}:{password}@{host}:{port}",
        "{schema}://{user}:{password}@{host}:{port}/{targets}",
    )
    template_tokens = {  # noqa: RUF012
        "host": {"name": "Mail server", "type": "string", "required": True},
        "port": {"name": "Port", "type": "int", "min": 1, "max": 65535},
        "user": {"name": "User", "type": "string"},
        "password": {"name": "Password", "type": "string", "private": True},
        "targets": {"name": "Recipients", "type": "list:string"},
    }
    template_args = {  # noqa: RUF012
        **NotifyBase.template_args,
        "from": {"name": "Sender address", "type": "string", "map_to": "sender_address"},
        "to": {"name": "Recipients", "type": "list:string", "alias_of": "targets"},
        "mode": {
            "name": "Encryption of letter://",
            "type": "choice:string",
            "values": ("starttls", "none"),
            "default": "starttls",
        },
        "auth": {"name": "Sign in by", "type": "choice:string", "values": ("password", "xoauth2")},
        "grant": {"name": "Grant of Sector Launch", "type": "int", "min": 1},
    }

    def __init__(
        self,
        sender_address: str = "",
        mode: str = "",
        targets: str = "",
        auth: str = "password",
        grant: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.sender_address = sender_address
        self.targets = [(name, address) for name, address in getaddresses([targets]) if address]
        self.by_graph = self.schema == "graph"
        self.mode = "tls" if self.secure else mode or ("tls" if self.by_graph else "starttls")
        self.auth, self.grant = auth, int(grant) if grant.isdecimal() and len(grant) < 10 else 0
        self._check()
        self._secrets = secrets_of(self.url())
        self._tokens: TokenSource = NoTokens()
        self._line = self._graph() if self.by_graph else self._smtp()

    def use_tokens(self, tokens: TokenSource) -> None:
        """From here on the grant of the address is asked of these."""
        self._tokens = tokens

    def _smtp(self) -> SmtpLine:
        by_token = self.auth == "xoauth2" or self.grant
        server = MailServer(
            self.host,
            self.port or (TLS_PORT if self.secure else STARTTLS_PORT),
            self.mode,
            self.user or "",
            "" if by_token else self.password or "",
            token=self._token if by_token else None,
            verify=self.verify_certificate,
        )
        return SmtpLine(server, self._secrets)

    def _graph(self) -> GraphLine:
        host = f"[{self.host}]" if ":" in self.host else self.host
        base = f"{'http' if self.mode == 'none' else 'https'}://{host}{f':{self.port}' if self.port else ''}"
        return GraphLine(base, self.user or self.sender_address, self._token, self._secrets)

    def _token(self, refused: str) -> str:
        if self.grant:
            return self._tokens.token(self.grant, refused)
        if refused:
            raise GrantEnded("The token in the address has ended. Put in a new one.")
        return str(self.password or "")

    def deliver(self, envelope: Envelope) -> Receipt:
        """Hands one letter to the mail server and says what the server said. Never raises for its doings."""
        try:
            sender = plain_address(envelope.return_path or envelope.sender_address)
            recipient = plain_address(envelope.to_address)
            content = signed(letter_bytes(envelope), envelope)
        except LetterRefused as refusal:
            return Receipt(Outcome.NEVER, words=str(refusal))
        return self._line.send(sender, recipient, content)

    def close(self) -> None:
        self._line.close()

    def send(self, body: str, title: str = "", **kwargs: Any) -> bool:
        """What `apprise.notify()` calls: a letter of title and body to each of `to`; true when all were taken."""
        recipients = self.targets or [("", self.sender_address)]
        receipts = [self.deliver(self._envelope(*recipient, title, body)) for recipient in recipients]
        self.close()
        for receipt in receipts:
            if receipt.outcome is not Outcome.SENT:
                self.logger.warning("A letter was not taken: %s", receipt.words)
        return all(receipt.outcome is Outcome.SENT for receipt in receipts)

    def __len__(self) -> int:
        """How many letters `send` makes."""
        return max(1, len(self.targets))

    def _envelope(self, to_name: str, to_address: str, title: str, body: str) -> Envelope:
        """Apprise hands over the body in the address's `format`, and no moment: this is an entry point of its own."""
        has_html = self.notify_format == NotifyFormat.HTML
        return Envelope(
            message_id=f"{uuid4().hex}@{self.sender_address.rpartition('@')[2] or self.host}",
            sender_name=self.app_id,
            sender_address=self.sender_address,
            to_name=to_name,
            to_address=to_address,
            subject=" ".join(title.split()) or self.app_id,
            text=convert_between(NotifyFormat.HTML, NotifyFormat.TEXT, body) if has_html else body,
            html=body if has_html else "",
            short_text="",
            date=localtime(),
        )

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:
        login = ""
        if self.user or self.password:
            secret = f":{self.pprint(self.password, privacy, safe='')}" if self.password else ""
            login = f"{self.quote(self.user or '', safe='')}{secret if secret or self.grant else ':'}@"
        port = f":{self.port}" if self.port else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        query = {**self.url_parameters(privacy=privacy, *args, **kwargs), "from": self.sender_address}  # noqa: B026
        if self.targets:
            query["to"] = ",".join(formataddr(target) for target in self.targets)
        if not self.secure and not (self.by_graph and self.mode == "tls"):
            query["mode"] = self.mode
        if self.auth != "password":
            query["auth"] = self.auth
        if self.grant:
            query["grant"] = str(self.grant)
        schema = "graph" if self.by_graph else "letters" if self.secure else "letter"
        return f"{schema}://{login}{host}{port}/?{urlencode(query, quote_via=quote)}"

    @staticmethod
    def parse_url(url: str, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        found: dict[str, Any] | None = NotifyBase.parse_url(url, verify_host=False)
        if found:
            found["sender_address"] = found["qsd"].get("from", "")
            found["mode"] = found["qsd"].get("mode", "").lower()
            found["auth"] = found["qsd"].get("auth", "password").lower()
            found["grant"] = found["qsd"].get("grant", "")
            in_path = NotifyBase.split_path(found["fullpath"])
            found["targets"] = ",".join([*in_path, *filter(None, [found["qsd"].get("to", "")])])
        return found

    def _check(self) -> None:
        if not self.host:
            raise BadWireAddress(
                "The address names no mail server. Write letter://host:port/?from=you@example.org."
            )
        if self.auth not in ("password", "xoauth2"):
            raise BadWireAddress("`auth` of letter:// is password or xoauth2.")
        if self.by_graph:
            if self.mode not in ("tls", "none"):
                raise BadWireAddress("graph:// talks https. Leave out `mode`.")
            if not (self.grant or self.password):
                raise BadWireAddress("graph:// signs in by a grant, or by a token in place of the password.")
        if self.grant and not (self.user or (self.by_graph and self.sender_address)):
            raise BadWireAddress(
                "The address lacks the mailbox: write it before the host, launch%40example.org@…."
            )
        if self.mode not in ("tls", "starttls", "none"):
            raise BadWireAddress(
                "`mode` of letter:// is starttls or none; for TLS from the start use letters://."
            )
        if self.mode == "none" and (self.password or self.grant) and not _is_this_machine(self.host):
            raise BadWireAddress(
                "A password must not travel in the clear. Leave out mode=none, or use letters:// for TLS."
            )
        if self.sender_address:
            try:
                plain_address(self.sender_address)
            except LetterRefused as refusal:
                raise BadWireAddress(
                    "`from` of letter:// is not one plain e-mail address. Mend it."
                ) from refusal


def register() -> None:
    """Makes letter:// and letters:// known to Apprise. Safe to call again."""
    plugins = NotificationManager()
    if "letter" not in plugins:
        plugins.add(NotifyLetter)


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

"""A mail server that signs in by tokens alone, as smtp.office365.com does: aiosmtpd with XOAUTH2."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import MISSING, AuthResult

from tests.notifications.wires.servers import free_port
from tests.providers.login_server import LoginServer

DOMAIN = "namprd00.prod.example.net"


@dataclass
class TokenPostbox:
    """Keeps what it is given, and gives each letter an identifier of its own."""

    login: LoginServer
    letters: list[bytes] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    given_ids: list[str] = field(default_factory=list)
    says: list[str] = field(default_factory=list)
    """What it says instead of yes to the next letters."""

    async def auth_XOAUTH2(self, server: Any, args: list[str]) -> Any:
        said = base64.b64decode(args[1]) if len(args) > 1 else await server.challenge_auth("")
        user = self.login.user_of(said) if said is not MISSING else ""
        if not user:
            no = json.dumps({"status": "401", "schemes": "Bearer"}).encode()
            await server.challenge_auth(no)
            return AuthResult(success=False, handled=False)
        return AuthResult(success=True, auth_data=user)

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if "+" in address.partition("@")[0]:
            return "550 5.7.60 SMTP; Client does not have permissions to send as this sender"
        envelope.mail_from = address
        return "250 2.1.0 Sender OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.says:
            return self.says.pop(0)
        self.letters.append(envelope.content)
        self.senders.append(envelope.mail_from)
        self.given_ids.append(f"DM6PR{len(self.letters):05}@{DOMAIN}")
        return f"250 2.0.0 OK <{self.given_ids[-1]}> [Hostname=DM6.{DOMAIN}]"


@contextmanager
def token_smtp(login: LoginServer) -> Iterator[tuple[TokenPostbox, int]]:
    postbox = TokenPostbox(login)
    controller = Controller(
        postbox, hostname="127.0.0.1", port=free_port(), auth_required=True, auth_require_tls=False
    )
    controller.start()
    try:
        yield postbox, controller.port
    finally:
        controller.stop()

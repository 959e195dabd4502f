"""Dovecot on loopback, signed in to by tokens alone: it checks their signatures by the login server's key."""

import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import do_without
from tests.notifications.wires.servers import free_port
from tests.providers.login_server import ISSUER, KEY, LoginServer

DOVECOT = shutil.which("dovecot") or "/usr/sbin/dovecot"

CONFIGURATION = """
protocols = imap
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/log
ssl = no
disable_plaintext_auth = no
listen = 127.0.0.1
default_internal_user = {user}
default_login_user = {login_user}
default_internal_group = {group}
first_valid_uid = 0
mail_location = maildir:{home}/mail/%u
mail_uid = {user}
mail_gid = {group}
auth_mechanisms = xoauth2 oauthbearer
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {home}/oauth2.conf
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={home}/mail/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""
OAUTH2 = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={home}/keys/
issuers = {issuer}
username_attribute = email
"""


@dataclass
class Dovecot:
    """Where it listens, and a hand to put mail into it."""

    port: int
    login: LoginServer
    home: Path
    folder: str = "INBOX"

    def deliver(self, mail: bytes) -> None:
        inside = self.home / "mail" / self.login.mailbox
        for part in ("new", "cur", "tmp"):
            (inside / part).mkdir(parents=True, exist_ok=True)
        letter = inside / "new" / f"{time.time_ns()}.test"
        letter.write_bytes(mail)
        owner = (self.home / "mail").stat()
        for made in (inside, *inside.rglob("*")):
            os.chown(made, owner.st_uid, owner.st_gid)

    def flags(self, token: str) -> list[set[str]]:
        box = imaplib.IMAP4("127.0.0.1", self.port, timeout=20)
        said = f"user={self.login.mailbox}\x01auth=Bearer {token}\x01\x01".encode()
        box.authenticate("XOAUTH2", lambda _: said)
        box.select("INBOX", readonly=True)
        _, found = box.fetch("1:*", "(FLAGS)")
        box.logout()
        return [{flag.decode() for flag in imaplib.ParseFlags(line)} for line in found if line]


@contextmanager
def dovecot(login: LoginServer) -> Iterator[Dovecot]:
    """Started for the block, in a folder of its own with a short path: its sockets are in it."""
    with tempfile.TemporaryDirectory(prefix="dovecot-") as folder:
        yield from _started(Path(folder), login)


def _started(home: Path, login: LoginServer) -> Iterator[Dovecot]:
    if not Path(DOVECOT).exists():
        do_without("Dovecot is missing: apt-get install dovecot-imapd")
    (home / "keys" / "default" / "RS256").mkdir(parents=True)
    (home / "keys" / "default" / "RS256" / "default").write_bytes(KEY.as_pem(private=False))
    (home / "mail").mkdir()
    user = pwd.getpwnam("dovecot") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    port = free_port()
    names = {"home": home, "user": user.pw_name, "group": grp.getgrgid(user.pw_gid).gr_name, "port": port}
    names["login_user"] = "dovenull" if os.getuid() == 0 else user.pw_name
    home.chmod(0o755)
    os.chown(home / "mail", user.pw_uid, user.pw_gid)
    (home / "dovecot.conf").write_text(CONFIGURATION.format(**names))
    (home / "oauth2.conf").write_text(OAUTH2.format(home=home, issuer=ISSUER))
    for made in home.rglob("*"):  # whatever mask this process has: Dovecot reads them as somebody else
        made.chmod(0o755 if made.is_dir() else 0o644)
    process = subprocess.Popen([DOVECOT, "-F", "-c", str(home / "dovecot.conf")])
    try:
        _await(port, process, home)
        yield Dovecot(port, login, home)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _await(port: int, process: "subprocess.Popen[bytes]", home: Path) -> None:
    for _ in range(2000):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            time.sleep(0.005)
            continue
        return
    log = home / "log"
    raise RuntimeError(f"Dovecot did not start: {log.read_text() if log.exists() else ''}")

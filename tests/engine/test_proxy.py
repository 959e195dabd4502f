"""nginx as `deploy/nginx.conf` sets it up, in front of a real portal: https, and nothing let through or written down that must not be."""

import http.client
import json
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sectorlaunch import migrations
from sectorlaunch.database import open_database
from sectorlaunch.settings import Settings
from sectorlaunch.supervisor.prefect_environment import child_environment
from tests.conftest import do_without
from tests.engine.conftest import find_free_port
from tests.engine.prefect_house import answers, started, wait_for

pytestmark = [pytest.mark.engine, pytest.mark.timeout(120)]

CONFIGURED = Path(__file__).parents[2] / "deploy/nginx.conf"
NAME = "launch.example.org"


@dataclass
class Front:
    """Where nginx and the portal behind it listen."""

    https: int
    http: int
    folder: Path
    portal_log: Path

    def ask(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        context = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        connection = http.client.HTTPSConnection(NAME, self.https, context=context, timeout=30)
        raw = socket.create_connection(("127.0.0.1", self.https), 30)
        connection.sock = context.wrap_socket(raw, server_hostname=NAME)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, {"Host": NAME, **named})
        answer = connection.getresponse()
        said = answer.status, answer.read()
        connection.close()
        return said


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        do_without("no nginx: apt-get install nginx-light")
    folder = tmp_path_factory.mktemp("front")
    portal, https, plain = (find_free_port() for _ in range(3))
    settings = Settings(home=folder / "home", port=portal, public_url=f"https://{NAME}")
    engine = open_database(settings)
    migrations.upgrade(engine)
    engine.dispose()
    _certificate(folder)
    config = folder / "nginx.conf"
    config.write_text(_main(folder, _put_here(CONFIGURED.read_text(), folder, portal, https, plain)))
    subprocess.run([nginx, "-t", "-p", str(folder), "-c", str(config)], check=True, capture_output=True)
    behind = started(["sectorlaunch.portal"], child_environment(settings), folder / "portal.log")
    before = subprocess.Popen([nginx, "-p", str(folder), "-c", str(config)])
    try:
        wait_for(lambda: answers(f"http://127.0.0.1:{portal}/health"), "the portal")
        yield Front(https, plain, folder, folder / "portal.log")
    finally:
        for process in (before, behind):
            process.terminate()
            process.wait(30)


def _put_here(text: str, folder: Path, portal: int, https: int, plain: int) -> str:
    """The file as it is, but for ports, addresses and the place of the certificate."""
    lines = [line for line in text.splitlines() if "listen [::]" not in line]
    changed = "\n".join(lines)
    for before, after in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl", f"listen 127.0.0.1:{https} ssl"),
        ("127.0.0.1:8700", f"127.0.0.1:{portal}"),
        (f"/etc/letsencrypt/live/{NAME}/fullchain.pem", str(folder / "cert.pem")),
        (f"/etc/letsencrypt/live/{NAME}/privkey.pem", str(folder / "key.pem")),
    ):
        assert before in changed
        changed = changed.replace(before, after)
    return changed


def _main(folder: Path, servers: str) -> str:
    places = "".join(
        f"    {kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off;\nmaster_process off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\n"
        f"events {{ }}\nhttp {{\n    access_log {folder}/access.log;\n{places}{servers}\n}}\n"
    )


def _certificate(folder: Path) -> None:
    subprocess.run(
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                f"/CN={NAME}",
            ),
            *("-addext", f"subjectAltName=DNS:{NAME}", "-keyout", "key.pem", "-out", "cert.pem"),
        ],
        cwd=folder,
        check=True,
        capture_output=True,
    )


def test_it_serves_the_portal_over_https(front: Front) -> None:
    assert front.ask("/health") == (200, b'{"state":"ok"}')
    status, page = front.ask("/sign-in")
    assert status == 200
    assert b"<h1" in page


def test_it_sends_plain_visitors_to_https(front: Front) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", front.http, timeout=30)
    connection.request("GET", "/sign-in", headers={"Host": NAME})
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, f"https://{NAME}/sign-in")


@pytest.mark.parametrize("headers", [{}, {"X_Forwarded_For": "127.0.0.1"}, {"Forwarded": "for=127.0.0.1"}])
def test_it_shows_figures_and_parts_to_nobody_outside(front: Front, headers: dict[str, str]) -> None:
    assert front.ask("/metrics", **headers)[0] == 404
    status, said = front.ask("/ready", **headers)
    assert status in (200, 503)
    assert set(json.loads(said)) == {"state"}


def test_it_lets_a_long_list_through_and_the_portal_judge_it(front: Front) -> None:
    """A list of 5 MB is refused by the portal, because nobody is signed in, and not by nginx."""
    status, said = front.ask("/partnerships/x/imports", "POST", b"x" * 4_900_000)
    assert status == 413
    assert b"more than a form of this site can hold" in said


def test_it_writes_no_personal_link_into_a_log(front: Front) -> None:
    front.ask("/p/a-personal-link-that-is-a-key")
    written = [path.read_text(errors="replace") for path in front.folder.glob("*.log")]
    assert any(written)
    assert not [text for text in written if "a-personal-link-that-is-a-key" in text]

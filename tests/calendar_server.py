"""A server on this machine that shares one calendar, as a provider does by a secret address."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


def calendar(*events: str, zone: str = "") -> bytes:
    parts = "".join(
        f"BEGIN:VEVENT\nUID:{n}@example.org\nDTSTAMP:20260101T000000Z\n{one}\nEND:VEVENT\n"
        for n, one in enumerate(events)
    )
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x//EN\n{zone}{parts}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


class Calendars(BaseHTTPRequestHandler):
    event = "DTSTART:20260303T100000Z\nDTEND:20260303T110000Z"

    def do_GET(self) -> None:
        if self.path == "/moved.ics":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            return
        self.send_response(200 if self.path == "/busy.ics" else 404)
        self.end_headers()
        self.wfile.write(calendar(self.event))

    def log_message(self, *_: object) -> None:
        """Nothing is written into the test's output."""


@contextmanager
def calendar_server() -> Iterator[str]:
    """Gives its address; the calendar is at `/busy.ics`, with the one event of `Calendars.event`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Calendars)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()

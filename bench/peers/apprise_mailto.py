"""Stock Apprise: `apprise_mailto.py LETTERS PORT`. Its mailto plugin, an address a letter, the calendar as attachment."""

import json
import sys
import tempfile
import time
from pathlib import Path

from apprise import Apprise, NotifyFormat


def main(file: Path, port: int) -> None:
    letters = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        calendar = Path(folder) / "invite.ics"
        sent = 0
        began = time.perf_counter()
        for letter in letters:
            calendar.write_text(letter["calendar"], encoding="utf-8")
            one = Apprise()
            one.add(f"mailto://127.0.0.1:{port}/?from={letter['sender']}&to={letter['to']}&mode=insecure")
            sent += bool(
                one.notify(
                    letter["html"],
                    title=letter["subject"],
                    body_format=NotifyFormat.HTML,
                    attach=str(calendar),
                )
            )
        print(json.dumps({"deliver": time.perf_counter() - began, "sent": sent}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

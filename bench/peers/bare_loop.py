"""A bare loop: prebuilt letters, so many connections, nothing written down. `bare_loop.py LETTERS PORT CONNECTIONS`."""

import json
import smtplib
import sys
import threading
import time
from pathlib import Path
from queue import Empty, SimpleQueue


def main(file: Path, port: int, connections: int) -> None:
    waiting: SimpleQueue[dict[str, str]] = SimpleQueue()
    letters = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for letter in letters:
        letter["bytes"] = letter["bytes"].encode("ascii")
        waiting.put(letter)

    def send() -> None:
        with smtplib.SMTP("127.0.0.1", port) as line:
            while True:
                try:
                    letter = waiting.get_nowait()
                except Empty:
                    return
                line.sendmail(letter["sender"], [letter["to"]], letter["bytes"])

    senders = [threading.Thread(target=send) for _ in range(connections)]
    began = time.perf_counter()
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    print(json.dumps({"deliver": time.perf_counter() - began, "letters": len(letters)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

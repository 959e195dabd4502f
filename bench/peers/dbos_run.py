"""DBOS: `dbos_run.py LETTERS PORT FOLDER [DATABASE_URL]`.

A durable workflow a letter on a queue, its one step the sending; kept connections, one a thread; a quick poll and as
many at a time as its thread pool likes. On SQLite, its default, or on the PostgreSQL that is named.
"""

import json
import smtplib
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from email import policy
from email.message import EmailMessage
from pathlib import Path

from dbos import DBOS, DBOSConfig, SetWorkflowID

AT_ONCE = 16
ENQUEUERS = 4
QUEUE = "letters"
KEPT = threading.local()
PORT = 0


@DBOS.step()
def hand_over(letter: dict[str, str]) -> None:
    line = getattr(KEPT, "line", None)
    if line is None:
        line = KEPT.line = smtplib.SMTP("127.0.0.1", PORT)
    line.send_message(written(letter))


@DBOS.workflow()
def deliver(letter: dict[str, str]) -> None:
    hand_over(letter)


def written(letter: dict[str, str]) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = letter["sender"], letter["to"], letter["subject"]
    message["Message-ID"] = f"<{letter['message_id']}>"
    message.set_content(letter["text"])
    message.add_alternative(letter["html"], subtype="html")
    message.add_alternative(letter["calendar"], subtype="calendar", params={"method": "REQUEST"})
    return message


def main(file: Path, port: int, folder: Path, database: str) -> None:
    global PORT
    PORT = port
    config: DBOSConfig = {
        "name": "letters",
        "system_database_url": database or f"sqlite:///{folder / 'dbos.db'}",
        "log_level": "ERROR",
        "enable_otlp": False,
    }
    DBOS(config=config)
    DBOS.launch()
    letters = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for letter in letters:
        del letter["bytes"]
    began = time.perf_counter()

    def enqueue(letter: dict[str, str]) -> object:
        with SetWorkflowID(letter["message_id"]):
            return DBOS.enqueue_workflow(QUEUE, deliver, letter)

    DBOS.register_queue(QUEUE, worker_concurrency=AT_ONCE, polling_interval_sec=0.01)
    with ThreadPoolExecutor(ENQUEUERS) as pool:
        handles = list(pool.map(enqueue, letters))
    queued = time.perf_counter()
    for handle in handles:
        handle.get_result(polling_interval_sec=0.02)  # type: ignore[attr-defined]
    done = time.perf_counter()
    print(
        json.dumps(
            {
                "queue": queued - began,
                "deliver": done - queued,
                "sent": len(handles),
                "connections": AT_ONCE,
            }
        ),
        flush=True,
    )
    DBOS.destroy()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else "")

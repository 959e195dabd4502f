"""django-post-office: `post_office_run.py LETTERS PORT FOLDER`.

Its documented ways of being fast: one bulk of letters, several processes with threads, a large batch, no log of what
was sent, all in one transaction while queueing; SQLite as Django's documentation advises (WAL, IMMEDIATE, NORMAL).
A calendar part is an attachment here, and letters with attachments are queued one by one.
"""

import json
import multiprocessing
import sys
import time
from pathlib import Path
from typing import Any

PROCESSES, THREADS = 2, 5


def configure(port: int, folder: Path) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "post_office"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(folder / "post_office.db"),
                "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": pragmas},
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        EMAIL_BACKEND="post_office.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        MEDIA_ROOT=str(folder / "media"),
        USE_TZ=True,
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {}}],
        POST_OFFICE={
            "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
            "BATCH_SIZE": 5000,
            "THREADS_PER_PROCESS": THREADS,
            "BATCH_DELIVERY_TIMEOUT": 600,
            "LOG_LEVEL": 0,
        },
    )
    django.setup()
    call_command("migrate", verbosity=0)


def main(file: Path, port: int, folder: Path) -> None:
    configure(port, folder)
    from django.core.files.base import ContentFile
    from django.db import transaction
    from post_office import mail
    from post_office.models import Email

    letters: list[dict[str, str]] = [
        json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()
    ]
    began = time.perf_counter()
    with transaction.atomic():
        for letter in letters:
            calendar: dict[str, Any] = {
                "file": ContentFile(letter["calendar"].encode()),
                "mimetype": "text/calendar; method=REQUEST",
            }
            mail.send(
                letter["to"],
                letter["sender"],
                subject=letter["subject"],
                message=letter["text"],
                html_message=letter["html"],
                headers={"Message-ID": f"<{letter['message_id']}>"},
                attachments={"invite.ics": calendar},
            )
    queued = time.perf_counter()
    mail.send_queued(processes=PROCESSES, log_level=0)
    done = time.perf_counter()
    print(
        json.dumps(
            {
                "queue": queued - began,
                "deliver": done - queued,
                "sent": Email.objects.filter(status=0).count(),
                "connections": PROCESSES * THREADS,
            }
        )
    )


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))

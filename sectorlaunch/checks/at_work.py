"""The worker and the dispatcher: whether they are at work."""

from urllib.parse import urlsplit

from sectorlaunch.checks.finding import Finding, Patient
from sectorlaunch.outbox.deliver import heartbeat
from sectorlaunch.readiness import work


def worker(patient: Patient) -> Finding:
    """A worker holds a lock on its slot while it lives; a slot that can be locked is nobody's."""
    import fcntl

    folder = patient.settings.home_folder / "workers"
    taken = 0
    for slot in sorted(folder.glob("*.lock")) if folder.is_dir() else ():
        with slot.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                taken += 1
    found = work.worker(patient.settings, patient.now)
    if taken and found.stands and found.age_seconds is not None:
        remedy = "Stop it; `sector-launch up` replaces one that hangs by itself."
        return Finding("problem", found.words, remedy)
    if taken:
        return Finding("fine", f"{taken} at work on this machine")
    remedy = "`sector-launch up` starts one; `sector-launch worker` another. Stock Prefect workers are not seen here."
    return Finding("warning", "none of ours is at work on this machine", remedy)


def dispatcher(patient: Patient) -> Finding:

    seen = heartbeat.last_seen(patient.settings)
    if seen is None:
        return Finding("problem", "none is running with this home", "Start it with `sector-launch up`.")
    if not seen.is_fresh(patient.now):
        remedy = (
            f"Start it again with `sector-launch up`; see {patient.settings.log_folder / 'dispatcher.log'}."
        )
        return Finding("problem", f"not seen since {seen.at:%Y-%m-%d %H:%M} UTC", remedy)
    if seen.trouble:
        return Finding("warning", seen.trouble, "Send a test: `sector-launch channel test email --to YOU`.")
    return Finding("fine", "at work")


def dead_mans_switch(patient: Patient) -> Finding:
    """Whether somebody elsewhere notices when this machine falls silent. The address is a secret: its host is shown."""
    if patient.settings.ping_url is None:
        return Finding("fine", "no address is pinged; SECTOR_LAUNCH_PING_URL names one")
    url = urlsplit(patient.settings.ping_url.get_secret_value())
    if url.scheme not in ("http", "https") or not url.hostname:
        return Finding("problem", "SECTOR_LAUNCH_PING_URL is no web address", "Begin it with https://.")
    return Finding("fine", f"{url.hostname} is pinged while sweeps and sending go on")

"""The worker and the dispatcher: whether they are at work."""

from sectorlaunch.checks.finding import Finding, Patient
from sectorlaunch.outbox.deliver import heartbeat


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

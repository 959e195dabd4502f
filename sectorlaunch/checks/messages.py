"""Messages: what waits, the ways out and in, and the local mailbox."""

import os

from sectorlaunch.checks.finding import Finding, Patient
from sectorlaunch.checks.records import looking_into
from sectorlaunch.inbox import mailboxes
from sectorlaunch.outbox import channels
from sectorlaunch.records import delivery


def outbox(patient: Patient) -> Finding:

    with looking_into(patient.settings) as session:
        if session is None:
            return Finding("fine", "nothing waits")
        count, oldest = delivery.oldest_waiting(session, patient.now)
    if oldest is not None and patient.now - oldest > delivery.LATE:
        remedy = "See whether the dispatcher runs and what `sector-launch messages SLUG --state queued` says."
        return Finding(
            "problem", f"{count} messages wait, the oldest since {oldest:%Y-%m-%d %H:%M} UTC", remedy
        )
    return Finding("fine", f"{count} messages wait" if count else "nothing waits")


def ways_out(patient: Patient) -> Finding:

    with looking_into(patient.settings) as session:
        known = channels.list_channels(session) if session is not None else []
        cut_off = (
            channels.cut_off(session, patient.settings.allowed_channel_hosts) if session is not None else {}
        )
    for tag, why in cut_off.items():
        return Finding(
            "problem",
            f"nothing leaves by {tag}: {why}",
            "Name the host, or give the channel another address.",
        )
    live = [channel.tag for channel in known if channel.live_since is not None]
    if live:
        return Finding("fine", f"live: {', '.join(live)}")
    if known:
        remedy = (
            f"When you are ready: `sector-launch channel test {known[0].tag} --to YOU`, then `channel live`."
        )
        return Finding("warning", "set up and not live; messages go to the local mailbox", remedy)
    return Finding("fine", "none; messages go to the local mailbox")


def ways_in(patient: Patient) -> Finding:

    with looking_into(patient.settings) as session:
        known = mailboxes.list_mailboxes(session) if session is not None else []
    for one in known:
        if one.live_since is not None and one.trouble:
            return Finding("problem", one.trouble, f"Mend it, then: `sector-launch inbox test {one.name}`.")
        if one.live_since is None:
            return Finding("warning", f"{one.name} is not read", f"`sector-launch inbox test {one.name}`")
    if not known:
        return Finding("fine", "none is read; answers from calendars go to the convener")
    return Finding("fine", f"read: {', '.join(one.name for one in known)}")


def mailbox(patient: Patient) -> Finding:
    folder = patient.settings.mailbox
    if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
        return Finding("problem", f"{folder} cannot be written", f"chown the folder to yourself: {folder}")
    return Finding("fine", str(folder))

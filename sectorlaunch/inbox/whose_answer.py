"""Whose answer a calendar sends: the secret proves that the letter was in hand, and invitations are passed on."""

import re

from sqlmodel import Session

from notifications.inbox.calendar_replies import Attendee, IsTheirs
from notifications.mail_address import comparable
from sectorlaunch.records import invitations
from sectorlaunch.tables import AccessLink, Person

_GOOGLE = frozenset({"gmail.com", "googlemail.com"})


def is_theirs(session: Session, link: AccessLink | None, from_address: str) -> IsTheirs | None:
    """Tells the lines that are about the person a secret was given to. None without a secret.

    By the address they were written to, or an alias of it; by the address a calendar account names beside its own; by
    their name; or because the mail comes from their address, unless the line names somebody, or is another guest's.
    """
    if link is None:
        return None
    person = session.get_one(Person, link.person_id)
    others = {
        bare(guest.email)
        for _, guest in invitations.invited(session, link.meeting_id or 0)
        if guest.email and guest.id != person.id
    }
    theirs = bare(person.email or "")

    def say(attendee: Attendee) -> bool:
        addresses = {bare(one) for one in (attendee.address, attendee.email) if one}
        if theirs in addresses or _same_name(attendee.name, person.name):
            return True
        is_named = attendee.name and "@" not in attendee.name
        return bool(theirs) and bare(from_address) == theirs and not is_named and not addresses & others

    return say


def bare(address: str) -> str:
    """The address without what stands behind a plus, and as Google delivers it: aliases of one mailbox are alike."""
    local, at, domain = comparable(address).rpartition("@")
    local = local.partition("+")[0]
    if domain in _GOOGLE:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}{at}{domain}"


def _same_name(one: str, other: str) -> bool:
    """`Finch, Robin` is `Robin Finch`."""
    words = sorted(re.findall(r"\w+", one.casefold()))
    return bool(words) and words == sorted(re.findall(r"\w+", other.casefold()))

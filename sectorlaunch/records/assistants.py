"""Assistants: what they get a copy of, and what is such a copy."""

from notifications.rendering import traits
from sectorlaunch.tables import Message, Person

COPY = "/assistant"
"""How the purpose of a copy ends, so that it has a place of its own."""


def acts_for(person: Person) -> str:
    """Who answers for a person when their assistant's link is used: "assistant Ada Desk"."""
    return f"assistant {person.assistant_name or person.assistant_email or 'of ' + person.name}"


def has_copy(person: Person, kind: str) -> bool:
    """Whether the person's assistant gets a copy of a message of this kind."""
    theirs = person.assistant_email.strip().lower()
    return traits(kind).copied_to_assistant and bool(theirs) and theirs != (person.email or "")


def is_copy(message: Message) -> bool:
    """Whether the message is an assistant's copy: what becomes of it says nothing about the person."""
    return message.copy_of_id is not None

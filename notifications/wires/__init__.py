"""Wires: the ways a message leaves. `opening.open_wire` makes one from a channel's address."""

"""Prefect tasks: ids in, plain data out. Each opens a unit of work, reads the clock once, calls one action."""

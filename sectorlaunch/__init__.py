"""Sector Launch, the application: tables, operations, evidence, outbox, portal and command line."""

__version__ = "0.1.0"

"""Copies of everything: taken, proved, kept by a rule, put back, and taken before the tables are upgraded."""

"""Asks the lead, the day after a call of the team, to write down what came of it."""

"""After a call of an action team: who was there, what was decided and promised, and when the team talks next."""

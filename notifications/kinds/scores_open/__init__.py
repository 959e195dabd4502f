"""Shows the team everyone's scores, laid open, before it scores together."""

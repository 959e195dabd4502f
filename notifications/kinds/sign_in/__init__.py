"""The one-time link by which the convener signs in."""

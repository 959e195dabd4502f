"""Pure rules: facts in, a verdict in words out. No database, no clock."""

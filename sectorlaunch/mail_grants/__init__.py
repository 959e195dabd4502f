"""What lets us into mailboxes at Microsoft and Google: tokens fetched, kept sealed, renewed; consents asked for and taken."""

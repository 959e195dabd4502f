"""What comes back: answers pressed in calendars, returned letters, complaints. Read from a mailbox, once each."""

"""What comes to a mailbox, read into typed values. Pure: bytes in, values out; nothing here trusts what it reads."""

"""What a convener hands in, the partnership file and the list of contacts: read whole or refused, and written back."""

"""Messages on their way out: claimed, put on a wire, settled."""

"""One message: enqueued once, put into words, held back where it must be."""

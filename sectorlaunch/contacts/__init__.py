"""Lists of contacts as people have them, and what one entry of them says. Reads text and cells; stores nothing."""

"""Words and wires: a folder per message kind, rendering, calendar entries, and the channels messages leave by.

Pure of the database: values come in, rendered words or a receipt go out.
"""

"""How large a list may be. Far beyond any list of people, far below what fills a machine."""

MOST_BYTES = 25_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 100_000
"""Characters; a note with a pasted mail in it stays below."""
MOST_CELLS = 2_000_000
"""Cells with anything in them; twenty thousand rows of Outlook's ninety columns stay below."""
MOST_UNPACKED = 60_000_000
"""Bytes of everything in a workbook, unpacked: what is read in half a minute."""
LONGEST_SECONDS = 20.0
"""How long the rows of a workbook may take."""

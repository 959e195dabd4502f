"""Documents on paper: what stands on the page, taken from the records, and set as an accessible PDF."""

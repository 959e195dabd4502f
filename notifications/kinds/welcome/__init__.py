"""The first note to someone with a role: what a sector partnership is and is not, their role sheet, their first questions."""

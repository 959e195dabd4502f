"""What business leaders bring to the table, and the action teams that follow."""

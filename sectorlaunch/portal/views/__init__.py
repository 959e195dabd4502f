"""What a page shows, read from the tables and put into words. Nothing here changes anything."""

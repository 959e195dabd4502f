"""Word to somebody whom a keeper has see every partnership of the installation."""

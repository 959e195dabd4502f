"""Word to every keeper of the installation of what another one did."""

"""Word to somebody who does not see every partnership of the installation any more."""

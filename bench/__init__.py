"""What was measured, with the machine and the command. `make bench` runs all; `python -m bench wake` one of them."""

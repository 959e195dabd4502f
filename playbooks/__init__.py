"""What a launch is, as data: playbook files, gate evaluation, offsets and business days.

Pure: nothing in this package reads a clock, a database or the network.
"""

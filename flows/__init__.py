"""Prefect flows: the order of things, one flow a file. Everything they say and decide is in playbooks and in `sectorlaunch`."""

"""The names we go by in Prefect."""

WORK_POOL = "sector-launch"
TAG = "sector-launch"
"""On every flow run of ours, so that a server shared with others can be asked for ours only."""

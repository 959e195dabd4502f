"""Starts, resumes and mends the flow runs that carry the steps. With the worker, the only part that imports Prefect."""

"""Two entries found to be one person: everything of one moves to the other, and can be moved back."""

from sectorlaunch.operations.people.merging.merge import Merged, Unmerged, merge, unmerge

__all__ = ["Merged", "Unmerged", "merge", "unmerge"]

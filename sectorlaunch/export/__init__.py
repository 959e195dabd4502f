"""Everything about one partnership in one archive that opens without us: tables, letters, papers, a calendar."""

from sectorlaunch.export.archive import Taken, write

__all__ = ["Taken", "write"]

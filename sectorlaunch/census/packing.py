"""A reading made small enough to be kept beside everything else: compressed columns."""

from __future__ import annotations

import io

from sectorlaunch.census.frame import empty, schema
from sectorlaunch.census.libraries import pl


def pack(frame: pl.DataFrame) -> bytes:
    """Parquet with zstd; the four quarters of a county are some 100 kB."""
    kept = io.BytesIO()
    frame.write_parquet(kept, compression="zstd")
    return kept.getvalue()


def unpack(*packed: bytes) -> pl.DataFrame:
    """Several files as one; of a row that stands in more than one the last file's holds."""
    if not packed:
        return empty()
    frame = pl.concat([pl.read_parquet(io.BytesIO(one)).select(list(schema())) for one in packed])
    if len(packed) == 1:
        return frame
    return frame.unique(
        subset=["area", "ownership", "industry", "level", "year", "quarter"], keep="last", maintain_order=True
    )

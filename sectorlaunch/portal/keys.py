"""The portal's own secret: signs session cookies and the tokens in forms. Kept in the home folder, for its owner only."""

from pathlib import Path

from sectorlaunch import key_files


def portal_key(home: Path) -> str:
    """The key of this installation, made at the first start."""
    return key_files.key_in(home, "portal.key")

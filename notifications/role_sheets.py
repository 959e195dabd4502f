"""The role sheet of each role, read from `role_sheets.yaml`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from notifications.context import RoleSheet


@cache
def role_sheets() -> Mapping[str, RoleSheet]:
    """All role sheets, by the name of the role in the words of the tables: "support team", "co-convener"."""
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    return {role: RoleSheet.model_validate(sheet) for role, sheet in yaml.safe_load(text).items()}


def role_sheet(role: str) -> RoleSheet:
    """The sheet of one role. Raises KeyError for a role that has none."""
    return role_sheets()[role]

"""The role sheet of each role, read from `layout/role_sheets.en.yaml` and its like."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from languages import Language
from notifications.context import RoleSheet


@cache
def role_sheets(language: Language = Language.ENGLISH) -> Mapping[str, RoleSheet]:
    """All role sheets, by the name of the role in the words of the tables: "support team", "co-convener"."""
    file = Path(__file__).parent / "layout" / f"role_sheets.{language.short}.yaml"
    sheets = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {role: RoleSheet.model_validate(sheet) for role, sheet in sheets.items()}


def role_sheet(role: str, language: Language = Language.ENGLISH) -> RoleSheet:
    """The sheet of one role. Raises KeyError for a role that has none."""
    return role_sheets(language)[role]

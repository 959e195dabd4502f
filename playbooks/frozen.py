"""The base of every value in this package: immutable, and strict about unknown keys; and the keys and numbers in them."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _key(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise ValueError("write a key in lower-case letters and digits, with hyphens between words")
    return value


Key = Annotated[str, Field(max_length=60), AfterValidator(_key)]
Number = int | str
"""A number, or the name of one in the playbook's `numbers`, so that a convener changes it in one place."""

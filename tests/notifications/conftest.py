"""The four cases every message kind is tested in, and the golden files that hold what it looks like.

To read and accept changed words: pytest tests/notifications --accept-golden, then look at `git diff`.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from notifications.context import MessageContext
from notifications.rendering import Rendered, context_class, known_kinds, render

GOLDEN = Path(__file__).parent / "golden"


def _is_an_address(words: str) -> bool:
    return words.startswith(("http", "+")) or ("@" in words and " " not in words)


def _rewritten(value: Any, change: Callable[[str], str], copies: int = 1) -> Any:
    """The same value with every word changed, and every list `copies` times as long; addresses stay."""
    if isinstance(value, BaseModel):
        fields = {name: _rewritten(getattr(value, name), change, copies) for name in type(value).model_fields}
        return type(value).model_validate(fields)
    if isinstance(value, tuple):
        return tuple(_rewritten(item, change, copies) for item in value) * copies
    if isinstance(value, str) and value and not _is_an_address(value):
        return change(value)
    return value


def _bare(value: Any) -> Any:
    """The same value with only what is required."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        needed = {name: _bare(getattr(value, name)) for name, field in fields.items() if field.is_required()}
        return type(value).model_validate(needed)
    if isinstance(value, tuple):
        return tuple(_bare(item) for item in value)
    return value


CASES: dict[str, Callable[[MessageContext], MessageContext]] = {
    "plain": lambda context: context,
    "awkward": lambda context: _rewritten(context, lambda words: f"O'Brien <b>&\"é {words}"),
    "long": lambda context: _rewritten(context, lambda words: " ".join([words] * 4), copies=4),
    "bare": _bare,
}


@cache
def _letter(kind: str, case: str) -> Rendered:
    return render(kind, CASES[case](context_class(kind).sample()))


@pytest.fixture
def letter(kind: str, case: str) -> Rendered:
    return _letter(kind, case)


@pytest.fixture
def plain_letter(kind: str) -> Rendered:
    return _letter(kind, "plain")


@pytest.fixture
def golden(kind: str, case: str) -> Path:
    """The golden file's path without its ending."""
    return GOLDEN / kind / case


@pytest.fixture
def accept_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("accept_golden", default=False))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept-golden", action="store_true", default=False, help="write what was rendered as golden"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames:
        metafunc.parametrize("kind", sorted(known_kinds()))
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", list(CASES))

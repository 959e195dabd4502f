"""Which activities and gates a flow names, read from its own lines, so that a wrong name fails at the start."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from prefect.context import FlowRunContext

from tasks.activities import Activity


def of_current_flow() -> tuple[str, ...]:
    """Keys of what the running flow names, in its order."""
    context = FlowRunContext.get()
    if context is None or context.flow is None:
        return ()
    return of_function(context.flow.fn)


@lru_cache(maxsize=64)
def of_function(function: Callable[..., Any]) -> tuple[str, ...]:
    """The keys in calls of activities and in `pass_gate(step, "…")`, from top to bottom."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    calls.sort(key=lambda call: (call.lineno, call.col_offset))
    named = (_key(call, function.__globals__) for call in calls)
    return tuple(key for key in named if key is not None)


def _key(call: ast.Call, names: dict[str, Any]) -> str | None:
    if not isinstance(call.func, ast.Name):
        return None
    called = names.get(call.func.id)
    if isinstance(called, Activity):
        return called.key
    if call.func.id == "pass_gate" and isinstance(call.args[1], ast.Constant):
        return str(call.args[1].value)
    return None

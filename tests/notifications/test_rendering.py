"""Every message kind, rendered for real."""

import pytest

from notifications.rendering import context_class, known_kinds, render

KINDS = sorted(known_kinds())


@pytest.mark.parametrize("kind", KINDS)
def test_it_renders_every_kind(kind: str) -> None:
    rendered = render(kind, context_class(kind).sample())
    assert rendered.subject
    assert rendered.text
    assert rendered.html
    assert rendered.short_text

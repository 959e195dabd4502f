"""Codes as people write them: of industries and states."""

import contextlib

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sectorlaunch.files import scope_values

DIGITS = st.integers(10, 999_999).map(str)


@given(low=DIGITS, high=DIGITS, dash=st.sampled_from("-–"))
def test_it_takes_every_code_and_every_range_that_goes_up(low: str, high: str, dash: str) -> None:
    assert scope_values.naics(f" {low} ") == low
    if len(low) == len(high) == 2 and high > low:
        assert scope_values.naics(f"{low}{dash}{high}") == f"{low}-{high}"
    with contextlib.suppress(ValueError):
        assert scope_values.naics(f"{low}{dash}{high}") == f"{low}-{high}"
        assert high > low


@example(text="3२")  # a digit of another script
@settings(deadline=None)  # the first asks a library for the states
@given(text=st.text(max_size=20))
def test_whatever_is_typed_is_a_code_or_refused(text: str) -> None:
    for read in (scope_values.naics, scope_values.state):
        with contextlib.suppress(ValueError):
            code = read(text)
            assert code.isascii()
            assert read(code) == code

"""The one comparable form of an address."""

import idna
import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.mail_address import comparable

LABELS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüßéñçøłžšαβγдежκ", min_size=1, max_size=20)
LOCAL_PARTS = st.text(
    alphabet="abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789._%+-'", min_size=1, max_size=30
)


@given(local=LOCAL_PARTS, label=LABELS)
def test_however_a_domain_is_written_it_is_one_address(local: str, label: str) -> None:
    try:
        encoded = idna.encode(f"{label}.example", uts46=True).decode("ascii")
    except idna.IDNAError:
        return  # no registry takes it
    forms = {
        comparable(f"{local}@{label}.example"),
        comparable(f"{local.upper()}@{label.upper()}.EXAMPLE") if label.upper().lower() == label else None,
        comparable(f" {local}@{encoded}\n"),
    }
    assert forms - {None} == {f"{local.lower()}@{encoded}"}


@given(text=st.text(max_size=80))
def test_a_comparable_form_is_its_own(text: str) -> None:
    assert comparable(comparable(text)) == comparable(text)


@pytest.mark.parametrize("none", ["", "@", "nobody", "a@" + "b" * 70 + "ü.example"])
def test_it_leaves_what_has_no_such_form(none: str) -> None:
    assert comparable(none) == none.lower()

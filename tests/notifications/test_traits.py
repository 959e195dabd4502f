"""What holds for every message of a kind stands in its own context, and nowhere else."""

import pytest
from pydantic import PydanticUserError

from notifications.context import MessageContext
from notifications.rendering import kinds_with, known_kinds, traits
from notifications.traits import CountsAs, Traits

TRAITS = sorted(Traits.__class_vars__)


def test_it_reads_a_trait_from_the_kinds_own_context() -> None:
    assert traits("champion-ask").asks
    assert not traits("welcome").asks
    assert traits("meeting-canceled").calendar_method == "CANCEL"


def test_it_takes_the_usual_for_a_kind_there_is_no_longer() -> None:
    """Its messages are still kept, shown, and sent again."""
    assert traits("retired-kind").may_be_repeated
    assert not traits("retired-kind").is_one_off


@pytest.mark.parametrize("trait", TRAITS)
def test_it_has_no_trait_that_every_kind_or_none_has(trait: str) -> None:
    usual = {kind for kind in known_kinds() if getattr(traits(kind), trait) == getattr(Traits, trait)}
    assert set() < usual < known_kinds()


def test_it_lists_the_kinds_that_have_a_trait_at_a_value() -> None:
    assert kinds_with("calendar_method", "CANCEL") == ("meeting-canceled", "team-goodbye")
    assert set(kinds_with("counts_as")) >= set(kinds_with("counts_as", CountsAs.LOGISTICS)) > set()
    with pytest.raises(AttributeError):
        kinds_with("no_such_trait")


def test_it_refuses_a_trait_nobody_asks_for() -> None:
    with pytest.raises(PydanticUserError, match="non-annotated attribute"):

        class Context(MessageContext):
            sings = True

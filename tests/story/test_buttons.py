"""A button and its form: whatever a letter offers, its reader finds on the page it leads to, on that day."""

from notifications.forms import Form
from tests.story.buttons import POSTS, READ


def test_it_knows_of_every_form_where_it_is_posted_to_or_that_it_is_read() -> None:
    assert {*POSTS, *READ} == set(Form)

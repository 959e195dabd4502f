"""A convener's own words: only fields a kind knows, filled once, never run."""

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications import own_words
from notifications.kinds.invitation.context import Context
from notifications.own_words import OwnWords, WordsRefused, check, fields_of, fill
from notifications.rendering import context_class, render

PIECES = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{{ link }}",
    "|",
    "names",
    "recipient",
    ".",
    "__class__",
    "'a'",
]
PIECES += [
    "*",
    "10**9",
    "(",
    ")",
    "[",
    "]",
    "for",
    "raw",
    "\n",
    "café",
    "<b>",
    "lipsum",
    "self",
    " ",
    "champions",
]


def test_it_can_fill_every_field_it_offers(kind: str) -> None:
    context = context_class(kind).sample()
    for path, is_list in fields_of(type(context)).items():
        assert isinstance(
            fill(type(context), f"{{{{ {path}{' | names' if is_list else ''} }}}}", context), str
        )


def test_it_puts_own_words_into_every_kind_and_keeps_the_foot(kind: str) -> None:
    context = context_class(kind).sample()
    own = OwnWords("For {{ recipient.name }}", "An opening <of> mine.", "")
    rendered = render(kind, context, own)
    assert rendered.subject == f"For {context.recipient.name}"
    assert "An opening <of> mine." in rendered.text
    assert "An opening &lt;of&gt; mine." in rendered.html
    whole = render(kind, context, OwnWords(text="All mine: {{ partnership.name }}"))
    assert whole.text.startswith("All mine: ")
    assert context.why in whole.text
    assert "All mine: " in whole.html
    assert (context.unsubscribe_url in whole.text) or not context.unsubscribe_url


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("recipient.frist_name", "recipient.first_name"),
        ("recipient.firstname", "recipient.first_name"),
        ("meeting.tilte", "meeting.title"),
        ("replyby", "reply_by"),
    ],
)
def test_it_names_the_nearest_right_field(typed: str, meant: str) -> None:
    with pytest.raises(WordsRefused, match=re.escape(f"Did you mean {meant}?")):
        check(Context, OwnWords(opening=f"Dear {{{{ {typed} }}}}"))


@pytest.mark.parametrize(
    "attempt",
    [
        "{{ 'a' * 10**9 }}",
        "{{ 10**10**10 }}",
        "{{ recipient.__class__.__mro__ }}",
        "{{ recipient['name'] }}",
        "{{ recipient.name.upper() }}",
        "{{ recipient.model_dump() }}",
        "{{ recipient.model_config }}",
        "{{ lipsum() }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self }}",
        "{{ message }}",
        "{{ recipient.name | attr('__class__') }}",
        "{{ recipient.name | replace('a', 'b') }}",
        "{{ recipient.name | center(1000000000) }}",
        "{{ recipient.name if true else why }}",
        "{{ recipient.name ~ why }}",
        "{% for x in range(999999999) %}{% endfor %}",
        "{% include '/etc/passwd' %}",
        "{% raw %}{{ x }}{% endraw %}",
        "{# a note #}",
        "{{ " + "(" * 190,
        "{{ " + "(" * 150 + " }}",
        "{{ " + "-" * 150 + "1 }}",
        "{{ champions }}",
        "{{ recipient }}",
        "{{ }}",
        "{{ {{ link }} }}",
        "x" * (own_words.LONGEST + 1),
    ],
)
def test_it_refuses_everything_but_fields(attempt: str) -> None:
    with pytest.raises(WordsRefused):
        check(Context, OwnWords(text=attempt))


def test_it_refuses_a_subject_of_two_lines() -> None:
    with pytest.raises(WordsRefused):
        check(Context, OwnWords(subject="One\r\nBcc: everyone@example.org"))


def test_it_never_reads_what_was_filled_in_for_fields() -> None:
    sample = Context.sample()
    recipient = sample.recipient.model_copy(update={"name": "{{ link }} <b>\r\nBcc: x@example.org"})
    context = sample.model_copy(update={"recipient": recipient})
    rendered = render(
        "invitation", context, OwnWords("To {{ recipient.name }}", "", "Dear {{ recipient.name }}")
    )
    assert "{{ link }}" in rendered.text
    assert sample.link not in rendered.text
    assert "\n" not in rendered.subject
    assert "&lt;b&gt;" in rendered.html


def test_it_puts_a_list_into_a_sentence() -> None:
    context = Context.sample()
    assert fill(Context, "{{ champions | names }}", context) == "Otto Brasswell and Ines Calloray"


@settings(max_examples=300, deadline=timedelta(seconds=2), derandomize=True)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30).map("".join))
def test_it_either_refuses_words_or_fills_them(words: str) -> None:
    context = Context.sample()
    try:
        check(Context, OwnWords(text=words))
    except WordsRefused:
        return
    assert isinstance(fill(Context, words, context), str)


@settings(max_examples=200, deadline=timedelta(seconds=2), derandomize=True)
@given(st.text(alphabet=st.characters(exclude_characters="{}"), max_size=200))
def test_it_leaves_words_without_fields_to_the_plain_text(words: str) -> None:
    rendered = render("invitation", Context.sample(), OwnWords(text=f"Start {words}"))
    assert rendered.text.startswith("Start")
    assert "<script" not in rendered.html.lower()

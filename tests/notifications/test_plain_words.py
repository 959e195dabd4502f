"""Words made safe to put on a line."""

import pytest

from notifications.plain_words import one_line, paragraphs


@pytest.mark.parametrize(
    ("words", "safe"),
    [
        ("  Maren   Quillfeather ", "Maren Quillfeather"),
        ("Maren\r\nBcc: all@example.org", "Maren Bcc: all@example.org"),
        ("a\x00b\x1bc\x85d\u2028e\tf", "a b c d e f"),
        ("Zoë O'Brien", "Zoë O'Brien"),
        ("\n", ""),
    ],
)
def test_it_puts_words_on_one_line(words: str, safe: str) -> None:
    assert one_line(words) == safe


@pytest.mark.parametrize(
    ("words", "safe"),
    [
        ("One.\r\n\r\n\r\n\r\nTwo.\n", "One.\n\nTwo."),
        ("One  line\nand\x07 the next", "One line\nand the next"),
        ("   ", ""),
    ],
)
def test_it_keeps_paragraphs_apart_by_one_empty_line(words: str, safe: str) -> None:
    assert paragraphs(words) == safe

"""Words from people, made safe to put on a line: no control characters, no stray breaks."""

import re

_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"


def one_line(words: str) -> str:
    """Words on one line: breaks and control characters become single spaces."""
    return " ".join(re.sub(_CONTROL, " ", words).split())


def paragraphs(words: str) -> str:
    """Words that keep their line breaks, with at most one empty line between paragraphs."""
    lines = (one_line(line) for line in words.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

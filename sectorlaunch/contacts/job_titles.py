"""Which job titles say that somebody decides for the company."""

import re

_DECIDES = re.compile(
    r"\b(?:c\.?e\.?o\b|chief exec|president|owner|co-owner|founder|co-founder|proprietor"
    r"|managing (?:director|partner|member)|sole trader)",
    re.IGNORECASE,
)
_DOES_NOT = re.compile(
    r"\b(?:vice|vp|assistant|secretary|office of|advis[eo]r|former|past|emeritus|retired|deputy"
    r"|to the|for the|(?:product|process|project|program|programme|data|system|account|risk) owner)\b",
    re.IGNORECASE,
)


def decides(title: str) -> bool:
    """Whether a title proposes that its holder decides: chief executive, owner, president and their like.

    A vice president, an assistant to the owner and a product owner do not.
    """
    return bool(_DECIDES.search(title)) and not _DOES_NOT.search(title)

"""Short texts as a telephone takes them: which letters go into one SMS, and how many.

An SMS holds 160 characters of GSM 7-bit, the alphabet of 3GPP TS 23.038; a single one outside of it turns the whole text
into UCS-2, of which 70 fit. Spanish is written without the accents the alphabet lacks, as telephones have always done.
"""

from collections.abc import Sequence

ONE_SMS = 160
ONE_SMS_UCS2 = 70
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = frozenset("^{}\\[~]|€")
"""Letters of the extension table, which take two places."""
_INSTEAD = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "…": "...",
        "\u00a0": " ",
    }
    | {"\u202f": " ", "á": "a", "í": "i", "ó": "o", "ú": "u", "Á": "A", "Í": "I", "Ó": "O", "Ú": "U"}
)


def in_its_letters(words: str) -> str:
    """One line, with the nearest letters of the alphabet in place of quotes, dashes and accents it lacks."""
    return " ".join(words.translate(_INSTEAD).split())


def length(words: str) -> int:
    """Places the words take in an SMS: septets of GSM 7-bit, or UTF-16 units of UCS-2."""
    if is_gsm(words):
        return sum(2 if letter in _TWICE else 1 for letter in words)
    return len(words.encode("utf-16-be")) // 2


def is_gsm(words: str) -> bool:
    """Whether every letter is in the alphabet of an SMS."""
    return all(letter in _GSM or letter in _TWICE for letter in words)


def fits(words: str) -> bool:
    """Whether the words go out as a single SMS."""
    plain = in_its_letters(words)
    return length(plain) <= (ONE_SMS if is_gsm(plain) else ONE_SMS_UCS2)


def fitting(offers: Sequence[str]) -> str:
    """The first of some lines, from the fullest to the shortest, that fits; the shortest where none does."""
    return next((line for line in offers if fits(line)), offers[-1])

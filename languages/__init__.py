"""The languages letters and personal pages are written in, and how each puts dates, times, lists and numbers."""

from enum import StrEnum


class Language(StrEnum):
    """Language and region, as the `lang` of a page names them."""

    ENGLISH = "en-US"
    SPANISH = "es-US"

    @property
    def short(self) -> str:
        """Without the region, as the files of a language are named: "en"."""
        return self.value.split("-", 1)[0]

    @property
    def locale(self) -> str:
        """As Babel names it: "en_US"."""
        return self.value.replace("-", "_")

    @property
    def english_name(self) -> str:
        """As conveners call it."""
        return _NAMES[self]

    @property
    def in_it(self) -> str:
        """What the button says that switches to it."""
        return _IN_IT[self]


_NAMES = {Language.ENGLISH: "English", Language.SPANISH: "Spanish"}
_IN_IT = {Language.ENGLISH: "In English", Language.SPANISH: "En español"}
DEFAULT = Language.ENGLISH

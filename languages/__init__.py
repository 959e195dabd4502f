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
    def own_name(self) -> str:
        """As those who speak it call it."""
        return _OWN_NAMES[self]


_OWN_NAMES = {Language.ENGLISH: "English", Language.SPANISH: "Español"}
DEFAULT = Language.ENGLISH

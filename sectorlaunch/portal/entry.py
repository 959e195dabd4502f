"""Who may come in. Raised by routes before anything is read or changed; `sectorlaunch.portal.error_pages` makes pages of them."""

from collections.abc import Sequence


class SignInNeeded(Exception):
    """Nobody is signed in here."""


class WrongRole(Exception):
    """Signed in, and known here, but this page is for somebody else. `own` is where what is theirs stands."""

    def __init__(self, own: str = "") -> None:
        super().__init__()
        self.own = own


class KeeperNeeded(Exception):
    """Signed in, and this is for whoever keeps the installation: those who are named here."""

    def __init__(self, keepers: Sequence[str]) -> None:
        super().__init__()
        self.keepers = tuple(keepers)


class LinkUnknown(Exception):
    """To this person, or without a link that holds, the page does not exist."""


class ForgedForm(Exception):
    """A form that was not made for this browser, or was made before it signed in again."""

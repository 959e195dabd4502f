"""Who may come in. Raised by routes before anything is read or changed; `sectorlaunch.portal.error_pages` makes pages of them."""


class SignInNeeded(Exception):
    """Nobody is signed in here."""


class WrongRole(Exception):
    """Signed in, and known here, but this page is for somebody else."""


class LinkUnknown(Exception):
    """To this person, or without a link that holds, the page does not exist."""


class ForgedForm(Exception):
    """A form that was not made for this browser, or was made before it signed in again."""

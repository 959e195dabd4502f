"""The password of Prefect's API: whoever has it may start, resume and read every run of the installation."""

from sectorlaunch.key_files import key_in
from sectorlaunch.settings import Settings

USER = "keeper"
KEY_FILE = "prefect.key"


def auth_string(settings: Settings) -> str | None:
    """What Prefect calls its auth string, user:password: the one that is set, else one made for the server started here.

    None for a server that runs elsewhere and for which none is set.
    """
    if settings.prefect_auth is not None:
        return settings.prefect_auth.get_secret_value()
    if settings.prefect_api_url is not None:
        return None
    return f"{USER}:{key_in(settings.home_folder, KEY_FILE)}"

"""`python -m sectorlaunch.portal`: the portal alone, on the host and port of the settings."""

import uvicorn

from sectorlaunch import key_files, logs
from sectorlaunch.portal.app import create_app
from sectorlaunch.settings import Settings

GRACE_SECONDS = 5


def main() -> None:
    settings = Settings()
    key_files.keep_to_oneself()
    logs.set_up(settings)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        access_log=False,  # its lines would hold the links; `sectorlaunch.portal.security_headers` writes ours
        log_config=None,
        server_header=False,
        proxy_headers=False,  # `create_app` believes those of the settings' proxies, and nobody else's
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


if __name__ == "__main__":
    main()

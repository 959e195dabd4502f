"""The command line. Nothing heavy is imported before a command runs, so that `--help` answers at once."""


def main() -> None:
    """The `sector-launch` command."""
    from sectorlaunch.cli.main import run

    raise SystemExit(run())

"""Settings, all from the environment, all with a default that works on one machine."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from notifications.oauth.providers import Clouds


@dataclass(frozen=True)
class TracePeriods:
    """Days that ended sign-ins, dead links and what came of received mail are kept; 0: for good."""

    sign_ins: int = 0
    links: int = 0
    received: int = 0


class Settings(BaseSettings):
    """Read once at an entry point and passed on; each field is `SECTOR_LAUNCH_…` in upper case."""

    model_config = SettingsConfigDict(
        env_prefix="SECTOR_LAUNCH_", env_ignore_empty=True, frozen=True, ignored_types=(cached_property,)
    )

    home: Path = Field(default=Path("var"), description="The folder that holds everything a copy needs.")
    database_url: SecretStr | None = Field(
        default=None,
        description="Where our tables are, such as postgresql+psycopg://user:password@host/name. "
        "Default: a SQLite file in the home folder.",
    )
    prefect_database_url: SecretStr | None = Field(
        default=None,
        description="Where Prefect keeps its tables, such as postgresql+asyncpg://user:password@host/name. "
        "Default: a SQLite file in the home folder.",
    )
    host: str = Field(default="127.0.0.1", description="The address the portal listens on.")
    port: int = Field(default=8700, description="The portal's port.")
    prefect_port: int = Field(default=8701, description="The port of the Prefect server and its UI.")
    prefect_api_url: str | None = Field(
        default=None, description="A Prefect server that runs elsewhere. Default: the one started here."
    )
    prefect_auth: SecretStr | None = Field(
        default=None,
        description="Prefect's auth string, user:password. Default: one made for the server started here; "
        "`sector-launch prefect-password` shows it.",
    )
    public_url: str | None = Field(
        default=None,
        description="The portal's address as people outside see it; it is what links in messages begin with.",
    )
    census_url: str = Field(
        default="https://data.bls.gov/cew/data/api",
        description="Where files of the quarterly census are fetched from: the Bureau’s open data, or a copy of them.",
    )
    census_calendar_url: str = Field(
        default="https://www.bls.gov/cew/release-calendar.htm",
        description="The Bureau’s calendar of releases, read with every fetch at most each third day. Where it cannot be "
        "read, the days known before hold, and a count of days where there is none.",
    )
    copies_daily: int = Field(
        default=7, ge=1, description="Of how many days the newest copy in `backups` is kept."
    )
    copies_weekly: int = Field(
        default=4, ge=0, description="Of how many weeks the newest copy in `backups` is kept."
    )
    copies_monthly: int = Field(
        default=12, ge=0, description="Of how many months the newest copy in `backups` is kept."
    )
    keep_left_days: int = Field(
        default=0,
        ge=0,
        description="Days somebody is kept after their last role ended, where neither the partnership nor its playbook "
        "says. 0: until somebody erases them.",
    )
    keep_ended_days: int = Field(
        default=0,
        ge=0,
        description="Days everybody is kept after their partnership ended, where neither it nor its playbook says. "
        "0: until somebody erases them.",
    )
    keep_sign_ins_days: int = Field(
        default=90,
        ge=0,
        description="Days a sign-in that has ended, and a change of address that was asked for, stay on record. 0: for good.",
    )
    keep_links_days: int = Field(
        default=180,
        ge=0,
        description="Days a link that has run out, was used up or ended stays on record. 0: for good.",
    )
    keep_received_days: int = Field(
        default=365,
        ge=0,
        description="Days it is on record what came of a mail that was received, and for whom. After that only its number and "
        "fingerprint stay, so that none is taken twice. 0: for good.",
    )
    leads: str = Field(
        default="",
        description="Addresses, separated by commas, of those who may sign in and see every partnership at first: "
        "once a keeper has named a lead, or ended one, they are kept with the accounts and this says nothing.",
    )

    channel_hosts: str = Field(
        default="",
        description="Hosts, separated by commas, that a channel may lead to although they are this machine, stand in a "
        "private network, or take no TLS: the office's mail server, a chat server, a web proxy.",
    )
    microsoft_login: str = Field(
        default=Clouds.microsoft_login,
        description="Where Microsoft gives tokens; GCC High has https://login.microsoftonline.us.",
    )
    microsoft_outlook: str = Field(
        default=Clouds.microsoft_outlook,
        description="What Microsoft names the rights of SMTP and IMAP after; GCC High has https://outlook.office365.us.",
    )
    microsoft_graph: str = Field(
        default=Clouds.microsoft_graph,
        description="Where Microsoft Graph is; GCC High has https://graph.microsoft.us.",
    )
    microsoft_smtp: str = Field(
        default="smtp.office365.com",
        description="Microsoft’s server for letters by SMTP; GCC High has smtp.office365.us.",
    )
    microsoft_imap: str = Field(
        default="outlook.office365.com",
        description="Microsoft’s server for reading by IMAP; GCC High has outlook.office365.us.",
    )
    google_login: str = Field(default=Clouds.google_login, description="Where Google asks for consent.")
    google_token: str = Field(default=Clouds.google_token, description="Where Google gives tokens.")
    google_smtp: str = Field(default="smtp.gmail.com", description="Google’s server for letters.")
    google_imap: str = Field(default="imap.gmail.com", description="Google’s server for reading.")
    name_servers: str = Field(
        default="",
        description="Addresses, separated by commas, of the name servers asked what the world sees of the mail domain "
        "letters leave from, such as 192.0.2.53. Default: this machine’s, which in an office may see other records "
        "than the world does.",
    )
    proxies: str = Field(
        default="",
        description="Addresses or networks, separated by commas, of the proxies in front of the portal: only theirs "
        "is the word on where a request comes from (`X-Forwarded-For`). Without one nobody’s is.",
    )
    monitoring_token: SecretStr | None = Field(
        default=None,
        description="What a monitor sends as `Authorization: Bearer …` to read `/metrics`, and `/ready` with its parts. "
        "Without it they are read on this machine only, and not where SECTOR_LAUNCH_PUBLIC_URL names a proxy.",
    )
    ping_url: SecretStr | None = Field(
        default=None,
        description="Asked once a minute for as long as sweeps and sending go on, as healthchecks has it: "
        "such as https://hc.example.org/ping/…, with `/start` and `/fail` behind it.",
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="Logs as lines for eyes, or as one JSON object a line."
    )

    @property
    def allowed_channel_hosts(self) -> frozenset[str]:
        """Where channels may lead besides public addresses, in lower case."""
        return frozenset(host.strip().lower() for host in self.channel_hosts.split(",") if host.strip())

    @property
    def clouds(self) -> Clouds:
        """Where Microsoft and Google are, for tokens and Graph."""
        return Clouds(
            microsoft_login=self.microsoft_login.rstrip("/"),
            microsoft_outlook=self.microsoft_outlook.rstrip("/"),
            microsoft_graph=self.microsoft_graph.rstrip("/"),
            google_login=self.google_login,
            google_token=self.google_token,
        )

    @property
    def name_server_addresses(self) -> tuple[str, ...]:
        return tuple(address.strip() for address in self.name_servers.split(",") if address.strip())

    @property
    def proxy_addresses(self) -> list[str]:
        return [address.strip() for address in self.proxies.split(",") if address.strip()]

    @property
    def lead_addresses(self) -> frozenset[str]:
        """Of those who see every partnership until a keeper names or ends one, in lower case."""
        return frozenset(address.strip().lower() for address in self.leads.split(",") if address.strip())

    @property
    def keeping_periods(self) -> dict[str, int]:
        """The installation's own periods in days, by the names playbooks have for them."""
        return {"keep_left_days": self.keep_left_days, "keep_ended_days": self.keep_ended_days}

    @property
    def traces(self) -> TracePeriods:
        """How long it is kept what belongs to no partnership."""
        return TracePeriods(self.keep_sign_ins_days, self.keep_links_days, self.keep_received_days)

    @property
    def home_folder(self) -> Path:
        return self.home.expanduser().resolve()

    @property
    def mailbox(self) -> Path:
        """The local mailbox: where messages go until a channel is live."""
        return self.home_folder / "mailbox"

    @property
    def census_folder(self) -> Path:
        """Files of the census that were fetched, kept so that none is asked for twice."""
        return self.home_folder / "census"

    @property
    def prefect_home(self) -> Path:
        return self.home_folder / "prefect"

    @property
    def log_folder(self) -> Path:
        return self.home_folder / "logs"

    @property
    def database(self) -> str:
        """The SQLAlchemy address of our tables, secret included."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.home_folder / 'sector-launch.db'}"

    @property
    def prefect_database(self) -> str | None:
        """The SQLAlchemy address of the tables of our Prefect server, secret included; None for its own file."""
        return self.prefect_database_url.get_secret_value() if self.prefect_database_url is not None else None

    @property
    def prefect_api(self) -> str:
        return self.prefect_api_url or f"http://127.0.0.1:{self.prefect_port}/api"

    @property
    def prefect_ui(self) -> str:
        return self.prefect_api.removesuffix("/api")

    @property
    def portal_url(self) -> str:
        """What links begin with, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def is_https(self) -> bool:
        """Whether people come by https."""
        return self.portal_url.startswith("https://")

"""Every setting, read once from the environment; docs/deployment.md is the operator's handbook."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

HOUSE = Path(__file__).resolve().parent.parent
# reader: sees how many answers came; editor: also exports them, writes for the team and hides what is wrong;
# moderator: also reads comments, and releases or deletes them.
STAFF_ROLES = ("reader", "editor", "moderator")
SHORTEST_SECRET = 16
# Of the public address: what routes, proxies and browsers read alike.
PLAIN_PATH = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?")


class Settings(BaseSettings):
    """The operator's choices. A wrong one stops the start with a sentence, not a visitor's page."""

    # An empty variable is one that was not set.
    model_config = SettingsConfigDict(
        env_prefix="YOURPATCH_", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    # Where `make run` listens; 127.0.0.1 unless the operator opens it up.
    port: int = Field(default=8501, validation_alias="PORT", ge=0, le=65535)
    host: str = "127.0.0.1"
    # Facts, survey and logs live here.
    data_dir: Path = HOUSE / "var"
    # The two services we read from. Plain http is accepted for loopback addresses only.
    police_api: str = "https://data.police.uk/api"
    postcodes_api: str = "https://api.postcodes.io"
    # Which forces this site is for: the first is preselected in the finder, all are kept warm. Empty: all.
    forces: Annotated[tuple[str, ...], NoDecode] = ()
    # `auto`: serve the demonstration force when police.uk cannot be reached and nothing is stored.
    demo: Literal["auto", "always", "never"] = "auto"
    # Set by the application itself while it serves the invented force.
    demonstration: bool = False
    # Who may frame /embed/v1/*; nothing else may be framed from outside.
    frame_ancestors: str = "*"
    # The address the public knows, for links in feeds and files; it may hold a path under which all of this
    # site lies. From the request when empty.
    public_url: str = ""
    # Style of a base map; `none` makes no outside request.
    map_style: str = "none"
    # Who runs this site. Every view says so.
    operator_name: str = ""
    operator_contact: str = ""
    operator_role: Literal["force", "pcc", "council", "other", ""] = ""
    # Whose X-Forwarded-For and X-Forwarded-Proto count (addresses, comma separated).
    trusted_proxies: str = ""
    # Never ask the outside: show what is held.
    offline: bool = False
    # How a line of the log looks.
    log: Literal["plain", "json"] = "plain"
    # Where what is counted is served to Prometheus; 0: nowhere.
    metrics_port: int = Field(default=0, ge=0, le=65535)
    metrics_host: str = "127.0.0.1"
    # A clock for tests of ages; refused unless the demonstration is on.
    now: datetime | None = None
    # Where survey answers are kept, as SQLAlchemy writes an address: postgresql+psycopg://user@host/name.
    # Empty: the SQLite file `survey.sqlite` in the data folder.
    survey_db: str = ""
    # Signs form tokens; the same on all replicas. Empty: made once, and kept in the data folder.
    secret: SecretStr = SecretStr("")
    # Whether the survey has a comment box: `on` needs somebody in `staff` who moderates.
    comments: Literal["off", "on"] = "off"
    # A comment is deleted at the latest so many months after it came.
    comment_months: int = Field(default=6, ge=1, le=24)
    # Who may sign in, `email:role` with commas; a role may do what those before it may (STAFF_ROLES).
    staff: Annotated[tuple[tuple[str, str], ...], NoDecode] = ()
    # Why the operator may process answers at all (UK GDPR Article 6); the privacy page says it.
    lawful_basis: Literal["public_task", "legitimate_interests", "consent"] = "public_task"
    # The mail server through which moderators are told that comments wait. Empty: no mail is sent.
    mail_host: str = ""
    mail_port: int = Field(default=587, ge=1, le=65535)
    # Begin encryption before anything is said (STARTTLS), with a certificate that this machine trusts.
    mail_starttls: bool = True
    mail_user: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_sender: str = ""
    mail_to: Annotated[tuple[str, ...], NoDecode] = ()

    @field_validator("staff", mode="before")
    @classmethod
    def _staff_list(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        people = []
        for part in filter(None, (part.strip() for part in value.split(","))):
            email, _, role = (piece.strip().lower() for piece in part.rpartition(":"))
            if "@" not in email or role not in STAFF_ROLES:
                raise ValueError(f"{part!r} must be email:role, with a role of {', '.join(STAFF_ROLES)}")
            people.append((email, role))
        return tuple(people)

    @field_validator("survey_db")
    @classmethod
    def _sqlite_or_postgresql(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("it must begin with sqlite:/// or postgresql+psycopg://")
        file = value.partition("sqlite:///")[2].partition("?")[0]
        if value.startswith("sqlite") and (not file or ":memory:" in value or "mode=memory" in value):
            raise ValueError("after sqlite:/// it must name a file: answers are to outlive the process")
        return value

    @field_validator("secret")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(f"it must have {SHORTEST_SECRET} characters at least")
        return value

    @field_validator("forces", "mail_to", mode="before")
    @classmethod
    def _comma_list(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("mail_sender", "mail_to")
    @classmethod
    def _mail_addresses(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for one in filter(None, (value,) if isinstance(value, str) else value):
            if not re.fullmatch(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+", one):
                raise ValueError("it must be an e-mail address alone, such as team@force.example")
        return value

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @field_validator("police_api", "postcodes_api")
    @classmethod
    def _https_or_loopback(cls, value: str) -> str:
        address = urlsplit(value)
        if address.scheme != "https" and not (address.scheme == "http" and is_loopback(address.hostname)):
            # police.uk redirects http to https, and a redirected POST loses its body.
            raise ValueError(f"{value!r} must be https (plain http is accepted for loopback addresses only)")
        return value.rstrip("/")

    @field_validator("public_url", "map_style")
    @classmethod
    def _an_address(cls, value: str, which: ValidationInfo) -> str:
        address, none = urlsplit(value), cls.model_fields[str(which.field_name)].default
        if value != none and not (address.scheme in {"http", "https"} and address.hostname):
            raise ValueError("it must begin with https:// or http:// and name a host")
        return value

    @field_validator("public_url")
    @classmethod
    def _a_plain_path(cls, value: str) -> str:
        address = urlsplit(value)
        if not PLAIN_PATH.fullmatch(address.path) or address.query or address.fragment:
            raise ValueError("after the host it may have a path of letters, digits and -._~ alone")
        return value.rstrip("/")

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        for part in filter(None, (part.strip() for part in value.split(","))):
            if part != "*":
                ip_network(part)
        return value

    @model_validator(mode="after")
    def _clock_only_in_demonstration(self) -> "Settings":
        if self.now and not (self.demonstration or self.demo == "always"):
            raise ValueError("YOURPATCH_NOW is a clock for tests: it needs the demonstration on")
        return self

    @model_validator(mode="after")
    def _comments_need_a_moderator(self) -> "Settings":
        if self.comments == "on" and "moderator" not in dict(self.staff).values():
            raise ValueError("YOURPATCH_COMMENTS=on needs a moderator in YOURPATCH_STAFF (email:moderator)")
        return self

    @model_validator(mode="after")
    def _mail_is_whole(self) -> "Settings":
        if self.mail_host and not (self.mail_sender and self.mail_to and self.public_url):
            raise ValueError(
                "YOURPATCH_MAIL_HOST needs YOURPATCH_MAIL_SENDER, YOURPATCH_MAIL_TO and YOURPATCH_PUBLIC_URL"
            )
        if self.mail_user and not self.mail_starttls and not is_loopback(self.mail_host):
            raise ValueError(
                "YOURPATCH_MAIL_USER needs YOURPATCH_MAIL_STARTTLS: a password is not sent in clear"
            )
        return self

    @property
    def has_operator(self) -> bool:
        """Whether it was said who runs this site; without name, contact and role no survey is asked."""
        return bool(self.operator_name and self.operator_contact and self.operator_role)

    @property
    def has_public_address(self) -> bool:
        """Whether our addresses lead anybody but this machine to us."""
        return bool(self.public_url) and not is_loopback(urlsplit(self.public_url).hostname)

    @property
    def public_origin(self) -> str:
        """`https://council.example`: the public address without its path; empty without one."""
        address = urlsplit(self.public_url)
        return f"{address.scheme}://{address.netloc}" if address.netloc else ""

    @property
    def public_path(self) -> str:
        """`/policing`: under which path of the public address this site lies; empty at a host of its own."""
        return urlsplit(self.public_url).path

    @property
    def own_dir(self) -> Path:
        """Where this site keeps what is its own; what is invented never stands among what is real."""
        return self.data_dir / "demo" if self.demonstration else self.data_dir

    @property
    def facts_dir(self) -> Path:
        """Where facts are kept."""
        return self.own_dir / "facts"

    @property
    def survey_url(self) -> str:
        """The survey's database. A demonstration nobody asked for never writes into the real one."""
        if self.survey_db and (not self.demonstration or self.demo == "always"):
            return self.survey_db
        return f"sqlite:///{self.own_dir / 'survey.sqlite'}"


def is_loopback(host: str | None) -> bool:
    """Whether a host name or address means this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process."""
    return Settings()


def now() -> datetime:
    """The time, in UTC: the test clock's when there is one."""
    clock = settings().now
    if clock is None:
        return datetime.now(UTC)
    return clock.astimezone(UTC) if clock.tzinfo else clock.replace(tzinfo=UTC)

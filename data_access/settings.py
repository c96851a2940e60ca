"""Every setting, read once from the environment; docs/deployment.md is the operator's handbook."""

from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

HOUSE = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """The operator's choices. A wrong one stops the start with a sentence, not a visitor's page."""

    # An empty variable is one that was not set.
    model_config = SettingsConfigDict(
        env_prefix="YOURPATCH_", env_ignore_empty=True, extra="ignore", frozen=True
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
    # The address the public knows, for links in feeds and files; from the request when empty.
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
    # A clock for tests of ages; refused unless the demonstration is on.
    now: datetime | None = None

    @field_validator("forces", mode="before")
    @classmethod
    def _comma_list(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @field_validator("police_api", "postcodes_api")
    @classmethod
    def _https_or_loopback(cls, value: str) -> str:
        address = urlsplit(value)
        if address.scheme != "https" and not (address.scheme == "http" and _loopback(address.hostname)):
            # police.uk redirects http to https, and a redirected POST loses its body.
            raise ValueError(f"{value!r} must be https (plain http is accepted for loopback addresses only)")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _clock_only_in_demonstration(self) -> "Settings":
        if self.now and not (self.demonstration or self.demo == "always"):
            raise ValueError("YOURPATCH_NOW is a clock for tests: it needs the demonstration on")
        return self

    @property
    def facts_dir(self) -> Path:
        """Where facts are kept; invented ones never stand among real ones."""
        return (self.data_dir / "demo" if self.demonstration else self.data_dir) / "facts"


def _loopback(host: str | None) -> bool:
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

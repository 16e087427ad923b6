"""The settings: read once from the environment, `.env` and the secrets folder; refused loudly, never printed.

Every name is `TAMIZ_…`. A misspelt name would silently leave the default in force, so an unknown one is an error.
"""

from __future__ import annotations

import difflib
import ipaddress
import os
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from dialogs.errors import SetUpError

PREFIX = "TAMIZ_"
_SECRETS_DIR = "TAMIZ_SECRETS_DIR"
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
#: What the platform takes as a webhook's secret, and long enough that nobody guesses it.
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


class SettingsError(SetUpError):
    """The program cannot start as it is set up. Each line says where, what, and what to do; never a value."""


class Settings(BaseSettings):
    """How this installation is set up."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="ignore", frozen=True, hide_input_in_errors=True, env_ignore_empty=True
    )

    bot_token: SecretStr | None = None
    api_base: str = "https://api.telegram.org"
    database_url: SecretStr = SecretStr("sqlite:///data/tamiz.db")
    key_file: Path = Path("data/master.key")
    person_keys: Path = Path("data/person-keys")
    staff_chat: int | None = None
    site: Path = Path("site.toml")
    recruitment: Literal["not_recruiting", "recruiting", "closed"] | None = None
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_listen: str | None = None
    metrics_listen: str | None = None
    today: date | None = None
    pace: Literal["telegram", "off"] = "telegram"

    @property
    def loopback(self) -> bool:
        """Is the Bot API server on this machine? Then examples and a fixed date are accepted."""
        host = urlsplit(self.api_base).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"


def read_settings(env_file: Path = Path(".env")) -> Settings:
    """Return the settings; SettingsError lists everything that is wrong with them at once."""
    folder = os.environ.get(_SECRETS_DIR) or dotenv_values(env_file).get(_SECRETS_DIR)
    if folder and not Path(folder).is_dir():
        raise SettingsError([f"{_SECRETS_DIR}: there is no such folder. Make it, or take the setting away."])
    secrets = [path.name for path in Path(folder).iterdir()] if folder else []
    problems = _unknown([*os.environ, *dotenv_values(env_file), *secrets])
    try:
        settings = Settings(_env_file=env_file, _secrets_dir=folder)
    except ValidationError as fault:
        for error in fault.errors(include_input=False, include_url=False, include_context=False):
            name = PREFIX + str(error["loc"][0]).upper()
            problems.append(f"{name}: {error['msg']}. Correct it, or leave it out for its default.")
        raise SettingsError(problems) from None
    problems += _misshapen(settings)
    if problems:
        raise SettingsError(problems)
    return settings


def refuse_unfit(settings: Settings) -> None:
    """SettingsError where the bot cannot be run with these settings."""
    problems = []
    if settings.bot_token is None:
        problems.append("TAMIZ_BOT_TOKEN: the bot has no token. Set it, or put it into a file of the secrets folder.")
    if settings.staff_chat is None:
        problems.append("TAMIZ_STAFF_CHAT: the study team's group is not named. Set it to the group's id.")
    if settings.webhook_url is not None and settings.webhook_secret is None:
        problems.append("TAMIZ_WEBHOOK_SECRET: a webhook needs its secret. Set one, or take TAMIZ_WEBHOOK_URL away.")
    if settings.webhook_listen is not None and not settings.webhook_listen.rpartition(":")[2].isdigit():
        problems.append("TAMIZ_WEBHOOK_LISTEN: not of the form host:port. Write 127.0.0.1:8443, for example.")
    if settings.metrics_listen is not None:
        problems.append("TAMIZ_METRICS_LISTEN: this version has no page of metrics yet. Take it away.")
    if not settings.loopback:
        if settings.today is not None:
            problems.append("TAMIZ_TODAY: a fixed date is for tests against a Bot API on this machine. Take it away.")
        if settings.pace == "off":
            problems.append("TAMIZ_PACE: `off` is for tests against a Bot API on this machine. Take it away.")
    if problems:
        raise SettingsError(problems)


def _misshapen(settings: Settings) -> list[str]:
    """Secrets that cannot be what they should be: they would end up in an address, a header, or an error's text."""
    problems = []
    if settings.bot_token is not None and not _TOKEN.fullmatch(settings.bot_token.get_secret_value()):
        problems.append(f"{PREFIX}BOT_TOKEN: no token: digits, a colon, then letters, digits, - and _. Copy it again.")
    if settings.webhook_secret is not None and not _SECRET.fullmatch(settings.webhook_secret.get_secret_value()):
        problems.append(f"{PREFIX}WEBHOOK_SECRET: 16 to 256 letters, digits, - and _ are needed. Make a new one.")
    return problems


def _unknown(names: Iterable[str]) -> list[str]:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {_SECRETS_DIR}
    problems = []
    for name in sorted({name for name in names if name.upper().startswith(PREFIX) and name.upper() not in known}):
        near = difflib.get_close_matches(name.upper(), known, 1)
        meant = f" Did you mean {near[0]}?" if near else " Take it away."
        problems.append(f"{name}: there is no such setting.{meant}")
    return problems

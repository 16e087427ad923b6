"""The settings: read once from the environment, `.env` and the secrets folder; refused loudly, never printed.

Every name is `TAMIZ_…`. A misspelt name would silently leave the default in force, so an unknown one is an error.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as LibrarySettingsError

from bot.config.addresses import (
    alarm_problem,
    api_base_problem,
    database_problem,
    is_loopback,
    listen_problem,
    public_problem,
    share_problem,
)
from bot.config.own_address import own_listen
from dialogs.errors import SetUpError

PREFIX = "TAMIZ_"
_SECRETS_DIR = "TAMIZ_SECRETS_DIR"
#: UTF-8, with or without the mark that some editors put before it and that would hide the first setting.
_ENCODING = "utf-8-sig"
_NO_SECRET = f"{_SECRETS_DIR}: a file of it cannot be read. It needs text in UTF-8 that this account may read."
#: The shape of a bot's token.
TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
#: What the platform takes as a webhook's secret, and long enough that nobody guesses it.
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


#: The library's name of a fault → what the value has to be; its own words are in one language.
_KINDS = {"literal": "must be one of {}", "int": "must be a whole number", "date": "must be a date as YYYY-MM-DD"}


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
    key_file: Path = Path("keys/master.key")
    #: A folder, or the address of a second database on a server.
    person_keys: Path | SecretStr = Path("keys/person-keys")
    staff_chat: int | None = None
    site: Path = Path("site.toml")
    #: A folder with more studies; None: the one of the package is the only one.
    studies: Path | None = None
    recruitment: Literal["not_recruiting", "recruiting", "closed"] | None = None
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_listen: str | None = None
    metrics_listen: str | None = None
    share_url: str | None = None
    share_listen: str | None = None
    alarm_url: SecretStr | None = None
    today: date | None = None
    pace: Literal["telegram", "off"] = "telegram"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["text", "json"] = "text"

    @field_validator("person_keys", mode="before")
    @classmethod
    def _place_of_keys(cls, value: object) -> object:
        if isinstance(value, str):
            return SecretStr(value) if value.startswith("postgresql") else Path(value)
        return value

    @property
    def key_place(self) -> Path | str:
        """Where the persons' keys are: a folder, or an address."""
        return self.person_keys if isinstance(self.person_keys, Path) else self.person_keys.get_secret_value()

    @property
    def key_folder(self) -> Path | None:
        """The folder of the persons' keys; None where they are on a server."""
        return self.person_keys if isinstance(self.person_keys, Path) else None

    @property
    def beside_keys(self) -> Path:
        """The folder for what is kept beside the keys and apart from the data."""
        return self.key_file.parent if self.key_folder is None else self.key_folder.parent

    @property
    def loopback(self) -> bool:
        """Is the Bot API server on this machine? Then examples and a fixed date are accepted."""
        return is_loopback(self.api_base)


#: Where earlier versions kept the keys, beside the data: still found where nothing else is named and nothing is new.
_FORMER = {"key_file": Path("data/master.key"), "person_keys": Path("data/person-keys")}
#: Where something listens: an address, or a network of this machine (replicas share their settings).
_LISTENS = ("webhook_listen", "metrics_listen", "share_listen")
#: What must have a certain shape wherever it is set, and what is said where it has not.
_SHAPES: Mapping[str, Callable[[str], str | None]] = {
    "api_base": api_base_problem,
    "database_url": database_problem,
    "person_keys": database_problem,
    "webhook_url": public_problem,
    "webhook_listen": listen_problem,
    "metrics_listen": listen_problem,
    "share_listen": listen_problem,
    "share_url": share_problem,
    "alarm_url": alarm_problem,
}


def read_settings(env_file: Path = Path(".env")) -> Settings:
    """Return the settings; SettingsError lists everything that is wrong with them at once."""
    written = _written(env_file)
    folder = os.environ.get(_SECRETS_DIR) or written.get(_SECRETS_DIR)
    secrets = _secret_names(folder) if folder else []
    problems = _unknown([*os.environ, *written, *secrets])
    try:
        settings = Settings(_env_file=env_file, _env_file_encoding=_ENCODING, _secrets_dir=folder)
    except ValidationError as fault:
        for error in fault.errors(include_input=False, include_url=False):
            name = str(error["loc"][0])
            wanted = next((words for kind, words in _KINDS.items() if error["type"].startswith(kind)), "must fit")
            among = ", ".join(re.findall(r"'(.*?)'", str(error.get("ctx", {}).get("expected", ""))))
            problems.append(f"{PREFIX}{name.upper()}: {wanted.format(among)}. Correct it.")
        raise SettingsError(problems) from None
    except (OSError, UnicodeDecodeError, LibrarySettingsError):
        raise SettingsError([*problems, _NO_SECRET]) from None
    problems += _misshapen(settings)
    if problems:
        raise SettingsError(problems)
    return _where_the_keys_are(_where_to_listen(settings))


def _where_to_listen(settings: Settings) -> Settings:
    """Return the settings with this machine's own address where one names a network of it."""
    named = {name: listen for name in _LISTENS if (listen := getattr(settings, name)) is not None and "/" in listen}
    return settings.model_copy(update={name: own_listen(listen) for name, listen in named.items()})


def _where_the_keys_are(settings: Settings) -> Settings:
    """Return the settings with the keys where an earlier version put them, if they are there and nowhere else."""
    named = settings.model_fields_set
    if named & set(_FORMER) or settings.key_file.exists() or not _FORMER["key_file"].exists():
        return settings
    return settings.model_copy(update=_FORMER)


def _written(env_file: Path) -> dict[str, str | None]:
    """Return what the file `.env` sets; SettingsError where it cannot be read, whole or in a line."""
    try:
        with env_file.open(encoding=_ENCODING) as file:
            odd = [line.original.line for line in parse_stream(file) if line.error or (line.key and line.value is None)]
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            [f"{env_file}: cannot be read. It needs text in UTF-8 that this account may read."]
        ) from None
    if odd:
        raise SettingsError([f"{env_file}, line {odd[0]}: no setting. Write NAME=value, or # before a remark."])
    return dotenv_values(env_file, encoding=_ENCODING)


def _secret_names(folder: str) -> list[str]:
    """Return the names of the files in the secrets folder; SettingsError where there is none to look into."""
    try:
        found = list(Path(folder).iterdir())
    except OSError:
        raise SettingsError(
            [f"{_SECRETS_DIR}: there is no such folder that can be read. Make it, or take the setting away."]
        ) from None
    if any(path.is_dir() for path in found if path.name.upper().startswith(PREFIX)):
        raise SettingsError([_NO_SECRET])
    return [path.name for path in found]


def refuse_unfit(settings: Settings) -> None:
    """SettingsError where the bot cannot be run with these settings."""
    problems = []
    if settings.bot_token is None:
        problems.append("TAMIZ_BOT_TOKEN: the bot has no token. Set it, or put it into a file of the secrets folder.")
    if settings.staff_chat is None:
        problems.append("TAMIZ_STAFF_CHAT: the study team's group is not named. Set it to the group's id.")
    if settings.webhook_url is not None and settings.webhook_secret is None:
        problems.append("TAMIZ_WEBHOOK_SECRET: a webhook needs its secret. Set one, or take TAMIZ_WEBHOOK_URL away.")
    if settings.webhook_url is None and settings.webhook_secret is not None:
        problems.append("TAMIZ_WEBHOOK_URL: there is a secret and no address. Set it, or take the secret away.")
    if (settings.share_url is None) != (settings.share_listen is None):
        missing = "URL" if settings.share_url is None else "LISTEN"
        problems.append(f"TAMIZ_SHARE_{missing}: the page for shared links needs it as well. Set both, or none.")
    if not settings.loopback:
        if settings.today is not None:
            problems.append("TAMIZ_TODAY: a fixed date is for tests against a Bot API on this machine. Take it away.")
        if settings.pace == "off":
            problems.append("TAMIZ_PACE: `off` is for tests against a Bot API on this machine. Take it away.")
    if problems:
        raise SettingsError(problems)


def _misshapen(settings: Settings) -> list[str]:
    """Return a line for each value that cannot be what it should be: it would end up in an error's text."""
    problems = []
    for name, look in _SHAPES.items():
        value = getattr(settings, name)
        if isinstance(value, Path):
            continue
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if text is not None and (wrong := look(text)):
            problems.append(f"{PREFIX}{name.upper()}: {wrong}")
    if settings.staff_chat is not None and settings.staff_chat >= 0:
        problems.append(f"{PREFIX}STAFF_CHAT: a private chat, not a group. The id of a group is a negative number.")
    if settings.bot_token is not None and not TOKEN.fullmatch(settings.bot_token.get_secret_value()):
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

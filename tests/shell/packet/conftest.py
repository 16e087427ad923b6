"""A folder of an installation, filled in or with its examples, and `tamiz packet` run in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.admin.installation import site_template
from bot.cli.main import main
from bot.packet.assemble import assemble
from bot.packet.document import Document
from bot.packet.inputs import PACKET_KEYS, Inputs, read_inputs
from dialogs.languages import Language

DAY = date(2026, 12, 1)
TODAY = DAY.isoformat()
NUMBERS = {"contact_in_working_days": 2, "unfinished_days": 7, "filed_months": 12, "consent_years": 5}
FLAGS = {"writes_in_chat"}
DAYS = {"confirmed_on", "approval_date", "policy_date"}
#: Of another wording: the approval is recorded by `tamiz approve`.
HASHES = {"es": "0" * 64, "en": "0" * 64}
HOURS = {"opens": "09:00", "closes": "17:00", "valid_until": "2027-11-02"}

Tamiz = Callable[..., Result]


def filled_site(**other: str | int) -> str:
    """The site's file with a value for every example; `other`: values of this test, by their key."""
    lines = []
    for line in site_template().splitlines():
        key, equals, value = line.partition(" = ")
        if equals and not line.startswith("#") and ("EXAMPLE" in value or "EJEMPLO" in value):
            given = other.get(
                key, NUMBERS.get(key, "2026-11-02" if key in DAYS else {**HOURS, **HASHES}.get(key, f"({key})"))
            )
            line = f"{key} = {given}" if isinstance(given, int) else f'{key} = "{given}"'
            line = f"{key} = true" if key in FLAGS else line
        lines.append(line)
    return "\n".join(lines)


def filled_packet() -> str:
    """`packet.toml` with a value for every key."""
    return "".join(
        f"[{table}]\n" + "".join(f'{key} = "({key})"\n' for key in keys) for table, keys in PACKET_KEYS.items()
    )


@pytest.fixture(scope="session")
def bare_inputs(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    """What a packet of an installation that has said nothing yet is made of."""
    return read_inputs(tmp_path_factory.mktemp("bare") / "site.toml", DAY)


_ASSEMBLED: dict[tuple[int, Language], tuple[Inputs, Document]] = {}


def assembled(inputs: Inputs, lead: Language) -> Document:
    """The packet of inputs that several tests share, put together once."""
    made = _ASSEMBLED.get((id(inputs), lead)) or (inputs, assemble(inputs, lead))
    _ASSEMBLED[id(inputs), lead] = made
    return made[1]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the commands run, on one fixed day."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TAMIZ_TODAY", TODAY)
    return tmp_path


@pytest.fixture
def tamiz(home: Path) -> Tamiz:
    """The command line, run in that folder."""

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, words)

    return run


@pytest.fixture
def filled(home: Path) -> Path:
    """The folder with every value in its place, the approval apart."""
    (home / "site.toml").write_text(filled_site(), "utf-8")
    (home / "packet.toml").write_text(filled_packet(), "utf-8")
    return home


@pytest.fixture(scope="session")
def unfilled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A packet drawn once, where no value is filled in: its folder, only to be read, and what the command said."""
    with pytest.MonkeyPatch.context() as patched:
        home = tmp_path_factory.mktemp("unfilled")
        patched.chdir(home)
        patched.setenv("TAMIZ_TODAY", TODAY)
        result = CliRunner().invoke(main, ["packet", "--out", "out"])
    return home / "out", result


@pytest.fixture
def drawn(home: Path, unfilled: tuple[Path, Result]) -> Path:
    """A copy of that packet, in the folder in which the commands run."""
    return Path(shutil.copytree(unfilled[0], home / "out"))

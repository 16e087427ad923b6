"""What every test may count on: no settings of the machine, a calm hypothesis, and the transcript switch."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from hypothesis import HealthCheck, settings

from bot.store.schema_version import migrate
from bot.store.vault import new_key_file
from tests import lock_screen
from tests.examples import FAST
from tests.in_memory import place
from tests.waiting import HANG

if TYPE_CHECKING:
    from tests.postgres import Server

# While tests are collected nearly everything that is made stays: looking through it again and again for what does not
# was a third of the time.
gc.disable()

# The folders of the tests; a worker is told where by its controller.
if (in_memory := place(programs=True)) is not None:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(in_memory))

_configure = structlog.configure


def _configured(**settings: Any) -> None:
    """A logger that is kept from one test writes to the sink of that test: none is kept here."""
    _configure(**{**settings, "cache_logger_on_first_use": False})


structlog.configure = _configured

# Two slow cores run these beside other things: a deadline per example would only measure the machine.
settings.register_profile("tamiz", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
#: `make check`: the same examples each time, so that a change fails for what it changed.
settings.register_profile("ci", settings.get_profile("tamiz"), derandomize=True, database=None)
#: `make mutants`: few examples, and the same ones.
settings.register_profile("few", settings.get_profile("ci"), max_examples=FAST)
#: `make test-fast`: as few, and of what is counted up a share (`tests.examples.some`).
settings.register_profile("fast", settings.get_profile("few"))
# `--hypothesis-profile` chooses another one after this.
settings.load_profile("ci" if os.environ.get("CI") else "tamiz")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-transcripts` rewrites the expected transcripts; the diff is the review. The others: `make prove`."""
    parser.addoption("--update-transcripts", action="store_true", help="rewrite the expected transcripts")
    parser.addoption("--full", action="store_true", help="prove the figures of tests/faults at their full size")
    parser.addoption("--proofs", metavar="PAGE", help="write the figures that were reached to this page")


def pytest_itemcollected(item: pytest.Item) -> None:
    """A test with a database server is none of the fast lane: the server alone takes seconds of each worker."""
    if "postgres" in getattr(item, "fixturenames", ()):
        item.add_marker("whole")


def pytest_collection_finish() -> None:
    """From here on there is garbage: what was collected is set apart and never looked through."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture
def update_transcripts(request: pytest.FixtureRequest) -> bool:
    """Are the expected transcripts to be rewritten?"""
    return bool(request.config.getoption("--update-transcripts"))


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test sets what it needs; a TAMIZ_ variable of the shell must not decide it."""
    for name in [name for name in os.environ if name.upper().startswith("TAMIZ_")]:
        monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def steps_back(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How far each command that a test runs would have stood behind other programs; none does."""
    asked: list[int] = []
    monkeypatch.setattr(os, "nice", lambda more: asked.append(more) or 0, raising=False)
    return asked


lock_screen.watch()


@pytest.fixture(autouse=True)
def _nothing_for_everybody_to_see() -> Iterator[None]:
    """GRP-07: over all tests no message for a group and no line of a log has a word of health, a name or a number."""
    lock_screen.watch_loggers()
    yield
    assert not lock_screen.taken()  # also what was said while a wider fixture was made, before this one


@pytest.fixture(scope="session")
def new_installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation in which nothing has happened."""
    folder = tmp_path_factory.mktemp("installed")
    new_key_file(folder / "master.key")
    migrate(f"sqlite:///{folder / 'tamiz.db'}")
    return folder


@pytest.fixture(scope="session")
def installed(new_installation: Path) -> Path:
    """The same for tests that have none of their own; every test gets a copy, so that its places can be copied too."""
    return new_installation


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return Path(__file__).parent.parent


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One PostgreSQL server for the whole run; it starts when the first test asks for it.

    It takes no busy machine for a program that fell silent."""
    from bot.store import server as told  # tests of the core need no database
    from tests.postgres import Server, server

    with server() as url, pytest.MonkeyPatch.context() as patient:
        patient.setattr(told, "WAITED", int(HANG))
        patient.setattr(told, "SILENT", int(HANG))
        yield Server(url)

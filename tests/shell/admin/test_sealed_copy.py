"""A backup for an operator's public key: it comes back with the secret one alone (DB-05, PRIV-06)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from click.testing import CliRunner, Result

from bot.admin.installation import open_store
from bot.cli.main import main
from bot.config.clock import system_clock
from bot.config.settings import read_settings
from bot.store import people

EVA = 8_765_432_109
Tamiz = Callable[..., Result]


@pytest.fixture
def tamiz(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tamiz:
    """The command line of a fresh installation that knows one person."""
    monkeypatch.chdir(tmp_path)
    run = CliRunner()
    assert run.invoke(main, ["init"]).exit_code == 0
    store = open_store(read_settings())
    store.write_now(lambda tx: people.get_or_create_person(tx, EVA, system_clock()))
    store.close()
    return lambda *words: run.invoke(main, words)


@pytest.fixture
def key(tmp_path: Path) -> tuple[str, Path]:
    """A public key, and the file of its secret one as `age-keygen` writes it."""
    secret, path = pyrage.x25519.Identity.generate(), tmp_path / "operator.key"
    path.write_text(f"# created: 2026-11-26\n# public key: {secret.to_public()}\n{secret}\n", "utf-8")
    return str(secret.to_public()), path


def is_known() -> bool:
    store = open_store(read_settings())
    try:
        return store.read_now(lambda tx: people.find_person(tx, EVA)) is not None
    finally:
        store.close()


def test_it_comes_back_with_the_secret_key_and_leaves_nothing_open(
    tamiz: Tamiz, key: tuple[str, Path], tmp_path: Path
) -> None:
    public, secret = key
    done = tamiz("backup", "copy.age", "--for", public)
    assert done.exit_code == 0, done.output
    assert b"SQLite format" not in Path("copy.age").read_bytes()
    assert Path("copy.age").stat().st_mode & 0o077 == 0
    for path in Path("data").glob("tamiz.db*"):
        path.unlink()
    back = tamiz("restore", "copy.age", "--identity", str(secret))
    assert back.exit_code == 0, back.output
    assert is_known()
    assert [path.name for path in tmp_path.rglob("*") if path.name.endswith((".opened", ".copied", ".part"))] == []


def test_without_the_key_and_with_another_one_nothing_is_changed(
    tamiz: Tamiz, key: tuple[str, Path], tmp_path: Path
) -> None:
    tamiz("backup", "copy.age", "--for", key[0])
    other = tmp_path / "other.key"
    other.write_text(f"{pyrage.x25519.Identity.generate()}\n", "utf-8")
    (tmp_path / "words.key").write_text("no key at all\n", "utf-8")
    for named, said in (((), "--identity"), (("other.key",), "other.key"), (("words.key",), "words.key")):
        refused = tamiz("restore", "copy.age", "--replace", *(word for name in named for word in ("--identity", name)))
        assert (refused.exit_code, said in refused.output) == (2, True), refused.output
    assert is_known()
    assert not list(Path("data").glob("*.opened"))


def test_what_is_no_public_key_is_refused_before_anything_is_copied(tamiz: Tamiz) -> None:
    refused = tamiz("backup", "copy.age", "--for", "age1nobody")
    assert (refused.exit_code, "age-keygen" in refused.output) == (2, True)
    assert not Path("copy.age").exists()

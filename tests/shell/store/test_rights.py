"""Nobody but the program's own account reads keys and data: repaired where we may, else refused (SEC-05)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.store import rights
from bot.store.engine import Store
from bot.store.rights import RightsError, keep_private
from bot.store.schema_version import migrate
from bot.store.vault import load_vault, new_key_file

#: About files, which a server has not.
pytestmark = pytest.mark.sqlite


def rights_of(path: Path) -> str:
    return f"{path.stat().st_mode & 0o777:o}"


def test_keys_and_database_that_others_can_read_are_mended_at_the_start(tmp_path: Path) -> None:
    key, folder, database = tmp_path / "master.key", tmp_path / "person-keys", tmp_path / "tamiz.db"
    new_key_file(key)
    folder.mkdir()
    before = os.umask(0o000)
    try:
        migrate(f"sqlite:///{database}")
    finally:
        os.umask(before)
    assert rights_of(database) == "600", "made private in the first place"
    subject = load_vault(key, folder).new_owner()
    places = {key: 0o644, folder: 0o755, folder / f"{subject}.key": 0o644, database: 0o644}
    for path, mode in places.items():
        path.chmod(mode)
    store = Store(f"sqlite:///{database}", load_vault(key, folder))
    store.check()
    assert [rights_of(path) for path in places] == ["600", "700", "600", "600"]
    store.write_now(lambda tx: None)
    assert {rights_of(path) for path in tmp_path.glob("tamiz.db*")} == {"600"}
    store.close()


def test_a_file_whose_rights_cannot_be_changed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "master.key"
    path.touch(0o644)

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(rights.os, "chmod", refuse)
    with pytest.raises(RightsError, match="0600"):
        keep_private(path)


def test_what_is_private_or_not_there_is_left(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    path.touch(0o400)
    keep_private(path, tmp_path / "nothing")
    assert rights_of(path) == "400"

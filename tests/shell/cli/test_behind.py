"""A command that takes long and only reads stands behind the bot on the same machine: people wait for that."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import packet
from bot.cli.main import main


@pytest.mark.parametrize(
    ("command", "stands_behind"),
    [(("packet",), True), (("export", "csv"), False), (("talk", "--json"), False)],
)
def test_what_nobody_waits_for_takes_less_of_the_processor_than_the_bot(
    command: tuple[str, ...],
    stands_behind: bool,
    steps_back: list[int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(packet, "packet", lambda *_asked, **_more: 0)
    CliRunner().invoke(main, command)
    assert [more > 0 for more in steps_back] == [True] * stands_behind

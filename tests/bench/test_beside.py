"""What is counted as done beside the patients was done."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config.clock import system_clock
from tests.bench import beside


class Once(list[str]):
    """Ends a command that is done again and again, as soon as it counts as done."""

    def append(self, done: str) -> None:
        super().append(done)
        raise EOFError


@pytest.mark.parametrize("job", ["packet", "export"])
async def test_a_command_that_ends_at_once_is_not_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, job: str
) -> None:
    (tmp_path / "packet").mkdir()
    (tmp_path / "packet" / "manifest.json").write_text("of the packet before", "utf-8")
    monkeypatch.setitem(beside._COMMANDS, job, (job, "--no-such-option"))
    monkeypatch.setattr(beside, "allow_an_export", lambda *_: None)
    done = Once()
    with pytest.raises(AssertionError, match="no-such-option"):
        await beside._command(tmp_path, job, 1, system_clock, done)
    assert done == []

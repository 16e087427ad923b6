"""Every story in `tests/transcripts` reads as it is written there; `pytest --update-transcripts` rewrites them."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from tests.transcripts.play import played
from tests.transcripts.story import read_story

STORIES = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_story_reads_as_it_is_written(path: Path, update_transcripts: bool) -> None:
    before = path.read_text(encoding="utf-8")
    now = played(read_story(path))
    if update_transcripts:
        path.write_text(now, encoding="utf-8")
        return
    changed = "\n".join(unified_diff(before.splitlines(), now.splitlines(), "as written", "as said now", lineterm=""))
    assert not changed, f"{path.name} (if it is meant: pytest --update-transcripts)\n{changed}"

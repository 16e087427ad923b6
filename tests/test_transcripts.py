"""Every story in `tests/transcripts` reads as it is written there; `pytest --update-transcripts` rewrites them."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from bot.dev.catalogs import ROOT
from bot.render.texts import LANGUAGES, Texts, read_catalog, shipped_catalogs
from bot.wording.entries import entries
from tests.transcripts import play
from tests.transcripts.play import played
from tests.transcripts.story import read_story

STORIES = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))

CATALOGS = {lang: [read_catalog(ROOT / f"locales/{lang}/LC_MESSAGES/bot.po", lang)] for lang in LANGUAGES}
FOR_STAFF = {entry.id for entry in entries(CATALOGS) if entry.staff}


class Recorded(Texts):
    """The texts, and which of them were said."""

    said: set[str]

    def text(self, locale: str, msgid: str, /, **values: object) -> str:
        self.said.add(msgid)
        return super().text(locale, msgid, **values)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The ids of the texts that a story shows to a patient while it is played."""
    recorded = Recorded(shipped_catalogs())
    recorded.said = set()
    monkeypatch.setattr(play, "TEXTS", recorded)
    return recorded.said


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_story_reads_as_it_is_written(path: Path, update_transcripts: bool, said: set[str]) -> None:
    before = path.read_text(encoding="utf-8")
    now = played(read_story(path))
    if update_transcripts:
        path.write_text(now, encoding="utf-8")
        return
    changed = "\n".join(unified_diff(before.splitlines(), now.splitlines(), "as written", "as said now", lineterm=""))
    assert said
    assert not said & FOR_STAFF, "a patient sees a text that is marked for staff"
    assert not changed, f"{path.name} (if it is meant: pytest --update-transcripts)\n{changed}"

"""What is taken out of the files of an approval while the bot runs, and what writing them leaves to be read."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.config.approval import read_approval, write_approval
from bot.store.switches import turn_switch
from bot.wording import wording_hash
from dialogs.site import RecruitmentSwitch
from tests.shell.config.test_recruiting import ELSEWHERE, RECORD, TODAY, opened, standing

#: What somebody may do to the site's file, or to the record beside it, while the bot runs.
TAKEN_AWAY = {
    "the last day was yesterday": ('valid_until = "2027-10-01"', 'valid_until = "2026-11-25"'),
    "no last day": ('valid_until = "2027-10-01"', ""),
    "no number of the approval": ('approval = "given"', ""),
    "no day of the approval": ('approval_date = "2026-10-01"', ""),
    "another hash": ('en = "', f'en = "{"0" * 64}" #'),
    "the text of it is no file of this kind": ("[site]", "[site"),
    "nobody is wanted any more": ('state = "recruiting"', 'state = "not_recruiting"'),
}


def test_what_is_taken_out_of_the_file_while_the_bot_runs_counts_at_the_next_answer(tmp_path: Path) -> None:
    """[RE-02] In any order of starting and editing; what an edit adds waits for a start."""
    site = tmp_path / "site.toml"
    with opened(tmp_path, ELSEWHERE, es=wording_hash("es"), en=wording_hash("en")) as context:
        good, wrong = site.read_text("utf-8"), []
        for what, (before, after) in TAKEN_AWAY.items():
            assert good.count(before) == 1, what
            site.write_text(good.replace(before, after), "utf-8")
            wrong += [what] if standing(context)[0] != "not_recruiting" else []
            site.write_text(good, "utf-8")
            wrong += [f"{what}, and back again"] if standing(context)[0] != "recruiting" else []
        site.unlink()
        wrong += ["gone"] if standing(context)[0] != "not_recruiting" else []
        site.write_text(good, "utf-8")
        write_approval(tmp_path / "approved.json", RECORD)
        wrong += ["another text on record"] if standing(context)[0] != "not_recruiting" else []
    assert wrong == []
    (tmp_path / "approved.json").unlink()
    with opened(tmp_path, ELSEWHERE, es=wording_hash("es"), en="0" * 64) as context:
        site.write_text(good, "utf-8")
        assert standing(context)[0] == "not_recruiting", "a hash that is put right is looked at by the next start"


def test_a_file_that_cannot_be_read_for_a_moment_is_looked_at_again_untouched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[RE-02] Meanwhile nothing is approved, and neither is it without the record that was there at the start."""
    right = {language: wording_hash(language) for language in ("es", "en")}
    record = replace(RECORD, wording=right, valid_until="2027-10-01")
    write_approval(tmp_path / "approved.json", record)
    read = Path.read_text
    with opened(tmp_path, ELSEWHERE, **right) as context:
        for name in ("site.toml", "approved.json"):
            path = tmp_path / name
            os.utime(path)  # so that it is read anew
            wrong = {path}

            def failing(self: Path, *rest: Any, wrong: set[Path] = wrong, **more: Any) -> str:
                if self in wrong:
                    raise OSError(5, "Input/output error")
                return read(self, *rest, **more)

            monkeypatch.setattr(Path, "read_text", failing)
            assert standing(context)[0] == "not_recruiting", name
            wrong.clear()
            assert standing(context)[0] == "recruiting", f"{name}, which can be read again"
        (tmp_path / "approved.json").unlink()
        assert standing(context)[0] == "not_recruiting", "the record is gone"
        write_approval(tmp_path / "approved.json", record)
        assert standing(context)[0] == "recruiting"


def test_while_an_approval_is_written_the_one_before_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[RE-02] Stopped before the last step, it still stands."""
    path = tmp_path / "approved.json"
    write_approval(path, RECORD)
    seen, put = [], Path.replace

    def looked(self: Path, target: Path) -> Path:
        seen.append(read_approval(path))
        return put(self, target)

    monkeypatch.setattr(Path, "replace", looked)
    second = replace(RECORD, number="13")
    kept = write_approval(path, second)
    assert seen == [RECORD, RECORD]
    assert read_approval(path) == second
    assert kept is not None
    assert read_approval(kept) == RECORD
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([path.name, kept.name])


def test_the_state_of_the_file_counts_at_once_only_where_nothing_else_decides_it(tmp_path: Path) -> None:
    """[RE-01] What was set with `tamiz state` wins over it, before an edit and after."""
    site = tmp_path / "site.toml"
    with opened(tmp_path, ELSEWHERE, es=wording_hash("es"), en=wording_hash("en")) as context:
        text = site.read_text("utf-8")
        site.write_text(text.replace('state = "recruiting"', 'state = "not_recruiting"'), "utf-8")
        assert standing(context)[0] == "not_recruiting"
        set_to = RecruitmentSwitch(
            state="recruiting", confirmed_by="Ana", confirmed_on=TODAY, source="a letter", at=context.now()
        )
        context.store.write_now(lambda tx: turn_switch(tx, set_to, context.study.id))
        assert standing(context)[0] == "recruiting"

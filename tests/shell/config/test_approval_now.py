"""What is taken out of the files of an approval while the bot runs, and what writing them leaves to be read."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import app
from bot.config import approval_now
from bot.config.approval import read_approval, write_approval
from bot.config.approval_now import ApprovalFiles
from bot.config.site import SiteFile, site_on
from bot.config.whole_file import put_whole
from bot.desk.context import DeskContext
from bot.desk.standing import announce
from bot.health.alarms import Alarm, alarm_of
from bot.jobs import look_at_approvals
from bot.store import people
from bot.store.settings import setting
from bot.store.switches import turn_switch
from bot.store.tx import Tx
from bot.wording import wording_hash
from dialogs.site import Recruitment, RecruitmentSwitch
from tests.examples import some
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


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each answer is a second after the one before."""
    monkeypatch.setattr(approval_now, "APART", 0.0)


@pytest.mark.usefixtures("at_once")
def test_what_is_taken_out_of_the_file_while_the_bot_runs_counts_at_the_next_look(tmp_path: Path) -> None:
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


@pytest.mark.usefixtures("at_once")
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


@pytest.mark.usefixtures("at_once")
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


def alarms(context: DeskContext, looks: int) -> list[str]:
    """What is wrong by each alarm that so many looks of the clock raise."""
    with capture_logs() as lines:
        for _ in range(looks):
            asyncio.run(look_at_approvals(context))
    assert {alarm_of(line["event"]) for line in lines} <= {Alarm.INFORMATION_ONLY}
    return [line["problem"] for line in lines]


def informs_only(context: DeskContext) -> bool:
    return context.store.read_now(lambda tx: context.site(tx, context.now())).information_only


def told_owners(context: DeskContext) -> str | None:
    """What the owners were told of the approval last, where it is so still."""

    def work(tx: Tx) -> str | None:
        announce(tx, context, context.now())
        return setting(tx, "standing_told")

    return context.store.write_now(work)


#: How an approval may be lost while the bot runs, and what the alarm names.
LOST: dict[str, tuple[Callable[[Path], object], str]] = {
    "another hash": (lambda site: put(site, 'en = "', f'en = "{"0" * 64}" #'), "wording.en"),
    "the last day was yesterday": (lambda site: put(site, "2027-10-01", "2026-11-25"), "wording.valid_until"),
    "no number": (lambda site: put(site, 'approval = "given"', ""), "facts.approval"),
    "no file of this kind": (lambda site: put(site, "[site]", "[site"), "Correct that line."),
    "gone": (lambda site: site.unlink(), "there is no site file. Write one"),
}

#: What is wanted of a study while its approval is lost: people, or their questions answered and no more.
WANTED = {
    "people": {"state": '"recruiting"', "interest_list_approved": "true"},
    "a list": {"state": '"not_recruiting"', "interest_list_approved": "true"},
    "questions": {"state": '"not_recruiting"', "interest_list_approved": "false"},
}
EACH_LOST = some(product(LOST, WANTED))


def put(site: Path, before: str, after: str) -> None:
    text = site.read_text("utf-8")
    assert before in text
    site.write_text(text.replace(before, after), "utf-8")


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(("how", "wanted"), EACH_LOST)
def test_an_approval_that_is_lost_while_the_bot_runs_raises_one_alarm_with_a_remedy(
    tmp_path: Path, how: str, wanted: str
) -> None:
    """[RE-02] Not for a moment's fault, not at each look, and once more where it is lost once more."""
    site, (lose, named) = tmp_path / "site.toml", LOST[how]
    with opened(tmp_path, ELSEWHERE, es=wording_hash("es"), en=wording_hash("en"), **WANTED[wanted]) as context:
        good = site.read_text("utf-8")
        assert not informs_only(context)
        assert alarms(context, 3) == []
        for _ in range(2):
            lose(site)
            assert alarms(context, 1) == []
            over = "2026-11-25:over" if "day" in how else None
            assert told_owners(context) == over
            (problem,) = alarms(context, 4)
            assert problem.startswith(str(site))
            assert named in problem
            assert told_owners(context) == (over or "lost")
            assert informs_only(context)
            site.write_text(good, "utf-8")
            assert alarms(context, 1) == []
            assert told_owners(context) is None
        lose(site)
        assert alarms(context, 1) == []
        site.write_text(good, "utf-8")
        assert alarms(context, 3) == [], "it was lost for a moment only"


@pytest.mark.usefixtures("at_once")
def test_what_else_is_lost_while_an_approval_is_lost_is_said_once_too(tmp_path: Path) -> None:
    """[RE-02] And nothing twice, in whatever order they come and go, until the approval holds again."""
    site = tmp_path / "site.toml"
    with opened(tmp_path, ELSEWHERE, es=wording_hash("es"), en=wording_hash("en")) as context:
        good = site.read_text("utf-8")
        for _ in range(2):
            said = []
            for how in (*LOST, *LOST):
                site.write_text(good, "utf-8")
                LOST[how][0](site)
                said += [named(problem) for problem in alarms(context, 4)]
            assert said == list(LOST)
            both = good.replace('approval = "given"', "")
            site.write_text(both, "utf-8")
            put(site, 'en = "', f'en = "{"0" * 64}" #')
            assert alarms(context, 4) == []
            put(site, 'approval_date = "2026-10-01"', "")
            (problem,) = alarms(context, 4)
            assert "facts.approval_date" in problem
            site.write_text(good, "utf-8")
            assert alarms(context, 1) == []


@pytest.mark.usefixtures("at_once")
def test_what_the_start_did_not_say_is_said_by_the_clock_beside_what_it_said(tmp_path: Path) -> None:
    """[RE-02]"""
    with opened(tmp_path, ELSEWHERE, es="0" * 64, en=wording_hash("en")) as context:
        context.store.write_now(lambda tx: people.get_or_create_person(tx, 11, context.now()))
        app.refuse_unapproved(context)
        put(tmp_path / "site.toml", 'approval = "given"', "")
        (problem,) = alarms(context, 4)
        assert "facts.approval" in problem


def named(problem: str) -> str:
    """How the approval is lost by what the alarm says."""
    return next(how for how, (_, words) in LOST.items() if words in problem)


@pytest.mark.usefixtures("at_once")
def test_an_edit_that_wants_more_and_takes_nothing_away_raises_no_alarm(tmp_path: Path) -> None:
    """[RE-02] Of a site without an approval that brings nobody to the team: what an edit adds waits for a start."""
    never = {"valid_until": "", "approval": '""', "approval_date": '""', **WANTED["questions"]}
    with opened(tmp_path, ELSEWHERE, **never) as context:
        assert not informs_only(context)
        put(tmp_path / "site.toml", "interest_list_approved = false", "interest_list_approved = true")
        assert alarms(context, 4) == []
        assert not informs_only(context)
        (tmp_path / "site.toml").unlink()
        assert alarms(context, 4) == []
        assert told_owners(context) is None


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(("how", "wanted"), EACH_LOST)
def test_where_nothing_is_asked_anyway_a_lost_approval_raises_no_alarm(tmp_path: Path, how: str, wanted: str) -> None:
    """[RE-02] Of a study that has ended; of it the owners are told nothing either."""
    site, (lose, _) = tmp_path / "site.toml", LOST[how]
    with opened(tmp_path, ELSEWHERE, es=wording_hash("es"), en=wording_hash("en"), **WANTED[wanted]) as context:
        ended = RecruitmentSwitch(
            state="closed", confirmed_by="Ana", confirmed_on=TODAY, source="a letter", at=context.now()
        )
        context.store.write_now(lambda tx: turn_switch(tx, ended, context.study.id))
        lose(site)
        assert alarms(context, 4) == []
        assert told_owners(context) is None
        assert standing(context)[0] == "closed"


@pytest.mark.usefixtures("at_once")
def test_what_the_start_said_is_not_said_again_by_the_clock(tmp_path: Path) -> None:
    """[RE-02]"""
    with opened(tmp_path, ELSEWHERE, es="0" * 64, en=wording_hash("en")) as context:
        context.store.write_now(lambda tx: people.get_or_create_person(tx, 11, context.now()))
        with capture_logs() as lines:
            app.refuse_unapproved(context)
        assert len(lines) == 1
        assert alarms(context, 3) == []


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("how", some(LOST))
def test_who_asks_then_is_told_that_the_state_is_not_confirmed(tmp_path: Path, how: str) -> None:
    """[RE-12] Nobody here knows that the study takes nobody."""
    with opened(tmp_path, ELSEWHERE, es=wording_hash("es"), en=wording_hash("en")) as context:
        LOST[how][0](tmp_path / "site.toml")
        site = context.store.read_now(lambda tx: context.site(tx, context.now()))
        assert (site.recruitment, site.is_confirmed(TODAY)) == (Recruitment.NOT_RECRUITING, False)
        assert site.information_only
    copy = site_on(recruiting(context.place), context.now(), switch=None, override=None, trusted=True).informing_only()
    assert (copy.recruitment, copy.is_confirmed(TODAY)) == (Recruitment.NOT_RECRUITING, False)


def recruiting(place: SiteFile) -> SiteFile:
    return replace(place, state=Recruitment.RECRUITING, confirmed_on=TODAY)


def test_a_burst_of_answers_looks_at_the_files_once_a_second(tmp_path: Path) -> None:
    """[RE-02] Also where they cannot be read, and from several threads."""
    path, now, reads = tmp_path / "site.toml", [0.0], 0

    def read() -> tuple[SiteFile, bool]:
        nonlocal reads
        reads += 1
        path.read_text("utf-8")
        return SiteFile(approved_until=TODAY), True

    files = ApprovalFiles((path,), read, timer=lambda: now[0])
    for seconds, wanted in ((0.0, 1), (0.9, 1), (1.0, 2), (1.9, 2)):
        now[0] = seconds
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(lambda _: files.found(), range(40)))
        assert (found, reads) == ([None] * 40, wanted), seconds
    path.write_text("", "utf-8")
    for seconds in (2.0, 3.0, 60.0):
        now[0] = seconds
        assert files.found() is not None
        assert reads == 3, "what did not change is not read again"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_a_file_that_is_written_whole_keeps_its_owner_and_its_rights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    """[SEC-07] At no moment may more people read it than before."""
    path, given, seen = tmp_path / "site.toml", [], []
    path.write_text("before", "utf-8")
    path.chmod(mode)
    monkeypatch.setattr(os, "chown", lambda file, *owner: given.append((Path(file).name, *owner)))
    sync = os.fsync

    def looked(handle: int) -> None:
        seen.append(stat.S_IMODE(os.fstat(handle).st_mode))
        sync(handle)

    monkeypatch.setattr(os, "fsync", looked)
    put_whole(path, "after")
    found = path.stat()
    assert (path.read_text("utf-8"), stat.S_IMODE(found.st_mode)) == ("after", mode)
    assert given == [("site.toml.new", found.st_uid, found.st_gid)]
    assert seen == [0o600]


def test_who_may_give_no_file_away_can_write_it_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "site.toml"
    path.write_text("before", "utf-8")

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refused)
    put_whole(path, "after")
    assert path.read_text("utf-8") == "after"

"""`tamiz state`: shown, and set by the word of a named person; what is missing for it is refused (RE-01, RE-02)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.admin.installation import open_store
from bot.cli.main import main
from bot.config.settings import read_settings
from bot.store import audit, switches
from dialogs.site import SUSPENDED, RecruitmentSwitch
from tests.shell.front import MONDAY, STUDY

WORD = ("--by", "Ana", "--source", "a letter of the investigator")


@pytest.fixture
def tamiz(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command line of a fresh installation whose Bot API is on this machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TAMIZ_API_BASE", "http://127.0.0.1:1")
    monkeypatch.setenv("TAMIZ_TODAY", "2026-11-24")
    run = CliRunner()
    assert run.invoke(main, ["init"]).exit_code == 0
    return lambda *words: run.invoke(main, words)


def test_it_is_shown_set_and_noted_without_a_restart(tamiz: Callable[..., Result]) -> None:
    assert "not_recruiting" in tamiz("state").output
    done = tamiz("state", "recruiting", *WORD)
    assert (done.exit_code, "From now on: recruiting" in done.output) == (0, True), done.output
    shown = tamiz("state").output
    assert "State: recruiting" in shown
    assert "Confirmed by Ana on 2026-11-24: a letter of the investigator. It counts until 2027-02-22." in shown
    store = open_store(read_settings())
    lines = [(line.act, line.subject) for line in store.read_now(audit.audit_lines)]
    store.close()
    assert ("state_set", "recruiting") in lines


def test_a_state_is_nobodys_word(tamiz: Callable[..., Result]) -> None:
    refused = tamiz("state", "recruiting", "--by", "Ana")
    assert refused.exit_code == 2
    assert "--source" in refused.output
    assert "not_recruiting" in tamiz("state").output


def test_away_from_this_machine_nothing_may_be_missing(
    tamiz: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """[RE-02] An example is no approval."""
    monkeypatch.setenv("TAMIZ_API_BASE", "https://api.example.org")
    refused = tamiz("state", "recruiting", *WORD)
    assert refused.exit_code == 2
    assert "site.toml" in refused.output
    monkeypatch.setenv("TAMIZ_API_BASE", "http://127.0.0.1:1")
    assert "not_recruiting" in tamiz("state").output


def test_where_the_setting_decides_it_says_so(tamiz: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAMIZ_RECRUITMENT", "recruiting")
    refused = tamiz("state", "closed", *WORD)
    assert refused.exit_code == 2
    assert "TAMIZ_RECRUITMENT" in refused.output
    assert "set by TAMIZ_RECRUITMENT" in tamiz("state").output


def test_what_an_owner_suspended_is_not_set_free_by_the_way_but_may_end(tamiz: Callable[..., Result]) -> None:
    """[RE-16]"""
    store = open_store(read_settings())
    day = MONDAY.date()
    switch = RecruitmentSwitch(state=SUSPENDED, confirmed_by="Ana", confirmed_on=day, source="telegram", at=MONDAY)
    store.write_now(lambda tx: switches.turn_switch(tx, switch, STUDY))
    store.close()
    refused = tamiz("state", "recruiting", *WORD)
    assert (refused.exit_code, "tamiz resume" in refused.output) == (2, True)
    assert tamiz("state", "closed", *WORD).exit_code == 0
    assert "State: closed" in tamiz("state").output

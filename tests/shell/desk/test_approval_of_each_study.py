"""Of several studies, only the one whose own approval does not hold asks nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.config.recruiting import as_it_runs
from bot.desk.context import StudyDesk
from bot.store.engine import Store
from dialogs.languages import Language
from dialogs.site import Recruitment
from tests.examples import some
from tests.shell.front import EVA, MONDAY, STUDY
from tests.shell.several import Several

#: What the committee approved of this study, where it is not what runs.
NOT_HELD: Mapping[str, Mapping[str, Any]] = {
    "lapsed": {"approved_until": date(2026, 11, 22)},
    "another hash": {"approved_wording": {"es": "0" * 64, "en": "0" * 64}},
}


def with_approval(desk: StudyDesk, record: Path, change: Mapping[str, Any]) -> StudyDesk:
    """The study as a start would have it, where the site's file names the hashes of what runs, but for `change`."""
    own = {
        "state": Recruitment.RECRUITING,
        "confirmed_on": MONDAY.date(),
        "approved_wording": dict(desk.wording),
        "approved_until": date(2027, 3, 1),
        "facts": {**desk.place.facts, "approval": {"*": "12"}, "approval_date": {"*": "2026-10-01"}},
    }
    place, approved = as_it_runs(record, replace(desk.place, **{**own, **change}), desk.wording, desk.study.version)
    return replace(desk, place=place, wording_approved=approved, approval_files=None)


def elsewhere(store: Store, stopped: str, change: Mapping[str, Any], record: Path) -> Several:
    """All three studies at the platform's own server, and the approval of one does not hold."""
    front = Several(store)
    settings = front.context.settings.model_copy(update={"api_base": "https://api.example.org"})
    wording = {"es": "a" * 64, "en": "b" * 64}
    desks = {
        id: with_approval(replace(desk, wording=desk.wording or wording), record, change if id == stopped else {})
        for id, desk in front.context.studies.items()
    }
    home = desks[STUDY]
    front.context = replace(
        front.context, settings=settings, studies=desks, place=home.place, wording_approved=home.wording_approved
    )
    return front


@pytest.mark.parametrize("why", some(NOT_HELD))
@pytest.mark.parametrize("stopped", [STUDY, "EXAMPLE-SUGAR-2", None])
def test_only_the_study_whose_approval_does_not_hold_gives_information_only(
    store: Store, tmp_path: Path, stopped: str | None, why: str
) -> None:
    """[RE-16] Neither does one approval open another study, nor its end close one."""
    front = elsewhere(store, stopped or "", NOT_HELD[why], tmp_path / "approved.toml")
    each = front.context.each_study()
    informing = store.read_now(lambda tx: {s.study.id for s in each if s.site(tx, MONDAY).information_only})
    assert informing == {stopped} - {None}
    asks = {}
    for study in each:
        front.write(EVA, "/studies")
        front.press(EVA, study.title(Language.EN))
        asks[study.study.id] = "Answer the questions" in front.keys(EVA)
    assert asks == {study.study.id: study.study.id != stopped for study in each}

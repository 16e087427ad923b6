"""What must be confirmed and approved before anybody is brought to the team, and what is done where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import app
from bot.admin.installation import initialise, site_template
from bot.cli.check import look_through
from bot.config.approval import Approval, write_approval
from bot.config.bundled import load_study
from bot.config.recruiting import as_recorded, hindrances, is_approved
from bot.config.settings import Settings, SettingsError
from bot.config.site import EXAMPLE, SiteFile, read_place, site_on
from bot.desk.context import DeskContext
from bot.store import people
from bot.wording import wording_hash
from dialogs.site import Recruitment
from tests.examples import some

TODAY = date(2026, 11, 26)
WORDING = {"es": "a" * 64, "en": "b" * 64}
APPROVED = SiteFile(
    state=Recruitment.RECRUITING,
    confirmed_by="x",
    confirmed_on=TODAY,
    source="x",
    interest_list=True,
    approved_wording=WORDING,
    approved_until=TODAY,
    facts={"approval": {"*": "12"}, "approval_date": {"*": "2026-10-01"}},
)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({}, []),
        ({"confirmed_by": "", "source": ""}, ["recruitment.confirmed_by", "recruitment.source"]),
        ({"confirmed_on": None}, ["recruitment.confirmed_on"]),
        ({"confirmed_on": date(2026, 8, 27)}, ["recruitment.confirmed_on"]),
        ({"confirmed_on": date(2026, 8, 28)}, []),
        ({"approved_wording": {}}, ["wording.es", "wording.en"]),
        ({"approved_wording": {**WORDING, "en": "0000"}}, ["wording.en"]),
        ({"approved_until": None}, ["wording.valid_until"]),
        ({"approved_until": date(2026, 11, 25)}, ["wording.valid_until"]),
        ({"facts": {}}, ["facts.approval", "facts.approval_date"]),
        (
            {"facts": {"approval": {"en": "EXAMPLE: a number"}, "approval_date": {"*": "2026-10-01"}}},
            ["facts.approval"],
        ),
        *(
            ({"facts": {"approval": {"*": word}, "approval_date": {"*": "2026-10-01"}}}, ["facts.approval"])
            for word in ("pendiente", "Pendiente (CEC)", "en trámite", "por definir", "Pending", "TBD", "n/a", "—", "")
        ),
        *(
            ({"facts": {"approval": {"*": word}, "approval_date": {"*": "2026-10-01"}}}, [])
            for word in ("CEC-14", "Nº 7", "Acta 3 de 2026", "Resolución A")
        ),
    ],
)
def test_recruiting_needs_a_fresh_confirmation_and_the_approved_wording(
    change: dict[str, Any], named: list[str]
) -> None:
    """[RE-01] [RE-02]"""
    place = replace(APPROVED, **change)
    problems = hindrances(Path("site.toml"), place, place.state, WORDING, TODAY)
    assert [problem.split(": ")[0].removeprefix("site.toml, ") for problem in problems] == named


@pytest.mark.parametrize(
    ("state", "listed", "wanted"),
    [
        (Recruitment.NOT_RECRUITING, False, 0),
        (Recruitment.NOT_RECRUITING, True, 5),
        (Recruitment.CLOSED, True, 0),
        (Recruitment.RECRUITING, False, 8),
    ],
)
def test_information_alone_needs_no_approval_and_an_interest_list_does(
    state: Recruitment, listed: bool, wanted: int
) -> None:
    place = SiteFile(interest_list=listed)
    assert len(hindrances(Path("site.toml"), place, state, WORDING, TODAY)) == wanted


def test_the_wording_is_approved_in_every_language_or_not_at_all() -> None:
    assert is_approved(APPROVED, WORDING)
    assert not is_approved(replace(APPROVED, approved_wording={"es": WORDING["es"]}), WORDING)


RECORD = Approval(
    number="12", date="2026-10-01", valid_until=TODAY.isoformat(), wording=WORDING, study=load_study().version
)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({}, ""),
        ({"study": "0000"}, "study file: "),
        ({"wording": {**WORDING, "en": "0" * 64}}, "wording en: "),
        ({"valid_until": "2026-11-25"}, "approval 12: valid until 2026-11-25"),
    ],
)
def test_what_runs_is_what_is_on_record_or_nobody_is_brought_to_the_team(
    change: dict[str, Any], named: str, tmp_path: Path
) -> None:
    """[RE-02] A limit that was changed in a rule shows in no text; the record of the approval holds the study too."""
    record = replace(RECORD, **change)
    write_approval(tmp_path / "approved.json", record)
    problems = hindrances(tmp_path / "site.toml", APPROVED, APPROVED.state, WORDING, TODAY)
    assert [problem.removeprefix(f"{tmp_path / 'approved.json'}: ")[: len(named)] for problem in problems] == (
        [named] if named else []
    )
    place = as_recorded(APPROVED, record)
    open_ = is_approved(place, WORDING, record, load_study().version) and place.is_in_force(TODAY)
    assert open_ is not bool(named)


def filled_in(path: Path, **wording: str) -> None:
    """A site's file without examples that recruits."""
    lines = site_template().splitlines()
    values = {"opens": '"09:00"', "closes": '"17:00"', "contact_in_working_days": "2", "unfinished_days": "7"}
    values |= {
        "filed_months": "12",
        "confirmed_on": '"2026-11-20"',
        "approval_date": '"2026-10-01"',
        "valid_until": '"2027-10-01"',
        "policy_date": '"2026-10-01"',
        "state": '"recruiting"',
        "writes_in_chat": "true",
    }
    values |= {name: f'"{value}"' if name in ("es", "en", "valid_until") else value for name, value in wording.items()}
    left_out = {"bot_name", "authorised_by", "es", "en"} - set(wording)
    kept = []
    for line in lines:
        name, sign, value = line.partition(" = ")
        if sign and not line.startswith("#"):
            if name in left_out:
                continue
            # Whatever is still an example: a number where one is wanted, else any text.
            given = "7" if "a number" in value else '"given"' if any(word in value for word in EXAMPLE) else value
            line = f"{name} = {values.get(name, given)}"
        kept.append(line)
    path.write_text("\n".join(kept), "utf-8")


@contextmanager
def opened(folder: Path, base: str, **wording: str) -> Iterator[DeskContext]:
    """The installation of this folder, as `run` opens it."""
    settings = Settings(
        bot_token="1:test",  # type: ignore[arg-type]  # read from text
        staff_chat=-5,
        api_base=base,
        database_url=f"sqlite:///{folder / 'tamiz.db'}",  # type: ignore[arg-type]  # read from text
        key_file=folder / "master.key",
        person_keys=folder / "person-keys",
        site=folder / "site.toml",
    )
    filled_in(folder / "site.toml", **wording)
    initialise(settings)
    context = app.open_context(settings, lambda: datetime(2026, 11, 26, 15, tzinfo=UTC))
    try:
        yield context
    finally:
        context.store.close()


ELSEWHERE, HERE = "https://api.example.org", "http://127.0.0.1:1"


def standing(context: DeskContext) -> tuple[str, bool]:
    """What the core is told of the site."""
    site = context.store.read_now(lambda tx: context.site(tx, context.now()))
    return site.standing(TODAY), context.wording_approved


def test_the_first_start_without_an_approved_wording_is_refused(tmp_path: Path) -> None:
    """[RE-02]"""
    with opened(tmp_path, ELSEWHERE, es=wording_hash("es")) as context:
        with pytest.raises(SettingsError, match=r"wording\.en: no wording is approved"):
            app.refuse_unapproved(context)
        assert standing(context) == ("not_recruiting", False)


def test_a_bot_that_knows_somebody_starts_and_gives_information_only_with_an_alarm(tmp_path: Path) -> None:
    """[RE-02] Rights, erasing and safety texts go on."""
    with opened(tmp_path, ELSEWHERE, es="0" * 64, en=wording_hash("en")) as context:
        context.store.write_now(lambda tx: people.get_or_create_person(tx, 11, context.now()))
        with capture_logs() as lines:
            app.refuse_unapproved(context)
        assert [(line["log_level"], line["event"].split(":")[0]) for line in lines] == [("error", "ALARM")]
        assert "wording.es" in lines[0]["problem"]
        assert standing(context) == ("not_recruiting", False)


def test_a_file_without_the_approvals_number_stops_no_start_once_somebody_is_known(tmp_path: Path) -> None:
    """[RE-02] It informs only; before anybody wrote, the start is refused as ever."""
    site = tmp_path / "site.toml"
    with opened(tmp_path, ELSEWHERE, es=wording_hash("es"), en=wording_hash("en")) as context:
        lines = [line for line in site.read_text("utf-8").splitlines() if not line.startswith("approval = ")]
        site.write_text("\n".join(lines), "utf-8")
        place = read_place(site, examples_allowed=False)
        problems = hindrances(site, place, place.state, context.wording, TODAY)
        assert [problem.partition(": ")[0] for problem in problems] == [f"{site}, facts.approval"]
        assert standing(context)[0] == "not_recruiting"


def test_the_approved_wording_recruits(tmp_path: Path) -> None:
    with opened(tmp_path, ELSEWHERE, es=wording_hash("es"), en=wording_hash("en")) as context:
        with capture_logs() as lines:
            app.refuse_unapproved(context)
        assert lines == []
        assert standing(context) == ("recruiting", True)


def test_with_another_study_than_the_one_on_record_the_bot_gives_information_only(tmp_path: Path) -> None:
    """[RE-02] [RE-16]"""
    right = {language: wording_hash(language) for language in ("es", "en")}
    with opened(tmp_path, ELSEWHERE, **right) as context:
        context.store.write_now(lambda tx: people.get_or_create_person(tx, 11, context.now()))
    write_approval(tmp_path / "approved.json", replace(RECORD, wording=right, valid_until="2027-10-01", study="0000"))
    with opened(tmp_path, ELSEWHERE, **right) as context:
        with capture_logs() as lines:
            app.refuse_unapproved(context)
        assert "study file" in lines[0]["problem"]
        assert standing(context) == ("not_recruiting", False)


@pytest.mark.parametrize("record", some(["", "{", "[]", '{"valid_until": "soon", "wording": {}, "texts": []}']))
def test_a_record_that_cannot_be_read_closes_the_gate_and_stops_no_start(tmp_path: Path, record: str) -> None:
    """[RE-02] [RE-16] Whatever is wrong with the approval, what a person has a right to goes on."""
    right = {language: wording_hash(language) for language in ("es", "en")}
    with opened(tmp_path, ELSEWHERE, **right) as context:
        context.store.write_now(lambda tx: people.get_or_create_person(tx, 11, context.now()))
    (tmp_path / "approved.json").write_text(record, "utf-8")
    with opened(tmp_path, ELSEWHERE, **right) as context:
        with capture_logs() as lines:
            app.refuse_unapproved(context)
        assert "no approval as `tamiz approve` writes it" in lines[0]["problem"]
        assert standing(context) == ("not_recruiting", False)


@pytest.mark.parametrize(
    ("wrong", "named"),
    some(
        [
            ({"valid_until": "2026-11-25"}, "valid_until"),
            ({"es": "0" * 64}, r"wording\.es"),
        ]
    ),
)
def test_in_any_order_of_starting_and_editing_nobody_is_referred(
    tmp_path: Path, wrong: dict[str, str], named: str
) -> None:
    """[RE-01] [RE-02] [RE-16] Started right and edited wrong, or the other way round; with somebody known it starts."""
    right = {language: wording_hash(language) for language in ("es", "en")}
    for order in ((right, right | wrong), (right | wrong, right)):
        for at, values in enumerate(order):
            with opened(tmp_path, ELSEWHERE, **values) as context:
                if at == 0:
                    context.store.write_now(lambda tx: people.get_or_create_person(tx, 11, context.now()))
                app.refuse_unapproved(context)  # it starts
                assert (standing(context)[0] == "recruiting") is (values == right)
    (tmp_path / "new").mkdir()
    with opened(tmp_path / "new", ELSEWHERE, **right | wrong) as context, pytest.raises(SettingsError, match=named):
        app.refuse_unapproved(context)


def test_the_day_after_the_approvals_last_day_gives_information_only_without_a_start(tmp_path: Path) -> None:
    """[RE-16]"""
    right = {language: wording_hash(language) for language in ("es", "en")}
    with opened(tmp_path, ELSEWHERE, **right, valid_until="2026-11-26") as context:
        assert standing(context)[0] == "recruiting"
        tomorrow = context.now() + timedelta(days=1)
        site = context.store.read_now(lambda tx: context.site(tx, tomorrow))
        assert (site.standing(context.today(tomorrow)), site.interest_list) == ("not_recruiting", False)
        today = context.store.read_now(lambda tx: context.site(tx, context.now()))
        assert (today.information_only, site.information_only) == (False, True)


@pytest.mark.parametrize(
    ("change", "informs"),
    [
        ({}, False),
        ({"approved_until": date(2026, 11, 25)}, True),
        ({"approved_until": None}, True),
        ({"state": Recruitment.NOT_RECRUITING, "approved_until": date(2026, 11, 25), "interest_list": False}, True),
        ({"state": Recruitment.NOT_RECRUITING, "approved_until": None, "approved_wording": {}}, True),
    ],
)
def test_without_an_approval_that_holds_nothing_is_asked_where_one_was_or_more_is_wanted(
    change: dict[str, Any], informs: bool
) -> None:
    """[RE-16] Loopback may do without; so may a site that never had one and brings nobody to the team."""
    noon = datetime(2026, 11, 26, 15, tzinfo=UTC)
    place = replace(APPROVED, **change)
    assert site_on(place, noon, switch=None, override=None, trusted=False).information_only is informs
    assert not site_on(place, noon, switch=None, override=None, trusted=True).information_only
    assert site_on(APPROVED, noon, switch=None, override=None, trusted=False, wording_approved=False).information_only
    never = SiteFile()
    assert not site_on(never, noon, switch=None, override=None, trusted=False, wording_approved=False).information_only


def test_the_check_names_what_is_missing_before_it_may_recruit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[RE-01] [RE-16]"""
    filled_in(tmp_path / "site.toml", es=wording_hash("es"), en="0" * 64, valid_until="2026-01-31")
    monkeypatch.setenv("TAMIZ_SITE", str(tmp_path / "site.toml"))
    monkeypatch.setenv("TAMIZ_TODAY", "2026-11-26")
    (found,) = [result for result in look_through() if result.name == "recruiting"]
    told = "\n".join(found.problems)
    assert "wording.valid_until: 2026-01-31 is past" in told
    assert "wording.en: another wording was approved" in told
    assert "wording.es" not in told


def test_on_this_machine_it_recruits_unapproved_and_says_so(tmp_path: Path) -> None:
    with opened(tmp_path, HERE) as context:
        with capture_logs() as lines:
            app.refuse_unapproved(context)
        assert ["only because the Bot API is on this machine" in line["event"] for line in lines] == [True]
        assert standing(context) == ("recruiting", False)

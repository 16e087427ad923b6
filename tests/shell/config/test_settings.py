"""Settings and the site's file: everything wrong is named at once, with a remedy and without a value (OPS-04)."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.admin.installation import bring_up, initialise, site_template
from bot.config.clock import clock_of, day_at, today_at_site
from bot.config.settings import Settings, SettingsError, read_settings, refuse_unfit
from bot.config.site import EXAMPLE, SiteFile, read_place, site_on
from bot.store.connection import StoreError
from bot.store.schema_version import migrate, newest, revision_of
from bot.store.switches import RecruitmentSwitch
from bot.store.vault import VaultError
from dialogs.languages import Language
from dialogs.site import Recruitment
from tests.postgres import Server, program

SECRET = "123456:" + "a" * 35


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_defaults_are_those_of_the_contract(folder: Path) -> None:
    settings = read_settings()
    assert settings.database_url.get_secret_value() == "sqlite:///data/tamiz.db"
    assert (settings.key_file, settings.person_keys) == (Path("keys/master.key"), Path("keys/person-keys"))
    assert (settings.site, settings.pace, settings.recruitment) == (Path("site.toml"), "telegram", None)
    assert not settings.loopback


def test_a_misspelt_name_is_refused_and_the_right_one_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAMIZ_BOT_TOKN", SECRET)
    with pytest.raises(SettingsError, match=r"TAMIZ_BOT_TOKN.*Did you mean TAMIZ_BOT_TOKEN") as caught:
        read_settings()
    assert SECRET not in str(caught.value)


def test_a_misspelt_name_in_the_env_file_is_refused_and_foreign_names_are_not(folder: Path) -> None:
    (folder / ".env").write_text("TAMIZ_STAF_CHAT=1\nEDITOR_OF_MINE=vi\n")
    with pytest.raises(SettingsError, match="TAMIZ_STAF_CHAT") as caught:
        read_settings()
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TAMIZ_STAFF_CHAT", "the-group-4711"),
        ("TAMIZ_PACE", "fast-4711"),
        ("TAMIZ_TODAY", "yesterday-4711"),
        ("TAMIZ_RECRUITMENT", "maybe-4711"),
    ],
)
def test_a_bad_value_is_named_and_not_printed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """[TG-28]"""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name) as caught:
        read_settings()
    assert "4711" not in str(caught.value)


def test_every_problem_is_named_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAMIZ_STAFF_CHAT", "x")
    monkeypatch.setenv("TAMIZ_PACE", "x")
    monkeypatch.setenv("TAMIZ_NOTHING", "x")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert len(caught.value.problems) == 3


def test_a_secret_may_stand_in_a_file_of_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "secrets").mkdir()
    (folder / "secrets" / "TAMIZ_BOT_TOKEN").write_text(SECRET)
    monkeypatch.setenv("TAMIZ_SECRETS_DIR", "secrets")
    settings = read_settings()
    assert settings.bot_token is not None
    assert settings.bot_token.get_secret_value() == SECRET
    assert SECRET not in repr(settings)


def test_a_missing_secrets_folder_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAMIZ_SECRETS_DIR", "nowhere")
    with pytest.raises(SettingsError, match="TAMIZ_SECRETS_DIR"):
        read_settings()


@pytest.mark.parametrize(
    ("base", "loopback"),
    [
        ("http://127.0.0.1:8081", True),
        ("http://localhost:1", True),
        ("http://[::1]:1", True),
        ("http://127.0.0.1.example.com", False),
        ("http://10.0.0.1", False),
        ("https://api.telegram.org", False),
    ],
)
def test_only_this_machine_is_loopback(base: str, loopback: bool) -> None:
    assert Settings(api_base=base).loopback is loopback


def test_what_is_for_tests_is_refused_against_a_real_server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {"TAMIZ_BOT_TOKEN": SECRET, "TAMIZ_STAFF_CHAT": "-5", "TAMIZ_TODAY": "2026-11-22", "TAMIZ_PACE": "off"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        refuse_unfit(read_settings())
    assert [problem.split(":")[0] for problem in caught.value.problems] == ["TAMIZ_TODAY", "TAMIZ_PACE"]
    monkeypatch.setenv("TAMIZ_API_BASE", "http://127.0.0.1:9")
    refuse_unfit(read_settings())


def test_a_bot_without_token_and_group_is_refused(folder: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        refuse_unfit(read_settings())
    assert len(caught.value.problems) == 2


def test_a_fixed_day_is_the_sites_day_at_every_hour(folder: Path) -> None:
    zone = ZoneInfo("America/Santiago")
    clock = clock_of(Settings(today=date(2026, 11, 22)), zone)
    assert clock().tzinfo is UTC
    assert clock().astimezone(zone).date() == date(2026, 11, 22)
    assert clock() <= clock()


def is_the_day(zone: ZoneInfo) -> bool:
    """Is it the day of that zone, also where midnight passes while it is asked?"""
    before = day_at(zone, datetime.now(UTC))
    return before <= today_at_site() <= day_at(zone, datetime.now(UTC))


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Midway"])
def test_a_command_without_an_installation_takes_the_day_of_the_sites_zone(folder: Path, zone: str) -> None:
    """At no hour is it the same day in both."""
    (folder / "site.toml").write_text(f"[site]\ntime_zone = '{zone}'\n")
    assert is_the_day(ZoneInfo(zone))


def test_a_command_without_a_site_file_or_with_wrong_settings_takes_the_day_of_santiago(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    santiago = ZoneInfo("America/Santiago")
    assert is_the_day(santiago)
    monkeypatch.setenv("TAMIZ_NOTHING", "x")
    assert is_the_day(santiago)


def test_the_fixed_day_holds_for_commands_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAMIZ_TODAY", "2026-11-22")
    assert today_at_site() == date(2026, 11, 22)


@pytest.mark.parametrize("language", Language)
def test_the_template_says_of_every_value_that_it_is_an_example(language: Language) -> None:
    neutral = {"America/Santiago", "not_recruiting", False}
    for table in tomllib.loads(site_template(language)).values():
        for value in table.values():
            assert value == [] or value in neutral or value.startswith(EXAMPLE)
            assert not any(letter.isdigit() for letter in str(value))


def test_examples_are_refused_one_by_one_and_accepted_on_this_machine(folder: Path) -> None:
    """CL-17: missing configuration stops the start. [RE-01]: committee and approval are part of it."""
    (folder / "site.toml").write_text(site_template(), "utf-8")
    with pytest.raises(SettingsError) as caught:
        read_place(folder / "site.toml", examples_allowed=False)
    for name in ("es.controller", "es.committee", "facts.approval", "facts.approval_date"):
        assert any(name in problem for problem in caught.value.problems)
    assert any("recruitment.confirmed_by" in problem for problem in caught.value.problems)
    place = read_place(folder / "site.toml", examples_allowed=True)
    assert (place.keep_days, place.keep_months) == (7, 12)
    assert place.facts["controller"]["es"].startswith("EJEMPLO")


def test_the_template_has_the_same_keys_in_both_languages_and_comments_in_its_own() -> None:
    english, spanish = (tomllib.loads(site_template(language)) for language in (Language.EN, Language.ES))
    assert {name: list(table) for name, table in english.items()} == {n: list(table) for n, table in spanish.items()}
    comments = [line for line in site_template(Language.ES).splitlines() if line.startswith("#")]
    assert len(comments) > 10
    assert not [line for line in comments if re.search(r"\b(?:the|of|is|and)\b", line)]


def test_an_example_that_stands_in_both_languages_is_told_in_each(folder: Path) -> None:
    (folder / "site.toml").write_text(site_template(), "utf-8")
    facts = read_place(folder / "site.toml", examples_allowed=True).facts
    for name in ("email", "phone", "postal", "host", "approval", "policy_date", "policy_version"):
        assert facts[name]["en"].startswith("EXAMPLE")
        assert facts[name]["es"].startswith("EJEMPLO")
        assert " / " not in "".join(facts[name].values())


def test_init_makes_what_is_missing_and_leaves_what_is_there(folder: Path) -> None:
    settings = read_settings()
    initialise(settings)
    before = [(folder / name).read_bytes() for name in ("keys/master.key", "site.toml")]
    initialise(settings)
    assert [(folder / name).read_bytes() for name in ("keys/master.key", "site.toml")] == before
    assert (folder / "keys" / "person-keys").stat().st_mode & 0o777 == 0o700
    assert (folder / "data" / "tamiz.db").exists()


def test_init_makes_no_new_key_for_an_old_database(folder: Path) -> None:
    initialise(read_settings())
    (folder / "keys" / "master.key").unlink()
    with pytest.raises(VaultError, match="Restore"):
        initialise(read_settings())


def test_whoever_migrates_first_can_still_begin(folder: Path) -> None:
    """A database with nothing in it was sealed by no key, so none is lost."""
    bring_up(read_settings())
    initialise(read_settings())
    assert (folder / "keys" / "master.key").exists()
    (folder / "keys" / "master.key").unlink()
    with pytest.raises(VaultError, match="Restore"):
        initialise(read_settings())


@pytest.mark.whole
def test_before_a_migration_the_database_is_copied_as_it_was(folder: Path) -> None:
    """DB-07."""
    initialise(read_settings())
    url = read_settings().database_url.get_secret_value()
    migrate(url, "0005")
    for count in (1, 2):
        assert "before-migration-0005" in bring_up(read_settings())
        assert len(copies := sorted((folder / "data").glob("*.before-migration-0005*"))) == count
        assert {revision_of(f"sqlite:///{copy}") for copy in copies} == {"0005"}
        migrate(url, "0005")
    bring_up(read_settings())
    assert "already" in bring_up(read_settings())
    assert len(list((folder / "data").glob("*.before-migration-*"))) == 3


def test_before_a_migration_on_a_server_the_database_is_copied_by_the_servers_own_means(
    folder: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DB-07: where that cannot be done nothing is changed, unless the operator says that there is a copy."""
    with postgres.database("template0") as url:
        monkeypatch.setenv("TAMIZ_DATABASE_URL", url)
        initialise(read_settings())
        migrate(url, "0005")
        monkeypatch.setenv("PATH", str(folder))
        with pytest.raises(StoreError, match="tamiz migrate --copied"):
            bring_up(read_settings())
        assert revision_of(url) == "0005"
        assert "as it was" not in bring_up(read_settings(), copied=True)
        migrate(url, "0005")
        monkeypatch.setenv("PATH", str(Path(str(program("pg_dump"))).parent))
        assert "as it was: data/" in bring_up(read_settings())
        assert revision_of(url) == newest()
    (copy,) = (folder / "data").iterdir()
    assert copy.stat().st_mode & 0o777 == 0o600
    with postgres.database("template0") as url:
        postgres.restored(copy, url)
        assert revision_of(url) == "0005"


def test_no_empty_database_is_made_over_the_keys_of_people(folder: Path) -> None:
    """DB-04: whoever lost the database restores it, or moves the keys away and knows what that means."""
    initialise(read_settings())
    (folder / "data" / "tamiz.db").unlink()
    assert "at migration" in bring_up(read_settings())
    (folder / "data" / "tamiz.db").unlink()
    (folder / "keys" / "person-keys" / "abc.key").write_bytes(b"a key")
    for way in (initialise, bring_up):
        with pytest.raises(StoreError, match="keys of people"):
            way(read_settings())
    assert not (folder / "data" / "tamiz.db").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[recruitment]\nstate = 'open'\n", "recruitment.state"),
        ("[recruitment]\nconfirmed_on = 'soon'\n", "recruitment.confirmed_on"),
        ("[recruitment]\ninterest_list_approved = 'yes'\n", "interest_list_approved"),
        ("[keep]\nunfinished_days = '7'\n", "keep.unfinished_days"),
        ("[keep]\nunfinished_days = true\n", "keep.unfinished_days"),
        ("[hours]\nopens = 'early'\n", "hours.opens"),
        ("[site]\ntime_zone = 'Santiago'\n", "site.time_zone"),
        ("[es]\nhours = 9\n", "es.hours"),
        ("[site]\nbot_name = 'University bot'\n", "site.bot_name.*authorised_by"),
        (f"[site]\nauthorised_by = 'x'\nbot_name = '{'x' * 65}'\n", "site.bot_name.*64"),
        ("[es\n", "not TOML"),
    ],
)
def test_a_bad_site_file_is_refused_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "site.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=told):
        read_place(path, examples_allowed=True)


def at(text: str) -> datetime:
    """A time of the day at the site."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/Santiago")).astimezone(UTC)


MONDAY = at("2026-11-23T12:00")


def test_the_setting_wins_over_the_switch_and_the_switch_over_the_file() -> None:
    switch = RecruitmentSwitch(
        state="closed",
        confirmed_by="x",
        confirmed_on=date(2026, 11, 1),
        source="x",
        at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    until = date(2027, 1, 1)
    place = SiteFile(state=Recruitment.RECRUITING, confirmed_on=date(2026, 11, 20), approved_until=until)
    assert site_on(place, MONDAY, switch=None, override=None, trusted=False).recruitment == "recruiting"
    assert site_on(place, MONDAY, switch=switch, override=None, trusted=False).recruitment == "closed"
    assert (
        site_on(place, MONDAY, switch=switch, override="not_recruiting", trusted=False).recruitment == "not_recruiting"
    )


@pytest.mark.parametrize(("trusted", "state", "listed"), [(False, "not_recruiting", False), (True, "recruiting", True)])
def test_an_unapproved_wording_neither_recruits_nor_keeps_a_list_but_on_this_machine(
    trusted: bool, state: str, listed: bool
) -> None:
    """[RE-02]"""
    place = SiteFile(state=Recruitment.RECRUITING, confirmed_on=date(2026, 11, 20), interest_list=True)
    site = site_on(place, MONDAY, switch=None, override=None, trusted=trusted, wording_approved=False)
    assert (site.recruitment, site.interest_list) == (state, listed)


def test_a_state_that_nobody_confirmed_counts_only_on_this_machine() -> None:
    today = date(2026, 11, 23)
    real = site_on(SiteFile(), MONDAY, switch=None, override="recruiting", trusted=False)
    here = site_on(SiteFile(), MONDAY, switch=None, override="recruiting", trusted=True)
    assert (real.standing(today), here.standing(today)) == ("not_recruiting", "recruiting")


@pytest.mark.parametrize(
    ("moment", "staffed", "opens_on", "contact_by"),
    [
        ("2026-11-23T12:00", True, None, date(2026, 11, 25)),
        ("2026-11-23T08:00", False, date(2026, 11, 23), date(2026, 11, 25)),
        ("2026-11-23T17:00", False, date(2026, 11, 24), date(2026, 11, 25)),
        ("2026-11-21T12:00", False, date(2026, 11, 23), date(2026, 11, 24)),
        # 8 December is a holiday; 25 December and the weekend after it too.
        ("2026-12-07T18:00", False, date(2026, 12, 9), date(2026, 12, 10)),
        ("2026-12-24T12:00", True, None, date(2026, 12, 29)),
        # Midnight in Santiago is three in the morning in UTC.
        ("2026-11-22T23:30", False, date(2026, 11, 23), date(2026, 11, 24)),
    ],
)
def test_hours_and_promises_follow_the_sites_clock_and_chilean_holidays(
    moment: str, staffed: bool, opens_on: date | None, contact_by: date
) -> None:
    site = site_on(SiteFile(), at(moment), switch=None, override=None, trusted=False)
    assert (site.staffed_now, site.opens_on, site.contact_by) == (staffed, opens_on, contact_by)

"""Whatever is set up wrong ends with code 2 and a line that names it, without its value and without a traceback.

[OPS-04], one row a fault; each is one that an operator made, or nearly.
"""

from __future__ import annotations

import errno
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import app
from bot.admin.installation import site_template
from bot.cli.main import main
from bot.config.settings import read_settings
from bot.store.connection import StoreUnavailable
from bot.store.engine import Store
from bot.store.vault import new_key_file

MARK = "zq4711"
TOKEN = f"7000000001:{MARK}AAbbCCddEEffGGhhIIjjKKllMMnnOO"
GOOD = {"TAMIZ_BOT_TOKEN": TOKEN, "TAMIZ_STAFF_CHAT": "-1004711", "TAMIZ_API_BASE": "http://127.0.0.1:9"}


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `tamiz init` was run."""
    folder = tmp_path_factory.mktemp("installation")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert CliRunner().invoke(main, ["init"]).exit_code == 0
    return folder


@pytest.fixture
def installed(made_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, and the settings of `tamiz run`."""
    shutil.copytree(made_once, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(app, "_serve", _never)  # a fault that is not refused fails here, and does not run for ever
    return tmp_path


async def _never(*_: object) -> int:
    raise AssertionError("the bot was started")


def refused(result: Result, told: str) -> None:
    """Code 2, a line that names what is wrong, and nothing of the value."""
    assert result.exit_code == 2, result.output
    assert told in result.output
    assert MARK not in result.output
    assert "Traceback" not in result.output
    assert "tamiz stopped" not in result.output
    assert len(result.output.splitlines()) == 1, result.output
    assert result.output.rstrip()[-1] in ".?"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TAMIZ_BOT_TOKEN", MARK),
        ("TAMIZ_BOT_TOKEN", f"{TOKEN} {MARK}"),
        ("TAMIZ_BOT_TOKEN", f"{TOKEN}ñ"),
        ("TAMIZ_STAFF_CHAT", MARK),
        ("TAMIZ_STAFF_CHAT", "4711815"),
        ("TAMIZ_STAFF_CHAT", "0"),
        ("TAMIZ_STAFF_CHAT", "-5.5"),
        ("TAMIZ_DATABASE_URL", f"data/{MARK}.db"),
        ("TAMIZ_DATABASE_URL", "sqlite://"),
        ("TAMIZ_DATABASE_URL", "sqlite:///:memory:"),
        ("TAMIZ_DATABASE_URL", f"sqlite:/{MARK}.db"),
        ("TAMIZ_DATABASE_URL", f"mysql://root:{MARK}@localhost/tamiz"),
        ("TAMIZ_DATABASE_URL", f"postgresql://{MARK}"),
        ("TAMIZ_DATABASE_URL", f"postgresql://user:{MARK}@host:port/name"),
        ("TAMIZ_API_BASE", MARK),
        ("TAMIZ_API_BASE", f"{MARK}.example.org"),
        ("TAMIZ_API_BASE", f"ftp://{MARK}.example.org"),
        ("TAMIZ_API_BASE", f"http://[{MARK}"),
        ("TAMIZ_API_BASE", f"https://{MARK} .example.org"),
        ("TAMIZ_API_BASE", "http://127.0.0.1:99999999"),
        ("TAMIZ_API_BASE", f"http://{MARK}.example.org"),
        ("TAMIZ_API_BASE", f"https://api.example.org/?{MARK}"),
        ("TAMIZ_API_BASE", f"https://user:{MARK}@api.example.org"),
        ("TAMIZ_WEBHOOK_URL", MARK),
        ("TAMIZ_WEBHOOK_URL", f"http://{MARK}.example.org/hook"),
        ("TAMIZ_WEBHOOK_LISTEN", "8443"),
        ("TAMIZ_WEBHOOK_LISTEN", ":8443"),
        ("TAMIZ_WEBHOOK_LISTEN", f"127.0.0.1:{MARK}"),
        ("TAMIZ_WEBHOOK_LISTEN", "127.0.0.1:84430"),
        ("TAMIZ_WEBHOOK_LISTEN", "0.0.0.0:8443"),
        ("TAMIZ_WEBHOOK_LISTEN", "[::]:8443"),
        ("TAMIZ_WEBHOOK_LISTEN", "8.8.8.8:8443"),
        ("TAMIZ_WEBHOOK_LISTEN", "0.0.0.0/0:8443"),
        ("TAMIZ_WEBHOOK_LISTEN", "8.8.8.0/24:8443"),
        ("TAMIZ_WEBHOOK_LISTEN", "10.0.0.0/99:8443"),
        ("TAMIZ_WEBHOOK_SECRET", MARK),
        ("TAMIZ_WEBHOOK_SECRET", f"{MARK}-contraseña-del-webhook"),
        ("TAMIZ_METRICS_LISTEN", "0.0.0.0:9100"),
        ("TAMIZ_TODAY", MARK),
        ("TAMIZ_TODAY", "2026-02-30"),
        ("TAMIZ_PACE", MARK),
        ("TAMIZ_RECRUITMENT", MARK),
        ("TAMIZ_LOG_LEVEL", MARK),
        ("TAMIZ_LOG_FORMAT", MARK),
        ("TAMIZ_SECRETS_DIR", f"/nowhere/{MARK}"),
        ("TAMIZ_SECRETS_DIR", "site.toml"),
        ("TAMIZ_STAF_CHAT", MARK),
        ("TAMIZ_BOTTOKEN", TOKEN),
    ],
)
def test_a_setting_that_cannot_be_is_refused(
    installed: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    refused(CliRunner().invoke(main, ["run"]), name)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[sites]\nx = 1", "sites: there is no such table; did you mean `site`?"),
        ("colour = 'red'", "colour: there is no such table"),
        ("site = 'here'", "site: must be a table"),
        ("[[hours]]\nopens = '09:00'", "hours: must be a table"),
        ("[hours]\nopen = '09:00'", "hours.open: there is no such key; did you mean `opens`?"),
        ("[site]\nstate = 'closed'", "site.state: belongs to the table [recruitment]"),
        ("[es]\ncontroler = 'x'", "es.controler: there is no such key; did you mean `controller`?"),
        ("[site]\ntime_zone = 'Santiago'", "site.time_zone"),
        ("[site]\ntime_zone = '../../etc/passwd'", "site.time_zone"),
        ("[site]\ntime_zone = 4", "site.time_zone"),
        ("[site]\ncampaigns = 'hospital'", "site.campaigns"),
        ("[site]\ncampaigns = ['día de la madre']", "site.campaigns"),
        ("[site]\ncampaigns = ['x', 'x']", "site.campaigns"),
        ("[site]\ncampaigns = [5]", "site.campaigns"),
        (f"[site]\ncampaigns = ['{'x' * 41}']", "site.campaigns"),
        ("[site]\nbot_name = 'Mine'", "site.bot_name"),
        ("[recruitment]\nstate = 'open'", "recruitment.state"),
        ("[recruitment]\nconfirmed_on = '30-11-2026'", "recruitment.confirmed_on"),
        ("[recruitment]\nconfirmed_on = 20261130", "recruitment.confirmed_on"),
        ("[recruitment]\ninterest_list_approved = 'yes'", "recruitment.interest_list_approved"),
        ("[hours]\nopens = '9'", "hours.opens"),
        ("[hours]\nopens = '09:00+02:00'", "hours.opens"),
        ("[hours]\ncloses = '25:00'", "hours.closes"),
        ("[hours]\nopens = '17:00'\ncloses = '09:00'", "hours.closes"),
        ("[hours]\nopens = '09:00'\ncloses = '09:00'", "hours.closes"),
        ("[promise]\ncontact_in_working_days = 0", "promise.contact_in_working_days"),
        ("[promise]\ncontact_in_working_days = 365", "promise.contact_in_working_days"),
        ("[promise]\ncontact_in_working_days = 2.5", "promise.contact_in_working_days"),
        ("[keep]\nunfinished_days = -7", "keep.unfinished_days"),
        ("[keep]\nunfinished_days = 31", "keep.unfinished_days"),
        ("[keep]\nfiled_months = 25", "keep.filed_months"),
        ("[keep]\nconsent_years = 11", "keep.consent_years"),
        ("[wording]\nes = 'abc'", "wording.es"),
        ("[facts]\napproval_date = 'soon'", "facts.approval_date"),
        ("[facts]\npolicy_date = '2026-13-01'", "facts.policy_date"),
        ("[facts]\nphone = 5", "facts.phone"),
        ("[es\nx", "not TOML"),
    ],
)
def test_a_site_file_that_cannot_be_is_refused(installed: Path, text: str, told: str) -> None:
    (installed / "site.toml").write_text(text, "utf-8")
    refused(CliRunner().invoke(main, ["run"]), told)


def test_check_opens_the_site_file_and_names_what_is_wrong_and_what_is_still_an_example(installed: Path) -> None:
    assert "Still an example: " in CliRunner().invoke(main, ["check"]).output
    (installed / "site.toml").write_text("[hours]\nopen = '09:00'", "utf-8")
    result = CliRunner().invoke(main, ["check"])
    assert (result.exit_code, "hours.open: there is no such key" in result.output) == (1, True)


def _no_text(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\xfa")


def _folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir()


def _another_key(path: Path) -> None:
    path.unlink()
    new_key_file(path)


@pytest.mark.parametrize(
    ("name", "break_it", "told"),
    [
        ("site.toml", _no_text, "site.toml"),
        ("site.toml", _folder, "site.toml"),
        ("site.toml", Path.unlink, "tamiz init"),
        (".env", _no_text, ".env"),
        (".env", lambda path: path.write_text("TAMIZ_PACE"), ".env, line 1"),
        (".env", lambda path: path.write_text("A=1\n'b c\n"), ".env, line 2"),
        ("master.key", _no_text, "master.key"),
        ("master.key", _folder, "master.key"),
        ("master.key", Path.unlink, "master.key"),
        ("master.key", lambda path: path.write_text(""), "empty"),
        ("master.key", lambda path: path.write_text(f"{MARK}\n"), "key 1"),
        ("master.key", _another_key, "do not open this database"),
        ("tamiz.db", _no_text, "database"),
        ("tamiz.db", _folder, "database"),
        ("tamiz.db", Path.unlink, "database"),
        ("tamiz.db", lambda path: path.write_bytes(b""), "database"),
    ],
)
def test_a_file_that_is_broken_or_of_another_installation_is_named(
    installed: Path, name: str, break_it: Callable[[Path], object], told: str
) -> None:
    found = next((path for path in installed.rglob(name)), installed / name)
    if name == "tamiz.db":
        for beside in (*found.parent.glob("tamiz.db-*"),):
            beside.unlink()
    break_it(found)
    refused(CliRunner().invoke(main, ["run"]), told)


def test_the_mark_that_some_editors_put_first_hides_no_setting(installed: Path) -> None:
    (installed / ".env").write_text(f"TAMIZ_PACE={MARK}\n", "utf-8-sig")
    refused(CliRunner().invoke(main, ["run"]), "TAMIZ_PACE: must be one of telegram, off.")
    (installed / ".env").write_text("TAMIZ_LOG_LEVEL=debug\n", "utf-8-sig")
    site = installed / "site.toml"
    site.write_text(site.read_text("utf-8").replace("[hours]", f"[hours]\nopen = '{MARK}'"), "utf-8-sig")
    assert read_settings().log_level == "debug"
    refused(CliRunner().invoke(main, ["run"]), "hours.open: there is no such key")


@pytest.mark.parametrize("make", [lambda path: path.write_bytes(bytes(range(128, 200))), Path.mkdir])
def test_a_secret_that_is_no_text_is_named(
    installed: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], object]
) -> None:
    (installed / "secrets").mkdir()
    make(installed / "secrets" / "TAMIZ_WEBHOOK_SECRET")
    monkeypatch.setenv("TAMIZ_SECRETS_DIR", "secrets")
    refused(CliRunner().invoke(main, ["run"]), "TAMIZ_SECRETS_DIR")


def test_a_folder_in_which_no_key_can_be_made_is_named(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.config.at_start.os.access", lambda *_: False)  # who may everything is refused nothing
    refused(CliRunner().invoke(main, ["run"]), "keys/person-keys: this account may not write there.")


def test_rights_that_are_missing_are_not_waited_for(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(_store: Store) -> None:
        raise StoreUnavailable(errno.EACCES, "denied")

    monkeypatch.setattr(Store, "check", closed)
    monkeypatch.setattr(app.time, "sleep", lambda _seconds: pytest.fail("it waited"))
    refused(CliRunner().invoke(main, ["run"]), "Permission denied")


@pytest.mark.parametrize("command", [["migrate"], ["staff", "list"], ["init"]])
def test_a_path_that_leads_through_a_file_is_named(
    installed: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("TAMIZ_DATABASE_URL", f"sqlite:///{installed}/site.toml/below.db")
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2, result.output
    assert "tamiz stopped" not in result.output
    assert len(result.output.splitlines()) == 1


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize("name", ["TAMIZ_WEBHOOK_LISTEN", "TAMIZ_METRICS_LISTEN", "TAMIZ_SHARE_LISTEN"])
def test_a_taken_port_is_named_before_the_bot_starts(
    installed: Path, monkeypatch: pytest.MonkeyPatch, taken: int, name: str
) -> None:
    monkeypatch.setenv("TAMIZ_WEBHOOK_URL", "http://127.0.0.1:1/hook")
    monkeypatch.setenv("TAMIZ_WEBHOOK_SECRET", "0123456789abcdef")
    monkeypatch.setenv("TAMIZ_WEBHOOK_LISTEN", "127.0.0.1:0")
    monkeypatch.setenv("TAMIZ_SHARE_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("TAMIZ_SHARE_LISTEN", "127.0.0.1:0")
    monkeypatch.setenv(name, f"127.0.0.1:{taken}")
    refused(CliRunner().invoke(main, ["run"]), name)


def test_one_port_for_two_pages_is_named(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("TAMIZ_METRICS_LISTEN", f"127.0.0.1:{port}")
    monkeypatch.setenv("TAMIZ_SHARE_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("TAMIZ_SHARE_LISTEN", f"127.0.0.1:{port}")
    refused(CliRunner().invoke(main, ["run"]), "TAMIZ_SHARE_LISTEN")


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "http://", f"http://[{MARK}", f"http://host:{MARK}"])
def test_a_proxy_that_is_not_understood_is_refused(
    installed: Path, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("TAMIZ_API_BASE", "https://api.example.org")
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("https_proxy", raising=False)
    (installed / "site.toml").write_text(
        site_template()
        .replace("EXAMPLE: ", "")
        .replace("EJEMPLO: ", "")
        .replace('"true or false"', "true")
        .replace('"a number"', "5"),
        "utf-8",
    )
    text = (installed / "site.toml").read_text("utf-8")
    lines = [
        line
        for line in text.splitlines()
        if not line.startswith(("opens", "closes", "confirmed_on", "bot_name", "valid_until"))
    ]
    days = [line.split(" = ")[0] + ' = "2026-11-01"' if "_date = " in line else line for line in lines]
    kept = [line for line in days if "the hash of" not in line]
    (installed / "site.toml").write_text("\n".join(kept), "utf-8")
    refused(CliRunner().invoke(main, ["run"]), "HTTPS_PROXY")


def test_a_machine_without_time_zones_is_told_what_to_install(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import zoneinfo

    zoneinfo.ZoneInfo.clear_cache()
    monkeypatch.setattr(zoneinfo, "TZPATH", ())
    zoneinfo.reset_tzpath(to=())
    try:
        refused(CliRunner().invoke(main, ["run"]), "tzdata")
    finally:
        zoneinfo.reset_tzpath()
        zoneinfo.ZoneInfo.clear_cache()

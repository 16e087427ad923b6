"""Setting an installation up from nothing, and looking at it: the wizard, the pairing by a code, the doctor."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from bot.admin import doctor, group_pairing
from bot.admin.doctor import examine
from bot.admin.installation import open_store
from bot.admin.wizard import Dialogue, ask_for_token, fill_in
from bot.cli import init
from bot.cli.main import main
from bot.config.settings import read_settings
from bot.store.staff_group import staff_chat
from tests.examples import some
from tests.shell.cli.bot_api import GROUP, FakeApi, serving

TOKEN = "7000000001:AAbbAAbbAAbbAAbbAAbbAAbbAAbbAAbbAAb"


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeApi]:
    monkeypatch.chdir(tmp_path)
    with serving(TOKEN) as api:
        monkeypatch.setenv("TAMIZ_API_BASE", api.base)
        yield api


@pytest.fixture
def installed(api: FakeApi, monkeypatch: pytest.MonkeyPatch) -> FakeApi:
    assert CliRunner().invoke(main, ["init"]).exit_code == 0
    monkeypatch.setenv("TAMIZ_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TAMIZ_STAFF_CHAT", str(GROUP))
    return api


def wrong() -> dict[str, str]:
    """What the doctor finds, by name."""
    return {finding.name: " ".join(finding.problems) for finding in examine() if finding.problems}


# The doctor


def test_the_doctor_finds_nothing_but_the_missing_team_in_a_fresh_installation(installed: FakeApi) -> None:
    assert list(wrong()) == ["study team"]
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 1
    assert "token: good" in result.output
    assert "tamiz staff invite" in result.output
    assert TOKEN not in result.output
    assert str(GROUP) not in result.output


def test_the_doctor_ends_with_one_and_names_wrong_settings(api: FakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAMIZ_PACE", "fast")
    result = CliRunner().invoke(main, ["doctor"])
    assert (result.exit_code, "TAMIZ_PACE" in result.output) == (1, True)


@pytest.mark.parametrize(
    ("method", "answer", "name", "told"),
    some(
        [
            ("getMe", 401, "token", "TAMIZ_BOT_TOKEN"),
            ("getMe", 500, "token", "does not answer"),
            ("getMe", {"id": 7, "can_join_groups": True}, "token", "/setjoingroups"),
            ("getWebhookInfo", {"url": "https://elsewhere.example.org"}, "webhook", "tamiz leave-webhook"),
            ("getChat", 400, "group", "tamiz staff pair --by-code"),
            ("getChat", {"id": GROUP, "type": "channel"}, "group", "TAMIZ_STAFF_CHAT"),
            ("getChat", {"id": GROUP, "type": "supergroup", "username": "abc"}, "group", "private"),
            ("getChatMember", {"status": "member"}, "group", "administrator"),
        ]
    ),
)
def test_the_doctor_looks_at_token_webhook_and_group(
    installed: FakeApi, method: str, answer: Any, name: str, told: str
) -> None:
    installed.answers[method] = answer
    assert told in wrong()[name]


def test_the_doctor_names_a_missing_key_and_a_damaged_database(installed: FakeApi, tmp_path: Path) -> None:
    key = (tmp_path / "keys" / "master.key").rename(tmp_path / "elsewhere")
    assert "restore" in wrong()["keys"].lower()
    key.rename(tmp_path / "keys" / "master.key")
    found = (tmp_path / "data" / "tamiz.db").read_bytes()
    middle = len(found) // 2 // 4096 * 4096
    (tmp_path / "data" / "tamiz.db").write_bytes(found[:middle] + b"\xff" * 4096 + found[middle + 4096 :])
    assert {"database", "pages of the database"} & set(wrong())


def test_the_doctor_names_files_that_others_may_read(installed: FakeApi, tmp_path: Path) -> None:
    os.chmod(tmp_path / "keys" / "master.key", 0o644)
    assert "chmod 600" in wrong()["rights"]


def test_the_doctor_names_keys_that_lie_beside_the_data(
    installed: FakeApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are still found where an earlier version put them."""
    (tmp_path / "keys" / "master.key").rename(tmp_path / "data" / "master.key")
    (tmp_path / "keys" / "person-keys").rename(tmp_path / "data" / "person-keys")
    assert read_settings().key_file == Path("data/master.key")
    assert "lie together" in wrong()["keys"]


def test_the_doctor_names_a_full_disk_and_a_clock_that_is_off(
    installed: FakeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_LEAST_FREE", 1.1)
    monkeypatch.setattr(doctor, "_CLOCK_DIFFERS", -1)
    assert {"disk", "clock"} <= set(wrong())


def test_a_webhook_is_left_by_one_command(installed: FakeApi) -> None:
    assert CliRunner().invoke(main, ["leave-webhook"]).exit_code == 0
    assert ("deleteWebhook", {"drop_pending_updates": False}) in installed.asked


def test_an_invitation_is_a_link_to_the_bot_also_where_the_server_takes_posts_alone(installed: FakeApi) -> None:
    result = CliRunner().invoke(main, ["staff", "invite", "--role", "owner", "Name"])
    assert re.search(r"https://t\.me/prueba_bot\?start=s_[\w-]{32}\n", result.output), result.output


# Pairing


def typed(code: str, **more: Any) -> dict[str, Any]:
    """An update in which somebody types the code in the group."""
    message = {"text": f"/start {code}", "chat": {"id": GROUP, "type": "supergroup"}, "from": {"id": 5}, **more}
    return {"update_id": 12, "message": message}


def test_the_group_is_taken_in_which_an_administrator_types_the_code(
    installed: FakeApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[GRP-12]"""
    monkeypatch.delenv("TAMIZ_STAFF_CHAT")
    monkeypatch.setattr(group_pairing, "new_code", lambda: "abcdefghjk")
    installed.answers["getUpdates"] = [{"update_id": 11, "message": {"text": "hola"}}, typed("abcdefghjk")]
    result = CliRunner().invoke(main, ["staff", "pair", "--by-code"])
    assert result.exit_code == 0, result.output
    assert str(GROUP) not in result.output
    settings = read_settings()
    assert settings.staff_chat == GROUP
    store = open_store(settings)
    assert store.read_now(staff_chat) == GROUP
    store.close()
    assert all("offset" not in asked for method, asked in installed.asked if method == "getUpdates")


def test_where_env_cannot_be_written_pairing_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """An image has a read-only root."""

    def read_only(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(group_pairing, "set_in_env_file", read_only)
    assert f"set TAMIZ_STAFF_CHAT to {GROUP}." in group_pairing._name(GROUP)


@pytest.mark.parametrize(
    ("update", "member"),
    some(
        [
            (typed("abcdefghjk"), {"status": "member"}),
            (typed("abcdefghjk", chat={"id": 5, "type": "private"}), {"status": "administrator"}),
            (typed("zzzzzzzzzz"), {"status": "administrator"}),
            (typed("abcdefghjk", **{"from": {"id": 1087968824}}, sender_chat={"id": -9}), {"status": "administrator"}),
        ]
    ),
)
def test_nobody_else_and_nothing_else_names_the_group(
    installed: FakeApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update: dict[str, Any], member: dict[str, str]
) -> None:
    """[GRP-12]"""
    monkeypatch.setattr(group_pairing, "new_code", lambda: "abcdefghjk")
    monkeypatch.setattr(group_pairing, "CODE_LASTS", group_pairing.CODE_LASTS / 9000)
    installed.answers |= {"getUpdates": [update], "getChatMember": member}
    assert CliRunner().invoke(main, ["staff", "pair", "--by-code"]).exit_code == 2
    assert not (tmp_path / ".env").exists()


def test_pairing_says_that_another_program_receives_the_messages(installed: FakeApi) -> None:
    installed.answers["getUpdates"] = 409
    result = CliRunner().invoke(main, ["staff", "pair", "--by-code"])
    assert (result.exit_code, "tamiz leave-webhook" in result.output) == (2, True)


def test_pairing_says_at_once_that_nobody_answers(installed: FakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """It went on for a quarter of an hour, asking as fast as it could."""
    monkeypatch.setenv("TAMIZ_API_BASE", "http://127.0.0.1:9")
    result = CliRunner().invoke(main, ["staff", "pair", "--by-code"])
    assert (result.exit_code, "the Bot API does not answer" in result.output) == (2, True), result.output


# The wizard


class Typist:
    """Answers the wizard's questions by their words; Enter where it knows none."""

    def __init__(self, **answers: list[str]) -> None:
        self.answers, self.said, self.hidden = answers, list[str](), list[str]()

    def ask(self, label: str, hidden: bool) -> str:
        if hidden:
            self.hidden.append(label)
        for words, typed in self.answers.items():
            if words.replace("_", " ") in label and typed:
                return typed.pop(0)
        return ""


def test_the_token_is_checked_at_once_kept_in_env_and_never_shown(api: FakeApi, tmp_path: Path) -> None:
    typist = Typist(Token=["abc", f"{TOKEN}x", TOKEN])
    ask_for_token(read_settings(), Dialogue("es", typist.said.append, typist.ask))
    assert len(typist.hidden) == 3
    assert ["no es un token" in typist.said[0], "no conoce" in typist.said[1]] == [True, True]
    assert "@prueba_bot" in typist.said[2]
    assert not [line for line in typist.said if TOKEN in line]
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
    settings = read_settings()
    assert settings.bot_token is not None
    assert settings.bot_token.get_secret_value() == TOKEN


@pytest.mark.parametrize(
    ("language", "day", "number", "switch"),
    [
        ("es", "día de esta política", "hábiles", {"chat_del_bot": ["quizás", "Sí"]}),
        ("en", "day of this privacy policy", "working days", {"bot's_chat": ["maybe", "yes"]}),
    ],
)
def test_each_answer_is_checked_at_once_and_what_is_left_stays_an_example(
    api: FakeApi, tmp_path: Path, language: str, day: str, number: str, switch: dict[str, list[str]]
) -> None:
    CliRunner().invoke(main, ["init", "--lang", language])
    typist = Typist(**{day.replace(" ", "_"): ["ayer", "2026-11-02"], number: ["400", "three", "3"]}, **switch)
    fill_in(Path("site.toml"), Dialogue(language, typist.said.append, typist.ask))
    text = (tmp_path / "site.toml").read_text("utf-8")
    assert 'policy_date = "2026-11-02"' in text
    assert "contact_in_working_days = 3\n" in text
    assert "writes_in_chat = true\n" in text
    assert "EXAMPLE: the postal address" in text
    assert len(typist.said) == 5


def test_a_quotation_mark_in_an_answer_does_not_break_the_file(api: FakeApi, tmp_path: Path) -> None:
    CliRunner().invoke(main, ["init"])
    typist = Typist(who_hosts=['the "big" host \\ here'])
    fill_in(Path("site.toml"), Dialogue("en", typist.said.append, typist.ask))
    fill_in(Path("site.toml"), Dialogue("en", typist.said.append, typist.ask))
    assert CliRunner().invoke(main, ["init"]).exit_code == 0
    assert 'the \\"big\\" host' in (tmp_path / "site.toml").read_text("utf-8")


def test_every_example_of_the_file_has_words_of_its_own_in_both_languages() -> None:
    import tomllib

    from bot.admin.installation import site_template
    from bot.admin.wizard import _texts

    examples = {
        f"{table}.{key}"
        for table, values in tomllib.loads(site_template()).items()
        for key, value in values.items()
        if str(value).startswith(("EXAMPLE", "EJEMPLO"))
    }
    for language in ("es", "en"):
        asked = _texts()[f"keys.{language}"]
        assert (set(asked), len(set(asked.values()))) == (examples, len(examples))
    assert set(_texts()["es"]) == set(_texts()["en"])


def test_without_a_terminal_nothing_is_asked(api: FakeApi) -> None:
    result = CliRunner().invoke(main, ["init"], input="")
    assert result.exit_code == 0
    assert "?" not in result.output


def test_at_a_terminal_it_goes_from_the_language_to_what_comes_next(
    api: FakeApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(init, "new_code", lambda: "abcdefghjk")
    api.answers["getUpdates"] = [typed("abcdefghjk")]

    @click.command()
    def at_a_terminal() -> None:
        init.main(None, asks=True)

    result = CliRunner().invoke(at_a_terminal, input=f"en\n{TOKEN}\n" + "\n" * 40)
    assert "The token works: it is the bot @prueba_bot." in result.output
    assert TOKEN not in result.output
    left = CliRunner().invoke(at_a_terminal, input="es\n" + "\n" * 7 + "99\n3\n" + "\n" * 25 + "y\n")
    assert "keys/master.key: ya está" in left.output
    assert "Así no: tiene que ir de 1 a 20. Corríjalo." in left.output
    assert re.search(r"Listo\. Siga con:\s+tamiz doctor", left.output), left.output
    assert read_settings().staff_chat == GROUP

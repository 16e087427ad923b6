"""`tamiz erase`: one person by the code of a case, as if they had written /delete."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import rights
from bot.cli.erasing import ErasureRefused, erase_case
from bot.cli.main import main
from bot.store import consents, people, referrals
from bot.store.consents import ConsentRecord
from bot.store.engine import Store
from bot.store.tx import Tx
from bot.store.vault import Vault, load_vault
from dialogs.replies import ConsentAction
from tests.shell.english import English
from tests.shell.front import ANA, EVA, GROUP, STRANGER, STUDY, Front, send
from tests.shell.trail import audit_lines


@pytest.fixture
def front(store: Store) -> Front:
    return Front(store, English())


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    return CliRunner()


def agreed(front: Front, user: int = EVA) -> list[ConsentRecord]:
    def work(tx: Tx) -> list[ConsentRecord]:
        person = people.find_person(tx, user)
        return [] if person is None else consents.consents_of(tx, person)

    return front.context.store.read_now(work)


def test_the_person_of_a_code_is_erased_as_by_their_own_word(front: Front, tmp_path: Path) -> None:
    """[CL-11] [CL-15] Key, rows, the chat's messages, the team's card and its pages; nobody else is touched."""
    front.invite(ANA)
    code = send(front)
    front.press(ANA, "es:Take", chat=GROUP)
    front.press(ANA, "es:See", chat=GROUP)
    other = send(front, STRANGER)
    (said,) = erase_case(front.context, code)
    assert said.startswith(f"{code}: the person is erased.")
    front.deliver()
    store = front.context.store
    assert store.read_now(lambda tx: people.find_person(tx, EVA)) is None
    filed = store.read_now(lambda tx: referrals.referral(tx, code))
    assert filed is not None
    assert (filed.person, filed.body, filed.state) == (None, {}, "erased")
    assert len(list((tmp_path / "person-keys").iterdir())) == 1, "the other person's"
    assert any("this is erased" in text for text in front.chat(ANA))
    assert any("erase" in text.casefold() and code in text for text in front.chat(GROUP))
    assert "Done. We erased your data on" in front.last(EVA)
    assert store.read_now(lambda tx: referrals.codes_with_content(tx, STUDY)) == [other]


def test_the_audit_says_that_it_was_done_on_the_server_at_which_code(front: Front) -> None:
    """[SEC-04]"""
    code = send(front)
    erase_case(front.context, code)
    lines = front.context.store.read_now(lambda tx: audit_lines(tx, code))
    assert [(line.actor, line.act) for line in lines] == [
        ("cli", "erased"),
        ("person", "asked_erase"),
        ("person", "erased"),
    ]


def test_every_consent_is_taken_back_in_the_record(front: Front) -> None:
    """[CL-05] [CL-06]"""
    code = send(front)
    person = front.context.store.read_now(lambda tx: people.find_person(tx, EVA))
    assert person is not None
    given = {line.purpose for line in agreed(front) if line.action == ConsentAction.GIVEN}
    written: list[ConsentRecord] = []
    real = consents.add_consent
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(consents, "add_consent", lambda tx, who, record: (written.append(record), real(tx, who, record)))
        erase_case(front.context, code)
    assert {line.purpose for line in written if line.action == ConsentAction.WITHDRAWN} == given != set()


def test_somebody_who_blocked_the_bot_is_erased_too(front: Front, tmp_path: Path) -> None:
    code = send(front)

    def block(tx: Tx) -> None:
        people.mark_unreachable(tx, people.get_or_create_person(tx, EVA, front.now), front.now)

    front.context.store.write_now(block)
    before = front.chat(EVA)
    erase_case(front.context, code)
    front.deliver()
    assert front.chat(EVA) == before, "nothing is sent to whoever cannot be written to"
    assert list((tmp_path / "person-keys").iterdir()) == []


def test_a_code_that_nobody_has_and_one_that_is_erased_are_told_apart(front: Front) -> None:
    with pytest.raises(ErasureRefused, match="LUP-XXXX: no such case"):
        erase_case(front.context, "LUP-XXXX")
    code = send(front)
    erase_case(front.context, code)
    with pytest.raises(ErasureRefused, match="erased already"):
        erase_case(front.context, code)


def test_a_bot_that_runs_beside_it_goes_on_and_the_list_of_the_erased_stays_whole(vault: Vault, tmp_path: Path) -> None:
    """[PRIV-06] Two programs take turns at erasing: no line of the list hangs on another than the one before it."""
    theirs = load_vault(tmp_path / "master.key", tmp_path / "person-keys")
    for one in (vault, theirs, vault, theirs):
        one.forget(one.new_owner())
    assert len(vault.ledger.subjects()) == len(theirs.ledger.subjects()) == 4


def test_on_the_command_line_an_unknown_code_is_one_sentence_and_code_1(cli: CliRunner) -> None:
    cli.invoke(main, ["init"])
    result = cli.invoke(main, ["erase", "lup-xxxx", "--yes"])
    assert (result.exit_code, result.output) == (1, "LUP-XXXX: no such case here.\n")


def test_without_a_terminal_nothing_is_erased_unless_yes_is_said(cli: CliRunner) -> None:
    cli.invoke(main, ["init"])
    result = cli.invoke(main, ["erase", "LUP-XXXX"])
    assert result.exit_code == 2
    assert "--yes" in result.output


def test_on_a_terminal_it_is_asked_first(cli: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.invoke(main, ["init"])

    class Terminal:
        def isatty(self) -> bool:
            return True

    class Machine:
        stdin = Terminal()

    monkeypatch.setattr(rights, "sys", Machine)
    no = cli.invoke(main, ["erase", "LUP-XXXX"], input="n\n")
    assert (no.exit_code, no.output.splitlines()[-1]) == (1, "Nothing was erased.")
    yes = cli.invoke(main, ["erase", "LUP-XXXX"], input="y\n")
    assert "no such case" in yes.output

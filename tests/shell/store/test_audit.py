"""Whatever is changed in the audit is found (SEC-03, G8)."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, insert, select, update

from bot.cli.main import main
from bot.store import tables as t
from bot.store.audit import Anchor, AuditAct, anchor, audit_faults, forget_audit, write_audit
from bot.store.engine import Store
from bot.store.tx import Tx
from tests.examples import some

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
LINES = 12
#: Tamperings of each kind (G8).
TIMES = 200


def fill(store: Store) -> None:
    """A dozen lines."""

    def work(tx: Tx) -> None:
        for number in range(LINES):
            act = AuditAct.VIEWED if number % 2 else AuditAct.TAKE
            write_audit(
                tx, actor=f"staff:{number % 3}", act=act, subject=f"T-{number}", at=NOW + timedelta(hours=number)
            )

    store.write_now(work)


def faults(store: Store, known: Anchor | None = None) -> list[str]:
    return store.read_now(lambda tx: list(audit_faults(tx, known)))


def change(tx: Tx, chance: random.Random, ids: list[int]) -> None:
    values: dict[str, Any] = chance.choice(
        [
            {"actor": "staff:9"},
            {"act": "refused"},
            {"subject": "T-99"},
            {"at": NOW + timedelta(days=9)},
            {"mac": b"x" * 32},
        ]
    )
    tx.conn.execute(update(t.audit).where(t.audit.c.id == chance.choice(ids)).values(**values))


def take_out(tx: Tx, chance: random.Random, ids: list[int]) -> None:
    tx.conn.execute(delete(t.audit).where(t.audit.c.id == chance.choice(ids[:-1])))


def put_in(tx: Tx, chance: random.Random, ids: list[int]) -> None:
    row = tx.conn.execute(select(t.audit).where(t.audit.c.id == chance.choice(ids))).one()
    values = {name: value for name, value in row._mapping.items() if name != "id"}
    tx.conn.execute(insert(t.audit).values(**values))


def swap(tx: Tx, chance: random.Random, ids: list[int]) -> None:
    one, other = chance.sample(ids, 2)
    for old, new in ((one, -1), (other, one), (-1, other)):
        tx.conn.execute(update(t.audit).where(t.audit.c.id == old).values(id=new))


def unchain(tx: Tx, chance: random.Random, ids: list[int]) -> None:
    tx.conn.execute(update(t.audit).where(t.audit.c.id >= chance.choice(ids[1:])).values(mac=None))


class Undone(Exception):
    """Nothing of a tampering stays."""


@pytest.mark.parametrize("tamper", some([change, take_out, put_in, swap, unchain]))
def test_every_tampering_in_the_chain_is_found(
    store: Store, tamper: Callable[[Tx, random.Random, list[int]], None]
) -> None:
    """[SEC-03]"""
    fill(store)
    assert faults(store) == []
    chance = random.Random(4711)
    ids = store.read_now(lambda tx: [*tx.conn.execute(select(t.audit.c.id).order_by(t.audit.c.id)).scalars()])
    missed = []
    for number in range(TIMES):

        def work(tx: Tx, number: int = number) -> None:
            tamper(tx, chance, ids)
            if not list(audit_faults(tx, None)):
                missed.append(number)
            raise Undone

        with pytest.raises(Undone):
            store.write_now(work)
    assert missed == []


def test_lines_taken_off_the_end_are_found_against_the_anchor(store: Store) -> None:
    """[SEC-03]"""
    fill(store)
    known = store.read_now(anchor)
    assert known.line == LINES
    assert faults(store, known) == []
    store.write_now(lambda tx: write_audit(tx, actor="cli", act=AuditAct.PAIRED, subject="group", at=NOW))
    assert faults(store, known) == []
    store.write_now(lambda tx: tx.conn.execute(delete(t.audit).where(t.audit.c.id > LINES - 3)))
    assert faults(store) == []
    assert faults(store, known) != []


def test_lines_from_before_the_chain_stand_before_it(store: Store) -> None:
    old = {"at": NOW, "actor": "cli", "act": "invited", "subject": "coordinator"}
    store.write_now(lambda tx: tx.conn.execute(insert(t.audit).values(**old)))
    fill(store)
    assert faults(store) == []
    store.write_now(lambda tx: tx.conn.execute(insert(t.audit).values(**old)))
    assert len(faults(store)) == 1


def test_an_operator_reads_and_verifies_the_audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cli = CliRunner()
    cli.invoke(main, ["init"])
    cli.invoke(main, ["staff", "invite", "Enfermera"])
    shown = cli.invoke(main, ["audit"])
    assert "cli  invited  coordinator" in shown.output
    assert "Enfermera" not in shown.output
    assert cli.invoke(main, ["audit", "--case", "T-1"]).output == ""
    assert cli.invoke(main, ["audit", "--day", "2020-01-01"]).output == ""
    assert cli.invoke(main, ["verify-audit"]).exit_code == 0
    assert (tmp_path / "keys" / "audit.anchor").stat().st_mode & 0o777 == 0o600
    (tmp_path / "keys" / "audit.anchor").write_text('{"line": 5, "mac": "00"}')
    refused = cli.invoke(main, ["verify-audit"])
    assert (refused.exit_code, "anchor" in refused.output) == (1, True)


def test_an_operator_copies_and_restores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cli = CliRunner()
    cli.invoke(main, ["init"])
    assert cli.invoke(main, ["backup", "copy"]).exit_code == 0
    assert cli.invoke(main, ["backup", "copy"]).exit_code == 2
    assert cli.invoke(main, ["restore", "copy"]).exit_code == 2
    done = cli.invoke(main, ["restore", "copy", "--replace"])
    assert (done.exit_code, "0 people" in done.output) == (0, True)
    assert cli.invoke(main, ["restore", "nothing", "--replace"]).exit_code == 2


def test_lines_whose_time_is_over_go_and_the_chain_says_where_it_begins(store: Store) -> None:
    """[SEC-03] [CL-08]"""
    fill(store)
    later = NOW + timedelta(days=400)
    store.write_now(lambda tx: write_audit(tx, actor="cli", act=AuditAct.PAIRED, subject="group", at=later))
    assert store.write_now(lambda tx: forget_audit(tx, later, later)) == LINES
    assert faults(store) == []
    store.write_now(lambda tx: write_audit(tx, actor="cli", act=AuditAct.PAIRED, subject="group", at=later))
    assert faults(store) == []
    store.write_now(lambda tx: tx.conn.execute(delete(t.audit).where(t.audit.c.id == LINES + 1)))
    assert faults(store) != []

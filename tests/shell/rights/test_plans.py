"""The running bot looks nothing up by going through a whole table: the engines' own plans say so (issue 13, 8)."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from typing import Any

from bot.health.vitals import Examiner
from bot.store.carried_over import carry_over
from bot.store.connection import make_engine
from bot.store.engine import Store
from bot.telegram.client import ApiUnreachable
from tests.postgres import Server
from tests.shell.english import English
from tests.shell.front import ANA, EVA, Front, send
from tests.shell.rights.ways import tick
from tests.shell.statements import statements

#: Tables that stay small whoever writes: the team, what waits at this moment, and facts of the installation.
SMALL = {
    *("settings", "staff", "invitations", "switches", "counts", "holds", "keys_to_destroy", "quarantine"),
    *("staff_drafts", "outbox", "albums", "consent_texts", "consent_retention", "sqlite_sequence"),
}
#: A look for the first or the last row goes along the key and ends there.
_FIRST = re.compile(r"ORDER BY \w+\.id( DESC)?\s+LIMIT")
_SCAN = re.compile(r"\bSCAN (\w+)\b(?! USING)")


def looked_up(asked: list[tuple[str, Any]]) -> dict[str, Any]:
    """Every statement that finds rows, with the values of its last time."""
    kinds = ("SELECT", "UPDATE", "DELETE")
    return {sql: values for sql, values in asked if sql.lstrip().upper().startswith(kinds) and "pg_" not in sql}


class _Quiet:
    """Neither a poll that hears nor a server that answers."""

    heard = 0.0
    has_rival = False

    async def call(self, _method: str, _payload: dict[str, Any]) -> None:
        raise ApiUnreachable


def walk(front: Front) -> None:
    """What a start, people, the team, the clock and the look at the bot's health do."""
    front.context.store.write_now(lambda tx: carry_over(tx, front.context.study.id))
    front.invite(ANA)
    send(front)
    front.write(EVA, "/status")
    tick(front)
    asyncio.run(Examiner(front.context, _Quiet(), _Quiet()).look())  # type: ignore[arg-type]  # it is asked nothing else
    front.write(EVA, "/delete")
    front.press(EVA, "Yes, erase everything")
    tick(front)


def whole_tables(plans: dict[str, set[str]]) -> dict[str, str]:
    """Tables that grow and are gone through, each with the statement."""
    return {
        table: statement
        for statement, tables in plans.items()
        for table in tables - SMALL
        if not (_FIRST.search(statement) and "WHERE" not in statement)
    }


def test_sqlite_searches_every_table_that_grows(front: Front) -> None:
    with statements(front.context.store) as asked:
        walk(front)
    seen = looked_up(asked)
    assert len(seen) > 40
    with front.context.store._engine.begin() as connection:
        plans = {
            statement: {
                table
                for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
                for table in _SCAN.findall(str(row[3]))
                if f" {table}" in statement and not table.startswith("anon")
            }
            for statement, values in seen.items()
        }
    assert whole_tables(plans) == {}


def test_postgresql_can_search_every_table_that_grows(store: Store, postgres: Server) -> None:
    """On empty tables it would scan whatever there is; so it is asked what it does where that costs."""
    with postgres.database() as url:
        there = Store(url, store.vault)
        with statements(there) as asked:
            walk(Front(there, English()))
        seen = looked_up(asked)
        there.close()
        engine = make_engine(url, writes=True)
        with engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            plans = {}
            for statement, values in seen.items():
                plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()
                plans[statement] = set(_scanned(plan if isinstance(plan, list) else json.loads(plan)))
        engine.dispose()
    assert len(seen) > 40
    assert whole_tables(plans) == {}


def _scanned(node: Any) -> Iterator[str]:
    """Yield the tables that a plan goes through."""
    if isinstance(node, list):
        for each in node:
            yield from _scanned(each)
    elif isinstance(node, dict):
        if node.get("Node Type") == "Seq Scan":
            yield node["Relation Name"]
        for each in node.values():
            yield from _scanned(each)

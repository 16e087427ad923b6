"""The running bot looks nothing up by going through a whole table: the engines' own plans say so (issue 13, 8)."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bot.desk.absence import Absence, who_was_talking
from bot.health.vitals import Examiner
from bot.store import people
from bot.store.carried_over import carry_over
from bot.store.connection import make_engine
from bot.store.engine import Store
from bot.telegram.client import ApiUnreachable
from tests.bench.filled import fill
from tests.postgres import Server
from tests.shell.english import English
from tests.shell.front import ANA, EVA, MONDAY, Front, send
from tests.shell.rights.ways import tick
from tests.shell.statements import statements

#: Tables that stay small whoever writes: the team, what waits at this moment, and facts of the installation.
SMALL = {
    *("settings", "staff", "invitations", "switches", "counts", "holds", "keys_to_destroy", "quarantine"),
    *("staff_drafts", "outbox", "albums", "consent_texts", "consent_retention", "sqlite_sequence"),
}
#: People beside whom one is tried, and rows of a table that grows which one statement may look at: a part of them only.
PEOPLE, LOOKED_AT = 1500, 520
GROWING = {"persons", "conversations", "prompts", "updates", "consents", "referrals", "due"}
#: A look for the first or the last row goes along the key and ends there.
_FIRST = re.compile(r"ORDER BY \w+\.id( DESC)?\s+LIMIT")
#: An index of only those rows that are looked for is gone through whole.
_SCAN = re.compile(r"\bSCAN (\w+)\b(?! USING INDEX ix_\w+_(?:from_before|without_progress))")


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
    front.context.store.read_now(people.studies_kept)
    absence = Absence(front.now - timedelta(hours=3), front.now)
    front.context.store.read_now(lambda tx: who_was_talking(tx, absence))
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


def test_postgresql_searches_every_table_that_grows_and_looks_at_few_rows_of_it(store: Store, postgres: Server) -> None:
    """On few rows it would scan whatever there is; so it is asked what it does where that costs, and does it.

    An index that finds most of a table is no better than a scan: the rows that were looked at are counted."""
    with postgres.database() as url:
        fill(url, PEOPLE, MONDAY)
        there = Store(url, store.vault)
        with statements(there) as asked:
            walk(Front(there, English()))
        seen = looked_up(asked)
        there.close()
        engine = make_engine(url, writes=True)
        plans, many = {}, {}
        for statement, values in seen.items():
            with engine.connect() as connection:  # and nothing of it is kept
                connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
                plan = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", values).scalar_one()
                nodes = list(_nodes(plan if isinstance(plan, list) else json.loads(plan)))
            plans[statement] = {node["Relation Name"] for node in nodes if node.get("Node Type") == "Seq Scan"}
            counts = [_looked_at(node) for node in nodes if node.get("Relation Name") in GROWING]
            many[statement] = max(counts, default=0)
        engine.dispose()
    assert len(seen) > 40
    assert whole_tables(plans) == {}
    assert {statement: rows for statement, rows in many.items() if rows > LOOKED_AT} == {}


def _looked_at(node: dict[str, Any]) -> float:
    """How many rows a part of a plan went through, found or not."""
    passed_over = sum(count for name, count in node.items() if name.startswith("Rows Removed by"))
    return float((node.get("Actual Rows", 0) + passed_over) * node.get("Actual Loops", 1))


def _nodes(plan: Any) -> Iterator[dict[str, Any]]:
    """Yield every part of a plan."""
    if isinstance(plan, list):
        for each in plan:
            yield from _nodes(each)
    elif isinstance(plan, dict):
        yield plan
        for each in plan.values():
            yield from _nodes(each)

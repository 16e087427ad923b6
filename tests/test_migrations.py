"""Up and down every step, and at the top exactly the tables of the program; on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from bot.store import schema_version
from bot.store.connection import make_engine
from bot.store.schema_version import climb, is_known, migrate, newest, scripts, stands_at
from bot.store.tables import metadata

STEPS = [script.revision for script in reversed(list(ScriptDirectory.from_config(scripts()).walk_revisions()))]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('tmp_path') / 'steps.db'}"
        return
    with request.getfixturevalue("postgres").database("template0") as url:
        yield url


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = make_engine(url, writes=True)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("step", STEPS)
def test_each_step_goes_up_down_and_up_again(engine: Engine, step: str) -> None:
    below = STEPS[STEPS.index(step) - 1] if STEPS.index(step) else "base"
    for goal in (step, below, step):
        with engine.begin() as connection:
            climb(connection, goal)
            assert stands_at(connection) == (None if goal == "base" else goal)
    with engine.begin() as connection:
        climb(connection, "base")
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}


def test_the_last_step_makes_the_tables_of_the_program(engine: Engine, url: str) -> None:
    migrate(url)
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(url: str) -> None:
    assert migrate(url) is None
    assert migrate(url) == newest() == ScriptDirectory.from_config(scripts()).get_current_head()


def test_at_the_top_nothing_is_climbed(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start that moves nothing does without the library, which takes as long as much of the start."""
    migrate(url)
    monkeypatch.setattr(schema_version, "climb", lambda *_: pytest.fail("climbed"))
    assert migrate(url) == newest()


def test_every_step_is_known_and_no_other() -> None:
    assert all(is_known(step) for step in STEPS)
    assert not is_known("9999")
    assert not is_known(None)


def test_a_step_that_fails_leaves_the_database_as_it_was(engine: Engine) -> None:
    """DB-07: old or new, never half."""

    def climb_and_fall() -> None:
        with engine.begin() as connection:
            climb(connection, "head")
            raise OSError("killed here")

    with pytest.raises(OSError, match="killed"):
        climb_and_fall()
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []


def test_rows_of_the_first_tables_are_there_after_the_second_step_and_back(engine: Engine) -> None:
    """Keys that wait to be destroyed move with their table, and a referral keeps what it had."""
    with engine.begin() as connection:
        climb(connection, "0001")
        connection.execute(text("INSERT INTO doomed_keys (subject) VALUES ('abc')"))
        connection.execute(
            text(
                "INSERT INTO referrals (code, heading, language, state, filed_at, moved_at, kept_until)"
                " VALUES ('LUP-2222', 'referral', 'es', 'erased', 1, 2, '2027-01-01')"
            )
        )
    for goal, table in (("0002", "keys_to_destroy"), ("0001", "doomed_keys")):
        with engine.begin() as connection:
            climb(connection, goal)
            assert connection.execute(text(f"SELECT subject FROM {table}")).scalars().all() == ["abc"]
            assert connection.execute(text("SELECT code, state FROM referrals")).all() == [("LUP-2222", "erased")]

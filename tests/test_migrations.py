"""Up and down every step, and at the top exactly the tables of the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from bot.store.connection import make_engine
from bot.store.schema_version import climb, migrate, newest, scripts, stands_at
from bot.store.tables import metadata

STEPS = [script.revision for script in reversed(list(ScriptDirectory.from_config(scripts()).walk_revisions()))]


@pytest.mark.parametrize("step", STEPS)
def test_each_step_goes_up_down_and_up_again(tmp_path: Path, step: str) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'steps.db'}", writes=True)
    below = STEPS[STEPS.index(step) - 1] if STEPS.index(step) else "base"
    for goal in (step, below, step):
        with engine.begin() as connection:
            climb(connection, goal)
            assert stands_at(connection) == (None if goal == "base" else goal)
    with engine.begin() as connection:
        climb(connection, "base")
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}


def test_the_last_step_makes_the_tables_of_the_program(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'top.db'}"
    migrate(url)
    with make_engine(url, writes=True).begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'twice.db'}"
    assert migrate(url) is None
    assert migrate(url) == newest()


def test_a_step_that_fails_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    """DB-07: old or new, never half."""
    engine = make_engine(f"sqlite:///{tmp_path / 'half.db'}", writes=True)

    def climb_and_fall() -> None:
        with engine.begin() as connection:
            climb(connection, "head")
            raise OSError("killed here")

    with pytest.raises(OSError, match="killed"):
        climb_and_fall()
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []

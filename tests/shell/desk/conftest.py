"""A front desk with two coordinators, for the tests that ask for no other."""

from __future__ import annotations

import pytest

from bot.store.engine import Store
from tests.shell.english import English
from tests.shell.front import ANA, BEA, Front


@pytest.fixture
def front(store: Store) -> Front:
    """Ana and Bea are of the team."""
    front = Front(store, English())
    front.invite(ANA)
    front.invite(BEA)
    return front

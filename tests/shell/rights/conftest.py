"""A front desk for each test, and one where everything is said in real words."""

from __future__ import annotations

import pytest

from bot.render.texts import Texts
from bot.store.engine import Store
from tests.shell.english import English
from tests.shell.front import Front


@pytest.fixture
def front(store: Store) -> Front:
    return Front(store, English())


@pytest.fixture
def real(store: Store) -> Front:
    return Front(store, Texts.load())

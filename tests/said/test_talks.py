"""Typed conversations in which nothing may be taken for what was not said: all of them hold (issue 8)."""

from __future__ import annotations

import pytest

from tests.said.talks import Case, problems, talks


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in talks()])
def test_nothing_is_taken_in_a_typed_conversation_for_what_was_not_said(case: Case) -> None:
    assert list(problems(case)) == []

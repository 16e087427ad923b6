"""What `make test-fast` leaves out is no more than is said of it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import examples
from tests.examples import EACH, some


@pytest.mark.parametrize(("fast", "taken"), [(False, [*range(20)]), (True, [0, EACH, 2 * EACH])])
def test_only_the_fast_lane_takes_a_share_of_many_cases(
    monkeypatch: pytest.MonkeyPatch, fast: bool, taken: list[int]
) -> None:
    monkeypatch.setattr(examples, "is_fast", lambda: fast)
    assert some(range(20)) == taken


def test_a_share_meets_every_value_of_what_the_cases_were_put_together_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """A share by two or by ten would only meet the even ones."""
    monkeypatch.setattr(examples, "is_fast", lambda: True)
    for values in range(2, EACH):
        assert {case % values for case in some(range(20 * EACH))} == set(range(values))


def test_its_two_runs_hold_every_test_of_the_core_and_the_shell_once(root: Path) -> None:
    if shutil.which("make") is None:
        pytest.skip("make is not installed")
    told = subprocess.run(
        ["make", "-n", "test-acts", "test-rest"], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    acts, rest = (re.findall(r"(--ignore=)?\b(tests/\S+)", line) for line in told.splitlines() if "pytest" in line)
    mine = {path for _, path in acts}
    assert all((root / path).is_dir() for path in mine)
    assert {path for ignored, path in rest if ignored} == mine
    assert [path for ignored, path in rest if not ignored] == ["tests/core", "tests/shell"]

"""No test fails because a machine is slow: none looks at a clock, and none waits for a time instead of an event."""

from __future__ import annotations

import re
from pathlib import Path

#: What measures or waits for a time; `sleep(0)` only lets others run, a sleep that is overridden may hand it on, and a
#: test's own timer is no clock.
STOPWATCH = re.compile(
    r"perf_counter|process_time|thread_time|monotonic\(|time\.time\(|\bwait_for\(|"
    r"(?<!def )(?<!super\(\)\.)\bsleep\((?!0\))|timeout\((?!HANG)|\btimeout=\d"
)
#: The one file that may, this one, which names them, and the one that takes a picture, which is no test.
ALLOWED = {"waiting.py", Path(__file__).name, "picture.py"}
#: A server that has limits, a platform that tries again, people who think and lose patience, a storm with its pace, and
#: builds that are slow on purpose.
ALLOWED |= {"memory.py", "bringing.py", "phones.py", "storm.py", "weak.py"}

#: The folder of what measures, which is no test.
MEASURES = "bench"


def test_no_test_measures_or_waits_for_a_time(root: Path) -> None:
    found = [
        f"{path.relative_to(root)}:{number}: {line.strip()}"
        for path in sorted((root / "tests").rglob("*.py"))
        if path.name not in ALLOWED and path.parent.name != MEASURES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if STOPWATCH.search(line)
    ]
    assert found == []

"""Promises that were once kept by nobody's test: each is broken here in a copy, and its test must fail.

`make mutants` runs this before the tool that breaks code everywhere. A break whose line is not in the code any more is
an error: it is written anew beside whatever keeps the promise now.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIED = ("bot", "dialogs", "tests", "locales", "docs", "pyproject.toml", "README.md", "CONTRIBUTING.md")


@dataclass(frozen=True, slots=True)
class Break:
    """A promise, the line that keeps it, what stands there instead, and the test that must see it."""

    promise: str
    file: str
    line: str
    instead: str
    test: str


PROMISES = "tests/shell/store/test_promises.py"
KEPT = "tests/shell/delivery/test_kept.py"
BREAKS = (
    Break(
        "what is deleted is overwritten in the file",
        "bot/store/connection.py",
        "secure_delete=ON",
        "secure_delete=OFF",
        PROMISES,
    ),
    Break(
        "a key is overwritten before it is unlinked",
        "bot/store/key_home.py",
        "        overwrite(file.fileno(), path.stat().st_size)\n    path.unlink()\n",
        "        pass\n    path.unlink()\n",
        PROMISES,
    ),
    Break(
        "a person's key is on the disk before the row that needs it",
        "bot/store/key_home.py",
        "            os.fsync(file.fileno())\n        sync_folder(self._folder)\n",
        "            pass\n",
        PROMISES,
    ),
    Break(
        "the courier waits for the pace",
        "bot/delivery/courier.py",
        "if parcel.urgent or self._pace.wait() < _AHEAD * ANY:",
        "if True:",
        KEPT,
    ),
    Break(
        "the courier is told which chats rest",
        "bot/delivery/courier.py",
        "resting, full = self._pace.resting()",
        "resting, full = set(), set()",
        KEPT,
    ),
    Break(
        "what nobody catches is told without its text",
        "bot/log.py",
        "    sys.excepthook = _last_words\n    threading.excepthook = told\n",
        "",
        "tests/shell/test_log.py",
    ),
    Break(
        "no member is shown anything once they left the group",
        "bot/desk/admission.py",
        "if not (hindered := _outside(tx, context, member, now)) or",
        'if not (hindered := "") or',
        "tests/shell/desk/test_membership.py",
    ),
    Break(
        "an absence stays filed until everybody was shown their question",
        "bot/desk/absence.py",
        "shown.shown_at >= absence.until",
        "False",
        "tests/shell/jobs/test_absence.py",
    ),
)


def survives(broken: Break, folder: Path) -> bool:
    """Break the copy, look whether its test fails, and mend it again; True where the test sees nothing."""
    file = folder / broken.file
    whole = file.read_text("utf-8")
    if whole.count(broken.line) < 1:
        raise SystemExit(f"{broken.file} no longer has the line that keeps this: {broken.promise}")
    file.write_text(whole.replace(broken.line, broken.instead), "utf-8")
    try:
        run = [sys.executable, "-m", "pytest", broken.test, "-q", "-x", "-p", "no:cacheprovider"]
        made = subprocess.run(run, cwd=folder, env={**os.environ, "PYTHONPATH": "."}, capture_output=True, check=False)
    finally:
        file.write_text(whole, "utf-8")
    return made.returncode != 1


def main() -> int:
    """Make every break; 1 where one is seen by no test."""
    left = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for each in COPIED:
            source = ROOT / each
            if source.is_dir():
                shutil.copytree(source, folder / each, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, folder / each)
        for broken in BREAKS:
            seen = not survives(broken, folder)
            left += not seen
            print(f"{'seen' if seen else 'SURVIVES':10}{broken.promise}", flush=True)
    return int(left > 0)


if __name__ == "__main__":
    raise SystemExit(main())

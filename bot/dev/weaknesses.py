"""Compare the pinned packages of the running bot with a list of known weaknesses, where one can be had (G16).

`python -m bot.dev.weaknesses` asks `pip-audit`, which asks a package registry or OSV over the network. Neither may be
at hand, and that program then finds nothing and is content. So what was really compared is counted, and where nothing
was it is said: no silence is passed off as a good result. Ends with 1 where a weakness is known.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PINS = Path(__file__).parents[2] / "requirements" / "run.txt"
PROGRAM = "pip-audit"
#: What it is asked for: the pins as they are, without installing or resolving anything.
ASKED = ("--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off", "-r", str(PINS))
_NOT_HERE = "NOT CHECKED: {why}. Nothing is known of the pinned packages either way; run it where there is a network."


def told_of(report: Mapping[str, Any]) -> tuple[list[str], int]:
    """Return what a report of `pip-audit` says, and the exit code: 1 where a weakness is known."""
    packages = report["dependencies"]
    compared = [each for each in packages if "skip_reason" not in each]
    if not compared:
        return [_NOT_HERE.format(why="no list of weaknesses could be reached")], 0
    found = [
        f"{each['name']} {each['version']}: {weakness['id']}, better in {' or '.join(weakness['fix_versions']) or '-'}"
        for each in compared
        for weakness in each["vulns"]
    ]
    count = f"{len(compared)} of {len(packages)} pinned packages compared, {len(found)} weaknesses"
    return [*found, count], int(bool(found))


def main() -> int:
    """Print what is known, or that nothing could be; the exit code."""
    program = shutil.which(PROGRAM) or shutil.which(PROGRAM, path=str(Path(sys.executable).parent))
    if program is None:
        return _say([_NOT_HERE.format(why=f"{PROGRAM} is not installed here")], 0)
    made = subprocess.run([program, *ASKED], capture_output=True, text=True, check=False)
    try:
        lines, code = told_of(json.loads(made.stdout))
    except (ValueError, KeyError):
        lines, code = [_NOT_HERE.format(why=f"{PROGRAM} ended with code {made.returncode}")], 0
    return _say(lines, code)


def _say(lines: list[str], code: int) -> int:
    sys.stdout.write("\n".join(lines) + "\n")
    return code


if __name__ == "__main__":
    raise SystemExit(main())

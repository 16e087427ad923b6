"""Files of the tests that the packet quotes: the pins of the legal texts, the list of rules, cases to work out.

In a checkout they stand in `tests/`; a wheel carries them inside this package.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PINS, RULES, CASES = "wording/pinned.toml", "rules.md", "cases/own_vignettes.json"


def found(name: str) -> Path | None:
    """Return where a file of the tests is; None where this copy of the program has none."""
    here = Path(__file__).parent
    for path in (here / Path(name).name, here.parents[1] / "tests" / name):
        if path.is_file():
            return path
    return None


def pins() -> Mapping[str, Mapping[str, Any]]:
    """Return the pins of the legal texts by their key; none where this copy carries none."""
    path = found(PINS)
    return tomllib.loads(path.read_text("utf-8")) if path else {}

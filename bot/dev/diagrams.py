"""Redraw what the documents show of the code: `python -m bot.dev.diagrams`, or `--check` to look only.

A drawing stands between `<!-- diagram: NAME -->` and `<!-- end of diagram -->`; what is between them is generated.
Small ones, of at most fifteen arrows, stand in `docs/architecture.md`; the whole machines in `docs/diagrams/`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.dev import drawings

ROOT = Path(__file__).parents[2]
Drawings = Mapping[str, Callable[[], str]]

#: Page → the drawings that it has places for.
PAGES: Mapping[str, Drawings] = {
    "docs/architecture.md": {
        "answer": drawings.answer,
        "core-floors": drawings.core_floors,
        "shell-floors": drawings.shell_floors,
        "conversation-overview": drawings.conversation_overview,
        "referral-overview": drawings.referral_overview,
    },
    "docs/diagrams/conversation.md": {"conversation": drawings.conversation, "steps": drawings.steps},
    "docs/diagrams/referral.md": {"referral": drawings.referral_whole},
}

_PLACE = re.compile(r"(<!-- diagram: (?P<name>[a-z-]+) -->\n).*?(<!-- end of diagram -->)", re.DOTALL)


class MissingDiagram(ValueError):
    """A page has no place for a drawing of it, or a place for one that nobody draws."""


def redrawn(text: str, page: str) -> str:
    """Return the text of a page with each of its drawings made anew."""
    known = PAGES[page]
    places = [match["name"] for match in _PLACE.finditer(text)]
    if sorted(places) != sorted(known):
        raise MissingDiagram(f"{page} has places for {sorted(places)}, its drawings are {sorted(known)}")
    return _PLACE.sub(lambda match: f"{match[1]}{known[match['name']]()}{match[3]}", text)


def main(arguments: list[str]) -> int:
    """Redraw what is out of date, or with `--check` only say so."""
    late = 0
    for page in PAGES:
        path = ROOT / page
        before = path.read_text(encoding="utf-8")
        after = redrawn(before, page)
        if before == after:
            continue
        late += 1
        if "--check" in arguments:
            print(f"{page} is out of date: run `make diagrams`.")
        else:
            path.write_text(after, encoding="utf-8")
            print(f"redrew {page}")
    return 1 if late and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

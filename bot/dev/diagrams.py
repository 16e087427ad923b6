"""Redraws the state diagrams in README.md from the machines: `python -m bot.dev.diagrams`, or `--check` to look only.

A diagram stands between `<!-- diagram: NAME -->` and `<!-- end of diagram -->`; what is between them is generated.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection
from pathlib import Path

from bot.config.bundled import load_study
from dialogs.conversation.states import CLOSING, OPENING, State, build_route
from dialogs.machine import mermaid
from dialogs.referral import referral

README = Path(__file__).parents[2] / "README.md"

_PLACE = re.compile(r"(<!-- diagram: (?P<name>[a-z]+) -->\n).*?(<!-- end of diagram -->)", re.DOTALL)


def conversation() -> str:
    """The way of a person through the study that ships."""
    study = load_study()
    groups: dict[str, Collection[str]] = {
        "before the questions": [state for state in OPENING if state != State.NEW],
        "questions": [question.id for question in study.asked],
        "after the questions": [state for state in CLOSING if state != State.SENT],
    }
    return mermaid(build_route(study), "A conversation", groups)


def case() -> str:
    """The life of a case in the hands of the study team."""
    return mermaid(referral.MACHINE, "A case of the study team")


DIAGRAMS: dict[str, Callable[[], str]] = {"conversation": conversation, "referral": case}


class MissingDiagram(ValueError):
    """README.md has no place for a diagram, or a place for one that nobody draws."""


def redrawn(text: str) -> str:
    """The text with every diagram drawn anew."""
    places = [match["name"] for match in _PLACE.finditer(text)]
    if sorted(places) != sorted(DIAGRAMS):
        raise MissingDiagram(f"README.md has places for {places}, the machines are {sorted(DIAGRAMS)}")
    return _PLACE.sub(lambda match: f"{match[1]}```mermaid\n{DIAGRAMS[match['name']]()}```\n{match[3]}", text)


def main(arguments: list[str]) -> int:
    """Redraws what is out of date, or with `--check` only says so."""
    before = README.read_text(encoding="utf-8")
    after = redrawn(before)
    if before == after:
        return 0
    if "--check" in arguments:
        print("The diagrams in README.md are out of date: run `make diagrams`.")
        return 1
    README.write_text(after, encoding="utf-8")
    print("redrew the diagrams in README.md")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

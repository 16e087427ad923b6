"""The words that are understood, as data: yes and no, months, commands, red flags, medicines.

The files are TOML that a nurse can edit. `parse_lexicon` takes their text (the core opens no file) and refuses with
every problem at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class LexiconError(ValueError):
    """The lexicon cannot be used. The message lists every problem: file, place, fact."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words of all languages."""


def parse_lexicon(sources: Mapping[str, str]) -> Lexicon:
    """Read the files (name → TOML text); LexiconError names every problem in them."""
    return Lexicon()

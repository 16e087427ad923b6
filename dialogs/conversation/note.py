"""A note: what the person wrote for themselves, with the passage that it is about. Nobody else reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

#: Characters of one note, and of the passage that is kept beside it.
LONGEST, LONGEST_PASSAGE = 1000, 300
#: Notes that one person can keep; one page of the platform lists them.
MOST = 20


def as_passage(said: str) -> str:
    """Return what is kept of a passage: all of it, or as many whole words as fit and a mark.

    >>> len(as_passage("paper " * 80)), as_passage("paper " * 80)[-7:]
    (300, ' paper…')
    """
    if len(said) <= LONGEST_PASSAGE:
        return said
    cut = said[:LONGEST_PASSAGE]
    whole = cut[: max(cut.rfind(" "), cut.rfind("\n"))].rstrip() or cut
    return f"{whole[: LONGEST_PASSAGE - 1]}…"


@dataclass(frozen=True, slots=True)
class Note:
    """One note."""

    text: str
    #: What the bot had said there; empty where the note is about nothing that was said.
    passage: str = ""

    def to_json(self) -> dict[str, str]:
        """Return a JSON object from which `from_json` makes an equal note."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, str]) -> Note:
        """Return the note that `to_json` wrote."""
        return cls(raw.get("text", ""), raw.get("passage", ""))

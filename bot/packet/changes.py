"""What changed since the approved version, text by text and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from bot.config.approval import ApprovedText
from bot.packet.approval import approved_texts
from bot.packet.document import Cell, Mark, Span
from bot.packet.texts import PacketText

#: Two texts of one place that are at least so alike are the same one, changed.
_ALIKE = 0.6
_WORD = re.compile(r"\s+|[^\s]+")


class Kind(StrEnum):
    """The three groups of tracked changes."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Change:
    """One text that differs: as it was approved, as it is now."""

    kind: Kind
    before: ApprovedText | None
    now: ApprovedText | None
    #: Its number in table A; 0 where it is gone.
    number: int = 0
    #: Why, where its pin says so.
    reason: str = ""

    @property
    def place(self) -> str:
        """Where it stands, or stood."""
        text = self.now or self.before
        return text.place if text else ""


def changes(approved: Iterable[ApprovedText], texts: Sequence[PacketText]) -> list[Change]:
    """Return every text that differs from the approved ones, those that are gone last.

    A text is known by its English. One whose English changed is found again by its place and likeness."""
    before = {text.id: text for text in approved}
    now = {text.id: (text, source) for text, source in zip(approved_texts(texts), texts, strict=True)}
    left = {id: text for id, text in before.items() if id not in now}
    found: list[Change] = []
    for id, (text, source) in now.items():
        old = before.get(id) or _likeliest(text, left.values())
        if old is not None:
            left.pop(old.id, None)
        if old is None or (old.es, old.en) != (text.es, text.en):
            kind = Kind.NEW if old is None else Kind.CHANGED
            found.append(Change(kind, old, text, source.number, source.pinned))
    return [*found, *(Change(Kind.GONE, old, None) for old in left.values())]


def _likeliest(text: ApprovedText, others: Iterable[ApprovedText]) -> ApprovedText | None:
    """Return the text that this one was before: of the same place, and much alike in one of the languages."""
    near = [(_likeness(text, other), other.id, other) for other in others if other.place == text.place]
    score, _, best = max(near, key=lambda row: row[:2], default=(0.0, "", None))
    return best if score >= _ALIKE else None


def _likeness(one: ApprovedText, other: ApprovedText) -> float:
    pairs = ((one.es, other.es), (one.en, other.en))
    return max(SequenceMatcher(None, _WORD.findall(a), _WORD.findall(b), autojunk=False).ratio() for a, b in pairs)


def word_by_word(before: str, now: str) -> Cell:
    """Return the new wording with what was taken away and what came, word by word.

    >>> [(span.text, span.mark.value) for span in word_by_word("We keep it.", "We erase it.")]
    [('We ', 'plain'), ('keep', 'removed'), ('erase', 'added'), (' it.', 'plain')]
    """
    old, new = _WORD.findall(before), _WORD.findall(now)
    spans: list[Span] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            spans.append(Span("".join(new[c:d])))
            continue
        if b > a:
            spans.append(Span("".join(old[a:b]), Mark.REMOVED))
        if d > c:
            spans.append(Span("".join(new[c:d]), Mark.ADDED))
    return tuple(spans)

"""The packet as data, before it is a page: sections of headings, prose, lists, tables and pictures.

Whoever draws it (HTML, PDF) decides nothing about what stands in it. Every word carries its language where it is not
the leading one's, so that a screen reader says it right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from dialogs.languages import Language


class Mark(StrEnum):
    """How a word stands out; never by colour alone."""

    PLAIN = "plain"
    STRONG = "strong"
    MISSING = "missing"  # a value that nobody gave
    ADDED = "added"  # since the approved version
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Span:
    """Words that stand out alike; a new line is `\\n`."""

    text: str
    mark: Mark = Mark.PLAIN
    language: Language | None = None


#: What stands in one place: a cell of a table, an item of a list.
Cell = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """The same in both languages."""

    es: str
    en: str

    def of(self, language: Language) -> str:
        """Return it in one of them."""
        return self.es if language is Language.ES else self.en


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section, with its number, so that a letter can name it."""

    number: str
    title: Pair


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, the languages beside each other."""

    said: Pair


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    items: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head, and its share of the width."""

    title: Cell
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on each page and whose rows are not split."""

    caption: Pair
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Drawings side by side; each has its words as an alternative text."""

    caption: Pair
    #: SVG, what it says, and in which language.
    drawings: tuple[tuple[str, str, Language], ...]
    #: Its share of the width of the page.
    share: float = 1.0


Block = Heading | Prose | Listing | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the packet."""

    number: str
    title: Pair
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole packet."""

    title: Pair
    lead: Language
    sections: tuple[Section, ...]
    #: Stands on every page.
    running: str
    #: Stands on every page until nothing is missing; empty then.
    draft: str
    #: The day that the document bears: year, month, day.
    day: tuple[int, int, int]


def plain(text: str, language: Language | None = None) -> Cell:
    """Return words without a mark."""
    return (Span(text, language=language),) if text else ()


def joined(cells: Iterable[Cell], between: str = "\n") -> Cell:
    """Return what stands in several cells as one, empty ones left out."""
    found: list[Span] = []
    for cell in cells:
        if cell:
            found += [*([Span(between)] if found else []), *cell]
    return tuple(found)

"""Lines of a CSV file, safe to open in a spreadsheet (TXT-04), and the dictionary of its columns in both languages."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from dialogs.exports.columns import Column, Holds
from dialogs.languages import Language
from dialogs.screens import Text

#: Says a text in a language; the shell has the catalogues.
Say = Callable[[Text, Language], str]

#: A cell that begins so is taken for a formula by a spreadsheet; some take the wide and small signs of East Asia too.
FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b")
#: Put before it, it makes the cell plain text.
PLAIN_TEXT = "'"

DICTIONARY = ("table", "column", "holds", "lowest", "highest", "own_words", *(f"label_{code}" for code in Language))
CHOICES = tuple(f"choices_{code}" for code in Language)


def safe(cell: str) -> str:
    """Return the cell on one line, so that no spreadsheet takes it for a formula.

    >>> safe("=1+1"), safe("  @SUM(A1)"), safe("A+B"), safe("<")
    ("'=1+1", "'@SUM(A1)", 'A+B', '<')
    """
    line = " ".join("".join(" " if not c.isprintable() else c for c in cell).split())
    return f"{PLAIN_TEXT}{line}" if line.startswith(FORMULA) else line


def csv_line(cells: Iterable[str]) -> str:
    """Return one line of CSV with its end, each cell made safe."""
    written = io.StringIO()
    csv.writer(written).writerow([safe(cell) for cell in cells])
    return written.getvalue()


def row_line(columns: Sequence[Column], row: Mapping[str, str]) -> str:
    """Return the line of one row."""
    return csv_line(row.get(column.name, "") for column in columns)


def dictionary_lines(columns: Iterable[Column], say: Say) -> Iterator[str]:
    """Return the dictionary: a head, then a line for each column."""
    yield csv_line((*DICTIONARY, *CHOICES))
    for column in columns:
        own = "yes" if column.holds is Holds.WORDS else "no"
        labels = [say(column.label, language) for language in Language]
        plain = (column.table, column.name, column.holds, column.lowest, column.highest, own)
        yield csv_line((*plain, *labels, *(_choices(column, language, say) for language in Language)))


def _choices(column: Column, language: Language, say: Say) -> str:
    return " | ".join(f"{value}: {say(label, language)}" for value, label in column.choices.items())

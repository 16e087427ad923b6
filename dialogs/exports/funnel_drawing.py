"""The funnel as a picture (SVG): a bar for each step; every word of it is given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

WIDTH, ROW, TOP, FOOT = 900, 34, 64, 44
#: Where the bars begin, and how long the longest is.
BARS_FROM, LONGEST = 420, 380
LEFT = 24

#: Label, what stands for the number, and the number that the bar is as long as.
Bar = tuple[str, str, int]


def drawing(bars: Sequence[Bar], title: str, note: str) -> str:
    """Return the picture, with a title for who cannot see it."""
    height = TOP + ROW * len(bars) + FOOT
    inside = "\n".join([*_texts(title, note, height), *_bars(bars)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="Libertinus Serif, serif" font-size="17">\n<title>{escape(title)}</title>\n'
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>\n{inside}\n</svg>\n'
    )


def _texts(title: str, note: str, height: int) -> Iterator[str]:
    yield f'<text x="{LEFT}" y="38" font-size="24">{escape(title)}</text>'
    yield f'<text x="{LEFT}" y="{height - 16}" font-size="13">{escape(note)}</text>'


def _bars(bars: Sequence[Bar]) -> Iterator[str]:
    longest = max((n for _label, _words, n in bars), default=0) or 1
    for place, (label, words, n) in enumerate(bars):
        y, length = TOP + ROW * place, LONGEST * n // longest
        yield (
            f'<text x="{BARS_FROM - 12}" y="{y + 20}" text-anchor="end">{escape(label)}</text>'
            f'<rect x="{BARS_FROM}" y="{y + 4}" width="{length}" height="{ROW - 12}" fill="#2f6f8f"/>'
            f'<text x="{BARS_FROM + length + 8}" y="{y + 20}">{escape(words)}</text>'
        )

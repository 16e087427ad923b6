"""The CONSORT diagram as a picture (SVG): boxes, arrows, texts; every word of it is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from dialogs.exports.consort import Box

#: Box → its label and what stands for its number.
Shown = Mapping[Box, tuple[str, str]]

WIDTH, HEIGHT = 760, 750
BOX_WIDTH, BOX_HEIGHT = 220, 46
LEFT, MIDDLE, RIGHT = 30, 270, 510
#: Where each box stands: its left upper corner.
PLACES: Mapping[Box, tuple[int, int]] = {
    Box.STARTED: (MIDDLE, 60),
    Box.DECLINED: (RIGHT, 100),
    Box.NO_ANSWER: (RIGHT, 152),
    Box.CONSENTED: (MIDDLE, 212),
    Box.TOO_YOUNG: (RIGHT, 252),
    Box.UNFINISHED: (RIGHT, 304),
    Box.PLAUSIBLE: (LEFT, 372),
    Box.NOT_NOW: (MIDDLE, 372),
    Box.UNLIKELY: (RIGHT, 372),
    Box.SENT: (MIDDLE, 452),
    Box.IN_HAND: (LEFT, 500),
    Box.NOT_ELIGIBLE: (RIGHT, 500),
    Box.REFUSED: (RIGHT, 552),
    Box.UNREACHABLE: (RIGHT, 604),
    Box.TAKEN_BACK: (LEFT, 552),
    Box.INCLUDED: (MIDDLE, 656),
}
#: Box → the boxes that an arrow from its way down leads to, beside it.
BESIDE: Mapping[Box, tuple[Box, ...]] = {
    Box.STARTED: (Box.DECLINED, Box.NO_ANSWER),
    Box.CONSENTED: (Box.TOO_YOUNG, Box.UNFINISHED),
    Box.SENT: (Box.NOT_ELIGIBLE, Box.REFUSED, Box.UNREACHABLE, Box.IN_HAND, Box.TAKEN_BACK),
}
RESULTS = (Box.PLAUSIBLE, Box.NOT_NOW, Box.UNLIKELY)
#: From which box a straight way down leads to which.
DOWN = ((Box.STARTED, Box.CONSENTED), (Box.SENT, Box.INCLUDED))
#: Half of the head of an arrow.
HEAD = 4


def diagram(shown: Shown, title: str, note: str) -> str:
    """Return the picture, with a title for who cannot see it."""
    inside = "\n".join([*_texts(title, note), *_arrows(), *_boxes(shown)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="Libertinus Serif, serif" font-size="14">\n<title>{escape(title)}</title>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>\n{inside}\n</svg>\n'
    )


def _texts(title: str, note: str) -> Iterator[str]:
    yield f'<text x="{LEFT}" y="32" font-size="18">{escape(title)}</text>'
    yield f'<text x="{LEFT}" y="{HEIGHT - 20}" font-size="11">{escape(note)}</text>'


def _boxes(shown: Shown) -> Iterator[str]:
    for box, (x, y) in PLACES.items():
        label, number = shown[box]
        middle = x + BOX_WIDTH // 2
        yield (
            f'<rect x="{x}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" fill="white" stroke="black"/>'
            f'<text x="{middle}" y="{y + 19}" text-anchor="middle">{escape(label)}</text>'
            f'<text x="{middle}" y="{y + 37}" text-anchor="middle">{escape(number)}</text>'
        )


def _arrows() -> Iterator[str]:
    for start, end in DOWN:
        yield _down(_middle(start), _below(start), PLACES[end][1])
    # The results share one way in and one way out: whoever sends something may have any of them.
    fork = PLACES[Box.NOT_NOW][1] - 14
    join = _below(Box.NOT_NOW) + 14
    left, right = _middle(Box.PLAUSIBLE), _middle(Box.UNLIKELY)
    yield _line(f"M{_middle(Box.CONSENTED)} {_below(Box.CONSENTED)} V{fork} M{left} {fork} H{right}")
    for box in RESULTS:
        yield _down(_middle(box), fork, PLACES[box][1])
        yield _line(f"M{_middle(box)} {_below(box)} V{join}")
    yield _line(f"M{left} {join} H{right}")
    yield _down(_middle(Box.SENT), join, PLACES[Box.SENT][1])
    for start, boxes in BESIDE.items():
        for box in boxes:
            yield _sideways(start, box)


def _middle(box: Box) -> int:
    return PLACES[box][0] + BOX_WIDTH // 2


def _below(box: Box) -> int:
    return PLACES[box][1] + BOX_HEIGHT


def _line(path: str) -> str:
    return f'<path d="{path}" stroke="black" fill="none"/>'


def _down(x: int, top: int, bottom: int) -> str:
    head = f'<path d="M{x - HEAD} {bottom - 2 * HEAD} h{2 * HEAD} l-{HEAD} {2 * HEAD} z"/>'
    return _line(f"M{x} {top} V{bottom - 2 * HEAD}") + head


def _sideways(start: Box, end: Box) -> str:
    """Return an arrow from the way below a box to a box beside it."""
    y = PLACES[end][1] + BOX_HEIGHT // 2
    to_the_right = PLACES[end][0] > PLACES[start][0]
    tip = PLACES[end][0] if to_the_right else PLACES[end][0] + BOX_WIDTH
    back = -2 * HEAD if to_the_right else 2 * HEAD
    head = f'<path d="M{tip + back} {y - HEAD} v{2 * HEAD} l{-back} -{HEAD} z"/>'
    return _line(f"M{_middle(start)} {y} H{tip + back}") + head

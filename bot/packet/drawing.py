"""Pictures as SVG: a phone with a screen of the bot, and the map of all paths. Text stays text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from textwrap import wrap

from bot.render.paragraphs import label, paragraphs
from bot.render.texts import Texts
from dialogs.languages import Language
from dialogs.screens import Look, Screen

#: The phone, in points, and what fits into a line of it.
WIDTH, HEIGHT, MARGIN = 390, 844, 16
LINE, SIZE, LETTERS, BUTTON = 21, 16, 42, 40
FONT = 'font-family="Libertinus Serif, serif"'
#: The map: a box, and the space below it.
_BOX_WIDTH, _BOX, _STEP = 210, 30, 52
_LANE = 26


def phone(screens: Sequence[Screen], language: Language, texts: Texts) -> tuple[str, str]:
    """Return a phone that shows these screens, the last one at the bottom, and all its words as an alternative."""
    drawn: list[str] = []
    words: list[str] = []
    y = HEIGHT - 24
    for screen in reversed(screens):
        lines = list(_lines(screen, language, texts))
        options = [label(button, language, texts) for button in screen.options]
        controls = [label(button, language, texts) for button in screen.controls]
        words[:0] = [*(line for line, _ in lines if line), *(f"[{button}]" for button in (*options, *controls))]
        for row in reversed([*([option] for option in options), *([controls] if controls else [])]):
            y -= BUTTON
            drawn.append("".join(_buttons(row, y)))
        tall = LINE * len(lines) + 20
        y -= tall + 8
        drawn.append(_bubble(lines, y, tall))
    # From the top, so that the words stand in the order in which they are read.
    return _frame(reversed(drawn)), "\n".join(words)


def _lines(screen: Screen, language: Language, texts: Texts) -> Iterable[tuple[str, bool]]:
    """Yield each line and whether it is strong; what is folded away shows its heading only, as in the client."""
    for part in paragraphs(screen, language, texts):
        said = [f"▸ {part.heading}"] if part.look is Look.FOLDED else list(part.lines)
        for paragraph in said:
            for piece in paragraph.split("\n"):
                for line in wrap(piece, LETTERS) or [""]:
                    yield line, part.look is Look.STRONG


def _bubble(lines: Sequence[tuple[str, bool]], y: int, tall: int) -> str:
    said = [
        _text(line, MARGIN + 10, y + 10 + LINE * (n + 1) - 5, bold=strong)
        for n, (line, strong) in enumerate(lines)
        if line
    ]
    return _rect(MARGIN, y, WIDTH - 2 * MARGIN, tall, 12, "#fff") + "".join(said)


def _buttons(row: Sequence[str], y: int) -> Iterable[str]:
    """Yield the buttons of one row, of equal width."""
    wide = (WIDTH - 2 * MARGIN) // len(row)
    size = SIZE if len(row) == 1 else 12
    for n, words in enumerate(row):
        x = MARGIN + n * wide
        yield _rect(x, y, wide - (4 if n + 1 < len(row) else 0), BUTTON - 6, 8, "#e8eef7")
        yield _text(words, x + wide // 2, y + 22, anchor="middle", size=size)


def _rect(x: int, y: int, wide: int, tall: int, round_by: int, fill: str) -> str:
    size = f'x="{x}" y="{y}" width="{wide}" height="{tall}" rx="{round_by}"'
    return f'<rect {size} fill="{fill}" stroke="#767676"/>'


def _text(words: str, x: int, y: int, *, bold: bool = False, anchor: str = "start", size: int = SIZE) -> str:
    weight = ' font-weight="bold"' if bold else ""
    where = f'x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}"'
    return f'<text {where} {FONT}{weight} fill="#111">{escape(words)}</text>'


def _frame(drawn: Iterable[str]) -> str:
    tall = HEIGHT - 36
    inner = f'<svg x="0" y="24" width="{WIDTH}" height="{tall}" viewBox="0 24 {WIDTH} {tall}">{"".join(drawn)}</svg>'
    case = f'<rect x="1" y="1" width="{WIDTH - 2}" height="{HEIGHT - 2}" rx="28" fill="#f4f4f4" stroke="#111"/>'
    return _svg(WIDTH, HEIGHT, case + inner)


def _svg(width: int, height: int, inner: str) -> str:
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inner}</svg>'


def map_of(nodes: Sequence[str], edges: Mapping[tuple[str, str], Sequence[str]]) -> str:
    """Return a map: the nodes below each other, forward edges on the right, backward ones on the left."""
    place = {node: n for n, node in enumerate(nodes)}
    long = [ends for ends in edges if abs(place[ends[1]] - place[ends[0]]) != 1 or place[ends[1]] < place[ends[0]]]
    left = [ends for ends in long if place[ends[1]] < place[ends[0]]]
    right = [ends for ends in long if ends not in left]
    x = 60 + _LANE * len(left)
    width = x + _BOX_WIDTH + _LANE * len(right) + 190
    parts = [_node(node, x, n) for node, n in place.items()]
    for (source, dest), labels in edges.items():
        a, b, said = place[source], place[dest], " · ".join(labels)
        if (source, dest) in left:
            parts.append(_side(x, a, b, -1, left.index((source, dest)), said))
        elif (source, dest) in right:
            parts.append(_side(x + _BOX_WIDTH, a, b, 1, right.index((source, dest)), said))
        else:
            middle = x + _BOX_WIDTH // 2
            parts.append(_arrow([(middle, _STEP * a + _BOX + 10), (middle, _STEP * b + 10)]))
            parts.append(_text(said, middle + 8, _STEP * a + _BOX + 25, size=11))
    height = _STEP * len(nodes) + 10
    head = (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0,0 L8,4 L0,8 z" fill="#111"/></marker></defs>'
    )
    return _svg(width, height, head + "".join(parts))


def _node(node: str, x: int, n: int) -> str:
    y = _STEP * n + 10
    box = f'<rect x="{x}" y="{y}" width="{_BOX_WIDTH}" height="{_BOX}" rx="6" fill="#fff" stroke="#111"/>'
    return box + _text(node, x + _BOX_WIDTH // 2, y + 20, anchor="middle", size=13)


def _side(x: int, a: int, b: int, way: int, lane: int, said: str) -> str:
    """Return an edge that goes round on one side, its words at the end of its lane."""
    out = x + way * (18 + _LANE * lane)
    start, end = _STEP * a + 10 + _BOX - 8, _STEP * b + 10 + 8 + (lane % 3) * 5
    line = _arrow([(x, start), (out, start), (out, end), (x, end)])
    words = _text(
        said, out + 4 * way, (start + end) // 2 + 9 * (lane % 3), anchor="start" if way > 0 else "end", size=10
    )
    return line + words


def _arrow(points: Sequence[tuple[int, int]]) -> str:
    path = " ".join(f"{x},{y}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="#111" marker-end="url(#tip)"/>'

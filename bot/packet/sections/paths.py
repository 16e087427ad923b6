"""Sections 2 and 3: the screens as pictures, the map of all paths, and conversations held by the core."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from string import ascii_lowercase

from bot.packet.document import Block, Cell, Heading, Listing, Pair, Picture, Prose, Section, Table, plain
from bot.packet.drawing import map_of, phone
from bot.packet.played import Turn, Walk, played, walks
from bot.packet.sections.all_texts import numbers
from bot.packet.writer import Writer
from bot.render.paragraphs import plain as in_words
from dialogs.conversation.states import CLOSING, FINAL, OPENING, State, shared_route
from dialogs.languages import Language
from dialogs.screens import Field, Look, Screen, Text

#: What can happen nearly anywhere: said beneath the map instead of drawn.
ANYWHERE = ("pause", "resume", "return", "notice_changed", "call_me", "start_over", "stop", "close")
QUESTIONS = "questions"
#: The name of a picture that shows what was said last.
LAST = "last"
HEADS = {Language.ES: "c_spanish", Language.EN: "c_english"}
#: Screens in a row, each in both languages.
PAIRS = 2
#: An SVG, its words, its language.
Drawing = tuple[str, str, Language]


def pictures(w: Writer) -> Section:
    """Return section 2."""
    screens = [screen for walk in walks() for screen in _screens(w, walk)]
    rows = [screens[n : n + PAIRS] for n in range(0, len(screens), PAIRS)]
    return Section("2", w.pair("s2"), (Prose(w.pair("s2_intro")), *(_picture(row) for row in rows)))


def _picture(row: list[tuple[Pair, tuple[Drawing, ...]]]) -> Picture:
    caption = Pair("; ".join(title.es for title, _ in row), "; ".join(title.en for title, _ in row))
    return Picture(caption, tuple(drawing for _, drawings in row for drawing in drawings))


def _screens(w: Writer, walk: Walk) -> Iterator[tuple[Pair, tuple[Drawing, ...]]]:
    """Yield each screen of a walk that is drawn: what it is, and a phone for each language."""
    held = {language: played(w.inputs, walk, language) for language in Language}
    for asked in walk.picture:
        shown = {language: _shown(turns, asked) for language, turns in held.items()}
        if all(shown.values()):
            said = numbers(w, _texts(shown[Language.ES])[:3])
            drawings = tuple((*phone(shown[language], language, w.inputs.say), language) for language in w.languages)
            yield Pair(f"{walk.title.es} ({said}…)", f"{walk.title.en} ({said}…)"), drawings


def _shown(turns: list[Turn], asked: str) -> tuple[Screen, ...]:
    if asked == LAST:
        return turns[-1].said
    return next((turn.said for turn in reversed(turns) if any(screen.ask == asked for screen in turn.said)), ())


def section(w: Writer) -> Section:
    """Return section 3."""
    nodes, edges = _map(w)
    steps = Listing(tuple(_step(w, node) for node in nodes if node == QUESTIONS))
    said = "; ".join(f"{a} → {b}: {' · '.join(labels)}" for (a, b), labels in edges.items())
    drawing = Picture(w.pair("map"), ((map_of(nodes, edges), said, w.lead),), 0.8)
    held = [block for walk in walks() for block in _transcript(w, walk)]
    blocks: tuple[Block, ...] = (Prose(w.pair("s3_intro")), drawing, steps, Heading("3a", w.pair("transcripts")), *held)
    return Section("3", w.pair("s3"), blocks)


def _map(w: Writer) -> tuple[list[str], dict[tuple[str, str], list[str]]]:
    """Return the boxes in order and what leads from one to another, the questions as one box."""
    asked = {question.id for question in w.inputs.study.asked}
    machine = shared_route(w.inputs.study)
    edges: dict[tuple[str, str], list[str]] = {}
    for trigger, event in machine.events.items():
        for source, rows in event.transitions.items():
            for row in rows:
                ends = tuple(QUESTIONS if end in asked else str(end) for end in (source, row.dest))
                if trigger not in ANYWHERE and ends[0] != ends[1] and trigger not in edges.get((ends[0], ends[1]), ()):
                    edges.setdefault((ends[0], ends[1]), []).append(trigger)
    order = [str(state) for state in OPENING] + [QUESTIONS] + [str(state) for state in (*CLOSING, *FINAL)]
    drawn = [node for node in order if node != State.CLOSED and any(node in ends for ends in edges)]
    return drawn, {ends: labels for ends, labels in edges.items() if set(ends) <= set(drawn)}


def _step(w: Writer, node: str) -> Cell:
    """Return where each question of the box stands in table A."""
    numbered = [f"{question.id} {numbers(w, [question.text])}" for question in w.inputs.study.asked]
    return plain(f"{node}: {', '.join(numbered)}")


def _transcript(w: Writer, walk: Walk) -> Iterator[Block]:
    """Yield what was done and where each answer of the bot stands, and its last words in full."""
    turns = played(w.inputs, walk, w.lead)
    rows = tuple((plain(turn.did), plain(numbers(w, _texts(turn.said)) or "–")) for turn in turns)
    heads = w.columns(("c_person", 3), ("c_bot", 7))
    if walk is walks()[0]:
        yield Table(walk.title, heads, rows)
    else:
        yield Heading(f"3{ascii_lowercase[1 + walks().index(walk)]}", walk.title)
        yield Listing((plain(" → ".join(f"{turn.did}" for turn in turns)),))
    ends = {language: played(w.inputs, walk, language)[-1].said for language in Language}
    last = tuple(
        w.in_(one, Pair(*(_in_words(w, ends[each], each) for each in (Language.ES, Language.EN)))) for one in Language
    )
    yield Table(walk.title, w.columns(*((HEADS[one], 1) for one in Language)), (last,))


def _in_words(w: Writer, screens: Iterable[Screen], language: Language) -> str:
    """Return what was said, but for what is folded away, which stands in section 8."""
    open_ = [replace(screen, blocks=tuple(b for b in screen.blocks if b.look is not Look.FOLDED)) for screen in screens]
    said = [in_words(screen, language, w.inputs.say) for screen in open_ if screen.blocks]
    return "\n".join(said).replace("\n\n", "\n")


def _texts(screens: Iterable[Screen]) -> list[Text]:
    return [text for screen in screens for text in texts_of(screen)]


def texts_of(screen: Screen) -> Iterator[Text]:
    """Yield every text of a screen, those inside others and those of its buttons too."""
    for block in screen.blocks:
        for text in (*([block.heading] if block.heading else []), *block.lines):
            yield from _inside(text)
    for button in (*screen.options, *screen.controls):
        yield from _inside(button.label)


def _inside(value: Field) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
        for inner in value.fields.values():
            yield from _inside(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _inside(inner)

"""A screen in words: paragraphs in one language, before any markup. Shared by the chat and the terminal.

Two rules. What the program says is translated and never touched; what a person wrote is cleaned and stands inside a
sentence as it is. Whoever writes the words out (HTML, a terminal) escapes each finished line once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import field
from datetime import date
from typing import Any, Protocol, cast

from babel.dates import format_skeleton

from bot.render.texts import DATE_LOCALES, shown
from dialogs.fixed import fixed
from dialogs.screens import N_, Block, Button, Field, Look, Screen, Text
from dialogs.values import When

BETWEEN = N_("between {first} and {last}")

#: Characters that turn the direction of a line or cannot be sent at all; a person's words do without them (TXT-02).
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
FIRST_STRONG, POP = "\u2068", "\u2069"


class Catalogue(Protocol):
    """What says a text in a language: `bot.render.texts.Texts`."""

    def text(self, locale: str, msgid: str, /, **values: object) -> str:
        """Return the text in this language, its fields filled."""


@fixed(frozen=True, slots=True)
class Paragraph:
    """One paragraph in one language, still without markup."""

    lines: tuple[str, ...]
    look: Look = Look.PLAIN
    heading: str = ""
    #: What was made of it, on one that is kept with its block; None on all others.
    made: dict[Any, Any] | None = field(default=None, init=False, compare=False, repr=False)

    def kept(self) -> Paragraph:
        """Return this one, just made, as one that is kept."""
        object.__setattr__(self, "made", {})
        return self


def paragraphs(screen: Screen, locale: str, texts: Catalogue, accessible: bool = False) -> list[Paragraph]:
    """Return the message as paragraphs; the options stand before what is folded away at its end."""
    said = [_paragraph(block, locale, texts) for block in screen.blocks]
    end = len(said)
    while end and said[end - 1].look is Look.FOLDED:
        end -= 1
    said[end:end] = _listed_options(screen, locale, texts, accessible)
    return said


def in_words(blocks: Iterable[Block], locale: str, texts: Catalogue) -> list[str]:
    """Return the lines of these blocks without their headings; of one that is kept they are drawn once."""
    return [words for block in blocks for words in _paragraph(block, locale, texts).lines]


def plain(screen: Screen, locale: str, texts: Catalogue, accessible: bool = False) -> str:
    """Return the message for a terminal or a transcript: what is folded away in a chat stands open here."""
    return "\n\n".join(
        "\n".join([*([part.heading] if part.heading else []), *part.lines])
        for part in paragraphs(screen, locale, texts, accessible)
    )


def label(button: Button, locale: str, texts: Catalogue) -> str:
    """Return what stands on a button; a tick in front where it is chosen."""
    words = say(button.label, locale, texts)
    return f"✓ {words}" if button.chosen else words


def say(text: Text, locale: str, texts: Catalogue) -> str:
    """One text in one language, its fields filled; those that it does not name (PL-07) cost nothing."""
    if not text.fields or "{" not in text.id:
        return texts.text(locale, text.id)
    id = text.id
    named = {name: _field(value, locale, texts) for name, value in text.fields.items() if f"{{{name}" in id}
    return texts.text(locale, id, **named)


def _field(value: Field, locale: str, texts: Catalogue) -> str | int:
    match value:
        case int():
            return value  # a number decides between the forms of a text
        case Text():
            return say(value, locale, texts)
        case tuple():
            return joined([shown(_field(part, locale, texts), locale) for part in value], locale)
        case When():
            return dated(value, locale, texts)
        case str():
            return own_words(value)
        case _:
            return shown(value, locale)


def dated(when: When, locale: str, texts: Catalogue) -> str:
    """Return a date in words, as exact as it is known."""
    match when.precision:
        case "day":
            return shown(when.first, locale)
        case "month":
            return month(when.first, locale)
        case "year":
            return str(when.first.year)
    return texts.text(locale, BETWEEN, first=when.first, last=when.last)


def month(day: date, locale: str) -> str:
    """Return the month and its year.

    >>> month(date(2026, 6, 1), "es"), month(date(2026, 6, 1), "en")
    ('junio de 2026', 'June 2026')
    """
    return format_skeleton("yMMMM", day, locale=DATE_LOCALES[locale])


def joined(words: list[str], locale: str) -> str:
    """Return a list as a person says it; Spanish y becomes e before the sound i.

    >>> joined(["sangre", "orina", "infección"], "es"), joined(["age", "sex"], "en"), joined(["hielo", "iodo"], "es")
    ('sangre, orina e infección', 'age and sex', 'hielo e iodo')
    """
    if len(words) < 2:
        return "".join(words)
    last = words[-1].lower()
    sounds_i = last.startswith(("i", "í", "hi", "hí")) and not last.startswith(("hia", "hie", "hio", "ie"))
    conjunction = "and" if locale == "en" else "e" if sounds_i else "y"
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def own_words(said: str) -> str:
    """Somebody's own words on one line: no control characters, and their direction kept to themselves."""
    if said.isascii() and said.isprintable():
        return " ".join(said.split())  # nothing of either kind: a twentieth of the time
    kept = "".join(c for c in said if c not in TURNING and (c.isspace() or unicodedata.category(c) not in ("Cc", "Cs")))
    line = " ".join(kept.split())
    turned = any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in line)
    return f"{FIRST_STRONG}{line}{POP}" if turned else line


def _paragraph(block: Block, locale: str, texts: Catalogue) -> Paragraph:
    """Return a block in words: once in each language, where the block is kept."""
    if block.made is None:
        return _in_words(block, locale, texts)
    if (words := block.made.get((texts, locale))) is None:
        words = block.made[texts, locale] = _in_words(block, locale, texts).kept()
    return cast(Paragraph, words)


def _in_words(block: Block, locale: str, texts: Catalogue) -> Paragraph:
    heading = say(block.heading, locale, texts) if block.heading else ""
    return Paragraph(tuple([say(line, locale, texts) for line in block.lines]), block.look, heading)


def _listed_options(screen: Screen, locale: str, texts: Catalogue, accessible: bool) -> Iterable[Paragraph]:
    """Return the options as numbered lines, in accessible mode only: elsewhere they stand on the buttons (AX-02)."""
    if accessible and screen.numbered and screen.options:
        yield Paragraph(tuple(f"{n} {label(each, locale, texts)}" for n, each in enumerate(screen.options, start=1)))

"""How a text may look: lengths, emoji, drawings, links and numbers (AX, TG-17)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.wording.entries import COMMAND, DESCRIPTION, SHORT, TOAST, Entry, Problem, problem

#: What Telegram takes, in characters after entities are parsed.
MESSAGE, TOAST_LENGTH = 4096, 200
#: "About 30 characters": what a narrow phone shows of a button with large letters.
LABEL = 32
QUESTION = 350
#: A field is counted as this long; names and medicines seldom fill more.
FIELD = "x" * 40

_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u203c\u2049\u20e3\u2139\u231a-\u23ff]\ufe0f?")
_DRAWING = re.compile(r"[\u2500-\u25ff]|[-=_*~]{3,}|(?<!\w)(?:\w ){3,}\w(?!\w)|[|/\\]{2,}(?!\S)")
_LINK = re.compile(r"<a\s[^>]*>.*?</a>", re.DOTALL)
_URL = re.compile(r"(?:https?://|www\.)\S+")
_LONG_URL = 40
_UNSPACED_NUMBER = re.compile(r"(?<![\w.,])\+?\d{7,}(?!\w)")

#: Rule, the most characters, and the texts for which it holds.
_LIMITS: tuple[tuple[str, int, Callable[[Entry], bool]], ...] = (
    ("TG-17", MESSAGE, lambda _: True),
    ("TG-17", TOAST_LENGTH, lambda entry: entry.marked(TOAST)),
    ("TG-17", 256, lambda entry: entry.marked(COMMAND)),
    ("TG-17", 512, lambda entry: entry.marked(DESCRIPTION)),
    ("TG-17", 120, lambda entry: entry.marked(SHORT)),
    ("AX-14", LABEL, lambda entry: entry.button and "{" not in entry.id),
    ("AX-15", QUESTION, lambda entry: entry.question),
)


def shape_problems(entry: Entry) -> Iterator[Problem]:
    """Return what this text looks like that it must not."""
    for text in entry.forms:
        yield from _lengths(entry, re.sub(r"<[^>]+>", "", re.sub(r"\{[^{}]*\}", FIELD, text)))
        yield from _emoji(entry, text)
        if not entry.register:
            yield from _reading_aloud(entry, text)


def _lengths(entry: Entry, text: str) -> Iterator[Problem]:
    for rule, limit, applies in _LIMITS:
        if len(text) > limit and applies(entry):
            yield problem(entry, rule, f"{len(text)} characters, at most {limit}")


def _emoji(entry: Entry, text: str) -> Iterator[Problem]:
    found = _EMOJI.findall(text)
    if found and entry.button:
        yield problem(entry, "AX-04", "an emoji in a button")
    elif len(found) > 1:
        yield problem(entry, "AX-04", f"{len(found)} emoji, at most one")
    elif found and not re.sub(r"<[^>]+>", "", text).rstrip().endswith(found[0]):
        yield problem(entry, "AX-04", "the emoji is not at the end")


def _reading_aloud(entry: Entry, text: str) -> Iterator[Problem]:
    plain = re.sub(r"<[^>]+>", "", _LINK.sub(" ", text))
    if match := _DRAWING.search(plain):
        yield problem(entry, "AX-05", f"“{match[0]}” is drawn, not said")
    if any(len(url) > _LONG_URL for url in _URL.findall(plain)):
        yield problem(entry, "AX-13", "a long bare address; make it a link that says where it goes")
    if match := _UNSPACED_NUMBER.search(plain):
        yield problem(entry, "AX-13", f"“{match[0]}” has no spaces to be read by")
    if entry.button and not re.search(r"\w", plain):
        yield problem(entry, "AX-14", "a button without a word means nothing alone")

"""Telegram's text: HTML to plain text with entities, and the entities that Telegram finds by itself.

Offsets and lengths count UTF-16 units, as in the Bot API. Malformed HTML is refused as Telegram refuses it, because a
bot that forgets to escape a name must learn it here and not in front of a patient.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.demo.wire import Json, Refusal

VALUE = r"\"[^\"]*\"|'[^']*'|[^\s>\"']+"
TAG = rf"<(?P<close>/)?(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?P<attrs>(?:\s+[a-zA-Z-]+(?:\s*=\s*(?:{VALUE}))?)*)\s*>"
TOKEN = re.compile(TAG + r"|&(?:#x(?P<hex>[0-9a-fA-F]{1,6})|#(?P<dec>[0-9]{1,7})|(?P<name>lt|gt|amp|quot));|<")
ATTRIBUTE = re.compile(
    r"(?P<name>[a-zA-Z-]+)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s>\"']+)))?"
)
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "a": "text_link", "blockquote": "blockquote", "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/@])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)])"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
)
OPAQUE = {"code", "pre", "text_link", "url"}


def units(text: str) -> int:
    """Length of a text in UTF-16 units.

    >>> units("año"), units("🙂")
    (3, 2)
    """
    return len(text) + sum(character > "\uffff" for character in text)


@dataclass(slots=True)
class _Open:
    """A start tag that waits for its end."""

    tag: str
    entity: Json


@dataclass(slots=True)
class _Reading:
    """What has been read of one HTML text so far."""

    text: str = ""
    entities: list[Json] = field(default_factory=list)
    waiting: list[_Open] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str], place: int) -> None:
        """Open an entity, or refuse a tag that Telegram does not know."""
        if tag not in STYLES or (tag == "span" and attributes.get("class") != "tg-spoiler"):
            raise _unreadable(f'Unsupported start tag "{tag}" at byte offset {place}')
        entity: Json = {"type": STYLES[tag], "offset": units(self.text), "length": 0}
        if tag == "a":
            entity["url"] = attributes.get("href", "")
        if tag == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        language = attributes.get("class", "").removeprefix("language-")
        if tag == "code" and self.waiting and self.waiting[-1].tag == "pre" and language:
            self.waiting[-1].entity["language"] = language
            entity["type"] = ""
        self.waiting.append(_Open(tag, entity))

    def end(self, tag: str, place: int) -> None:
        """Close the innermost entity, which must be of this tag."""
        if not self.waiting:
            raise _unreadable(f"Unexpected end tag at byte offset {place}")
        opened = self.waiting.pop()
        if opened.tag != tag:
            raise _unreadable(f'Unmatched end tag at byte offset {place}, expected "</{opened.tag}>", found "</{tag}>"')
        entity = opened.entity
        entity["length"] = units(self.text) - entity["offset"]
        if entity["length"] and entity["type"] and entity.get("url") != "":
            self.entities.append(entity)


def _unreadable(reason: str) -> Refusal:
    return Refusal(f"can't parse entities: {reason}")


def _attributes(source: str) -> dict[str, str]:
    found = {}
    for match in ATTRIBUTE.finditer(source):
        raw = match["double"] or match["single"] or match["bare"] or ""
        found[match["name"].lower()] = TOKEN.sub(lambda token: _character(token) or token[0], raw)
    return found


def _character(token: re.Match[str]) -> str:
    if token["name"]:
        return NAMED[token["name"]]
    if token["hex"] or token["dec"]:
        code = int(token["hex"], 16) if token["hex"] else int(token["dec"])
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else token[0]
    return ""


def read_html(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities of a text in Telegram's HTML.

    >>> read_html("<b>Hola</b>, a &lt; b")
    ('Hola, a < b', [{'type': 'bold', 'offset': 0, 'length': 4}])
    """
    reading, last = _Reading(), 0
    for token in TOKEN.finditer(source):
        reading.text += source[last : token.start()]
        last, place = token.end(), len(source[: token.start()].encode())
        if token["tag"] is None:
            reading.text += _character(token)
            if token[0] == "<":
                raise _unreadable(f'Unsupported start tag "{source[last : last + 10]}" at byte offset {place}')
        elif token["close"]:
            reading.end(token["tag"].lower(), place)
        else:
            reading.start(token["tag"].lower(), _attributes(token["attrs"]), place)
    reading.text += source[last:]
    if reading.waiting:
        raise _unreadable(f'Can\'t find end tag corresponding to start tag "{reading.waiting[-1].tag}"')
    return trimmed(reading.text, reading.entities)


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Return the text without space at its ends, its entities moved and cut to fit."""
    kept = text.strip()
    cut = units(text[: len(text) - len(text.lstrip())])
    end = units(kept)
    fitted = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        stop = min(entity["offset"] + entity["length"] - cut, end)
        if stop > start:
            fitted.append(entity | {"offset": start, "length": stop - start})
    return kept, sorted(fitted, key=lambda entity: (entity["offset"], -entity["length"]))


def with_found(text: str, entities: list[Json]) -> list[Json]:
    """Return the entities together with the commands, addresses and e-mails that Telegram finds by itself.

    >>> with_found("Escriba /ayuda", [])
    [{'type': 'bot_command', 'offset': 8, 'length': 6}]
    """
    every = list(entities)
    for match in FOUND.finditer(text):
        start, length = units(text[: match.start()]), units(match[0])
        if not any(_covers(entity, start, length) for entity in entities):
            every.append({"type": match.lastgroup, "offset": start, "length": length})
    return sorted(every, key=lambda entity: (entity["offset"], -entity["length"]))


def _covers(entity: Json, start: int, length: int) -> bool:
    apart = start >= entity["offset"] + entity["length"] or entity["offset"] >= start + length
    return entity["type"] in OPAQUE and not apart

"""Blocks of a screen as JSON, so that a message that was shown can be shown once more as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from dialogs.screens import Block, Field, Look, Text
from dialogs.values import When

#: Where a block that is kept holds its JSON form.
_JSON = "json"


def encode_blocks(blocks: Iterable[Block]) -> list[Any]:
    """Return the JSON form of these blocks; `decode_blocks` gives equal ones back.

    >>> encode_blocks([Block((Text("{n} left", {"n": 3}),), Look.HINT)])
    [{'look': 'hint', 'lines': [{'text': '{n} left', 'fields': {'n': 3}}]}]
    """
    return [_as_json(block) for block in blocks]


def _as_json(block: Block) -> dict[str, Any]:
    """Return the JSON form of one block; of one that is kept, the same that was made of it before."""
    if block.made is not None and (known := block.made.get(_JSON)) is not None:
        return cast(dict[str, Any], known)
    form = {"look": str(block.look), "lines": [_encode(each) for each in block.lines]}
    if block.heading:
        form["heading"] = _encode(block.heading)
    if block.made is not None:
        block.made[_JSON] = form
    return form


def decode_blocks(raw: Iterable[Mapping[str, Any]]) -> tuple[Block, ...]:
    """Return the blocks that `encode_blocks` wrote."""
    return tuple(
        Block(
            tuple(_text(each) for each in block["lines"]),
            Look(block["look"]),
            _text(block["heading"]) if "heading" in block else None,
        )
        for block in raw
    )


def _encode(value: Field) -> Any:
    if isinstance(value, Text):  # nearly all are, and a pattern takes three times as long to see it
        if not value.fields:
            return {"text": value.id}
        return {"text": value.id, "fields": {name: _encode(field) for name, field in value.fields.items()}}
    match value:
        case tuple():
            return [_encode(each) for each in value]
        case When():
            return {"when": str(value)}
        case date():
            return {"day": value.isoformat()}
        case Decimal():
            return {"number": str(value)}
        case str():
            return str(value)  # of a member of an enum its string
    return value


def _decode(raw: Any) -> Field:
    match raw:
        case {"text": _}:
            return _text(raw)
        case list():
            return tuple(_decode(each) for each in raw)
        case {"when": str(text)}:
            return When.parse(text)
        case {"day": str(text)}:
            return date.fromisoformat(text)
        case {"number": str(text)}:
            return Decimal(text)
        case str() | int():
            return raw
    raise ValueError("not a field of a text")


def _text(raw: Mapping[str, Any]) -> Text:
    return Text(raw["text"], {name: _decode(field) for name, field in raw.get("fields", {}).items()})

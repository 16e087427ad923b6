"""The texts of a study as they speak to somebody who helps (RE-04).

A study file may write any of its texts twice: as it speaks to the person, and under the same key with `_helper` behind
it as it speaks of the person to whoever helps. A text without a twin is said to both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

#: What stands behind the key of a text for whoever helps.
HELPER = "_helper"

_FIELD = re.compile(r"\{\w*\}")

#: Speaks to the person who has the illness.
_YOU = re.compile(r"\b(?:you|yours?)\b", re.IGNORECASE)

Complain = Callable[[str, str], None]


def own_key(key: str) -> str:
    """Return the key of the text whose twin stands under this one; of any other key itself.

    >>> own_key("hint_helper"), own_key("hint")
    ('hint', 'hint')
    """
    return key.removesuffix(HELPER)


def spoken(raw: Any, *, to_helper: bool) -> Any:
    """Return the tables as they speak to one of the two, without the other's texts.

    >>> spoken({"text": "How old are you?", "text_helper": "How old are they?"}, to_helper=True)
    {'text': 'How old are they?'}
    """
    if isinstance(raw, list):
        return [spoken(each, to_helper=to_helper) for each in raw]
    if not isinstance(raw, Mapping):
        return raw
    own = {key: spoken(value, to_helper=to_helper) for key, value in raw.items() if own_key(key) == key}
    twins = {own_key(key): value for key, value in raw.items() if own_key(key) != key}
    return own | twins if to_helper else own


def check_twins(raw: Any, complain: Complain, place: str = "") -> None:
    """Complain of each text for whoever helps that stands beside no text, or fills other fields than that."""
    if isinstance(raw, list):
        for number, each in enumerate(raw, 1):
            check_twins(each, complain, f"{place} {_called(each, number)}")
    if not isinstance(raw, Mapping):
        return
    for key, value in raw.items():
        if own_key(key) == key:
            check_twins(value, complain, f"{place}, {key}" if place else key)
        elif not _is_text(value) or not _is_text(raw.get(own_key(key))):
            complain(place, f"`{key}` stands beside no `{own_key(key)}`. Write both, or neither.")
        elif _fields(value) != _fields(raw[own_key(key)]):
            complain(place, f"`{key}` has other {{fields}} than `{own_key(key)}`. Write the same ones.")


def said_to_both(raw: Mapping[str, Any]) -> list[str]:
    """Return the ids of the questions that speak to "you" and have no text for whoever helps.

    The helper would answer for themselves: "How old are you?" brings the wrong age."""
    questions = raw.get("question", [])
    asked = [row for row in questions if isinstance(row, Mapping) and row.get("asked", True)]
    return [str(row.get("id")) for row in asked if _YOU.search(str(row.get("text"))) and "text" + HELPER not in row]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(item, str) for item in value))


def _fields(value: str | list[str]) -> set[str]:
    return set(_FIELD.findall(value if isinstance(value, str) else " ".join(value)))


def _called(each: Any, number: int) -> str:
    """Return what an element of a list is called: its id or value, else its number."""
    named = each.get("id", each.get("value")) if isinstance(each, Mapping) else None
    return f'"{named}"' if isinstance(named, str) else f"number {number}"

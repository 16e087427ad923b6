"""Study file → catalogues: which strings of a study a person reads, and where each one stands.

Babel calls `extract_study` as an extraction method; nothing here imports Babel. In a study file every human text is
English and stands under one of `TEXT_KEYS` (for whoever helps with `_helper` behind it), at any depth; a list under
such a key is one text per element. A table with `register = true` holds the public register's own words: its texts
carry the comment `register`, which exempts them from the rules on plain language (they may not be rewritten, only
shown folded away).

`staff = true` and `description = true` mark what only the team reads, and the page of the bot.

`tomllib` gives values but no line numbers, so the source is read a second time, only for its strings: `strings` finds
each one with the key before it, and the two readings are joined by key and value.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO, NamedTuple

from dialogs.study.helper_texts import own_key

#: The keys of a study file whose strings people read.
TEXT_KEYS = frozenset(
    {"text", "label", "short", "hint", "guide", "why", "title", "name", "plain", "reason", "settle", "bring", "too_old"}
    | {"answer", "question", "body", "note", "instead", "said", "below", "above", "absent", "expired", "unwanted"}
    | {"again", "aloud", "counts_until", "changes", "worked_out", "shown"}
)

#: The comment on a text that is the register's own.
REGISTER = "register"
#: What a table can say of its texts: the flag beside them → the mark that the catalogue carries.
FLAGS = {"register": REGISTER, "staff": "staff", "description": "description"}

#: What a key says of its text: the mark that the catalogue carries. A text under any other key is a patient's.
MARKS = {"label": "button", "settle": "staff", "counts_until": "staff", "worked_out": "staff", "aloud": "call script"}

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
      | (?P<string>\"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
      | (?P<bare>[A-Za-z0-9_-]+)
      | (?P<equals>=)""",
    re.VERBOSE | re.DOTALL,
)


class Placed(NamedTuple):
    """A text of the study and where a reader finds it."""

    line: int
    text: str
    comments: list[str]
    #: Its other form, where it counts something and the number is one.
    one: str = ""


def extract_study(
    fileobj: BinaryIO,
    keywords: Mapping[str, object] | Collection[str] = (),
    comment_tags: Collection[str] = (),
    options: Mapping[str, object] | None = None,
) -> Iterator[tuple[int, None, str | tuple[str, ...], list[str]]]:
    """Return the texts of a study file in the form that Babel expects of an extraction method."""
    for line, text, comments, one in study_texts(fileobj.read().decode("utf-8")):
        yield line, None, (one, text) if one else text, comments


def study_texts(source: str) -> list[Placed]:
    """Every text that a person may read, in the order of the file.

    >>> study_texts('[[question]]\\nid = "age"\\ntext = "How old are you?"')
    [Placed(line=3, text='How old are you?', comments=['question age: text'], one='')]
    """
    lines: dict[tuple[str, str], deque[int]] = defaultdict(deque)
    for key, value, line in strings(source):
        lines[key, value].append(line)
    raw, found = tomllib.loads(source), []
    ones = {str(row.get("many", "")).strip(): str(row.get("one", "")).strip() for row in raw.get("plural", [])}
    for key, value, comments in _walk(raw, ""):
        if text := value.strip():
            places = lines[key, value]
            found.append(Placed(places.popleft() if places else 0, text, comments, ones.get(text, "")))
    return sorted(found, key=lambda placed: placed.line)


def strings(source: str) -> Iterator[tuple[str, str, int]]:
    """Each string of a TOML source with the key it stands under and the line where it begins.

    >>> list(strings('a = "x" # "no"\\nb = [\\n  "y", {c = \\'z\\'},\\n]'))
    [('a', 'x', 1), ('b', 'y', 3), ('c', 'z', 3)]
    """
    key = last = ""
    line, seen = 1, 0
    for token in _TOKEN.finditer(source):
        line, seen = line + source.count("\n", seen, token.start()), token.start()
        if token["equals"]:
            key = last
        elif token["bare"]:
            last = token["bare"]
        elif token["string"]:
            last = _said(token["string"])
            if not _names_a_key(source, token.end()):
                yield key, last, line


def _said(string: str) -> str:
    """Return what a string of a TOML source says; most say what stands between their quotes."""
    if string.startswith('"') and not string.startswith('""') and "\\" not in string:
        return string[1:-1]
    said: str = tomllib.loads(f"x = {string}")["x"]
    return said


def _names_a_key(source: str, end: int) -> bool:
    """Is the string that ends here a quoted key, not a value?"""
    return source[end : end + 40].lstrip(" \t").startswith(("=", "."))


def _walk(value: object, place: str) -> Iterator[tuple[str, str, list[str]]]:
    """Key, text and comments of each text under a table, depth first."""
    if isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from _walk(item, f"{place} {_called(item, number)}")
    if not isinstance(value, dict):
        return
    marks = [mark for flag, mark in FLAGS.items() if value.get(flag) is True]
    for key, inner in value.items():
        if place.startswith("criterion") and key == "rule":
            continue  # its `above` and `below` are limits, perhaps in quotes
        if key == "name" and "shown" in value:
            continue  # a unit that people read in another form
        if isinstance(inner, dict | list) and not _is_text(key, inner):
            yield from _walk(inner, f"{place}, {key}" if place else key)
        elif _is_text(key, inner):
            for text in [inner] if isinstance(inner, str) else inner:
                mark = [MARKS[own_key(key)]] if own_key(key) in MARKS else []
                yield key, text, [f"{place}: {key}".removeprefix(": "), *mark, *marks]


def _is_text(key: str, value: object) -> bool:
    """Tell whether this entry holds words for people: one string, or a list of nothing else."""
    several = isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value)
    return own_key(key) in TEXT_KEYS and (isinstance(value, str) or several)


def _called(item: object, number: int) -> str:
    """Return what an element of a list is called: its id or value, else its number."""
    if isinstance(item, dict):
        for key in ("id", "value"):
            if isinstance(item.get(key), str | int):
                return str(item[key])
    return str(number)

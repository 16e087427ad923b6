"""`tamiz replay FILE`: a conversation of `tamiz talk --json`, played again and compared with what was said.

The file is one JSON object: `lang`, `on`, `recruitment`, and `turns`, a list of objects. In a turn `in` is the line
that was typed (none in the first, which is the start) and `out` the list of messages as `talk --json` prints them. A
turn without `out` is played and not compared, so that a list of lines becomes such a file with `--record`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import takewhile
from typing import Any

from bot.cli.talk import BadLine, Talk, as_rows, incoming_of, site_of
from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Incoming, Ordered
from dialogs.languages import Language
from dialogs.site import Recruitment

#: Letters of a text that differs, on each side; and how many of them stand before the place where they part.
_SHOWN = 70
_BEFORE = 20


class ReplayError(ValueError):
    """The file is no conversation that can be played. The message says what would be."""


def parsed(source: str) -> dict[str, Any]:
    """Return the conversation of a file; ReplayError where it is none."""
    try:
        raw = json.loads(source)
    except json.JSONDecodeError as fault:
        raise ReplayError(f"not JSON: {fault}. Correct it there.") from None
    conversation: dict[str, Any] = raw if isinstance(raw, dict) else {}
    turns = conversation.get("turns")
    if not isinstance(turns, list) or not all(isinstance(turn, dict) for turn in turns):
        raise ReplayError('no `turns`. Write {"lang": "es", "on": "2026-11-22", "turns": [{}, {"in": "34"}]}.')
    return conversation


def play(raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Play the conversation; as it is said now, and a line for each place where something else was said."""
    talk = _begun(raw)
    differs: list[str] = []
    turns = []
    for number, turn in enumerate(raw["turns"], 1):
        try:
            rows = as_rows(talk, talk.take(_incoming(talk, turn)))
        except BadLine as fault:
            rows = [{"error": str(fault)}]
        turns.append({**turn, "out": rows})
        if "out" in turn:
            differs += [f"turn {number}, {line}" for line in _differences(turn["out"], rows)]
    return {**raw, "turns": turns}, differs


def _begun(raw: Mapping[str, Any]) -> Talk:
    try:
        on = date.fromisoformat(raw["on"])
        language = Language(raw.get("lang", Language.ES))
        state = Recruitment(raw.get("recruitment", Recruitment.NOT_RECRUITING))
    except (KeyError, TypeError, ValueError):
        raise ReplayError('`on`, `lang` or `recruitment` is wrong. Write "on": "2026-11-22", "lang": "es".') from None
    return Talk(language, on, site_of(state, on))


def _incoming(talk: Talk, turn: Mapping[str, Any]) -> Incoming:
    line = turn.get("in")
    if line is None:
        return Ordered(ChatCommand.START)
    if isinstance(line, dict):
        return incoming_of(talk, json.dumps(line))
    return incoming_of(talk, str(line))


def _differences(was: Any, now: list[dict[str, Any]]) -> Iterator[str]:
    if not isinstance(was, list) or len(was) != len(now):
        yield f"messages: {len(was) if isinstance(was, list) else 'no list'} then, {len(now)} now"
        return
    for number, (before, after) in enumerate(zip(was, now, strict=True), 1):
        for name in {**before, **after}:
            if before.get(name) != after.get(name):
                then, later = _parted(before.get(name), after.get(name))
                yield f"message {number}, {name}: {then} then, {later} now"


def _parted(was: Any, now: Any) -> tuple[str, str]:
    """Return both as they are written, each cut to the place where they part: long texts may begin alike."""
    both = [json.dumps(value, ensure_ascii=False) for value in (was, now)]
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*both, strict=False)))
    begin = max(0, alike - _BEFORE) if max(map(len, both)) > _SHOWN else 0
    then, later = (_cut(text, begin) for text in both)
    return then, later


def _cut(text: str, begin: int) -> str:
    return f"{'…' * bool(begin)}{text[begin : begin + _SHOWN]}{'…' * (len(text) > begin + _SHOWN)}"

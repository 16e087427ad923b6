"""The files of `stored/`: conversations as the program wrote them into somebody's database, and what follows there.

A file holds where and when it is (`site`, `today`), the `conversation`, the buttons of its open message, and `gets`:
for each thing that the person, the team or the clock does, what everybody sees. Only what can be seen stands there,
never a name of the code, so that the files outlive it. After each deed the person goes on: what that shows follows
"then", where it is not the last message again.

To stay short, `screens` holds each message with buttons once: "@upc" is all its paragraphs with the buttons, "@upc 0-2"
some of its paragraphs without them; `under` names the buttons where that does not say it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent / "stored"

#: A message as it is seen: paragraphs, what it asks, its buttons.
Seen = dict[str, Any]
#: What a button row adds to a message; the same for all messages that show one step.
BUTTONS: Final = ("ask", "kind", "options", "controls")
REFERENCE: Final = re.compile(r"@(.+?)(?: (\d+)-(\d+))?")
#: A paragraph shorter than this stands where it is read.
WORTH_NAMING: Final = 40


def file_of_place(place: str) -> Path:
    """The file of a place."""
    return FOLDER / f"{re.sub(r'[^a-z]+', '_', place.lower()).strip('_')}.json"


def read(path: Path) -> dict[str, Any]:
    """A file, with every message in full."""
    file: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    screens = file.pop("screens")
    file["gets"] = {deed: [_in_full(reply, screens) for reply in got] for deed, got in file["gets"].items()}
    return file


def write(path: Path, file: Mapping[str, Any]) -> None:
    """Write a file, each message with buttons once, each reply on a line."""
    screens = _named(reply for got in file["gets"].values() for reply in got)
    head = [f' "{name}": {_line(value)},' for name, value in file.items() if name != "gets"]
    shown = [f'  "{name}": {_laid_out(screen)}' for name, screen in screens.items()]
    gets = [f"  {_line(deed)}: [\n{_replies(got, screens)}\n  ]" for deed, got in file["gets"].items()]
    parts = ["{", *head, ' "screens": {', ",\n".join(shown), " },", ' "gets": {', ",\n".join(gets), " }", "}"]
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")


def _replies(got: Iterable[Any], screens: Mapping[str, Seen]) -> str:
    return ",\n".join(f"   {_line(_in_short(reply, screens))}" for reply in got)


def _laid_out(screen: Seen) -> str:
    """A paragraph on each line."""
    says = ",\n".join(f"    {_line(said)}" for said in screen["says"])
    return f'{{\n   "says": [\n{says}\n   ],\n' + ",\n".join(f'   "{b}": {_line(screen[b])}' for b in BUTTONS) + "\n  }"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _named(replies: Iterable[Any]) -> dict[str, Seen]:
    """Of all messages with the same buttons the shortest, by a name."""
    shortest: dict[str, Seen] = {}
    for reply in replies:
        if isinstance(reply, dict) and "options" in reply:
            same = json.dumps([reply[name] for name in BUTTONS])
            if same not in shortest or len(reply["says"]) < len(shortest[same]["says"]):
                shortest[same] = {"says": reply["says"], **{name: reply[name] for name in BUTTONS}}
    named: dict[str, Seen] = {}
    for screen in shortest.values():
        count = sum(known["ask"] == screen["ask"] for known in named.values())
        named[f"{screen['ask']}{'' if not count else f' #{count + 1}'}"] = screen
    return named


def _in_short(reply: Any, screens: Mapping[str, Seen]) -> Any:
    if not isinstance(reply, dict):
        return reply
    says = list(_referring(reply["says"], screens))
    buttons = [reply.get(name) for name in BUTTONS]
    under = next((name for name, screen in screens.items() if [screen[b] for b in BUTTONS] == buttons), None)
    return {reply["message"]: says} | ({} if under == _whole(says, screens) else {"under": under})


def _whole(says: Iterable[str], screens: Mapping[str, Seen]) -> str | None:
    """The message of which all paragraphs stand here: its buttons are meant too."""
    return next((said[1:] for said in says if said.startswith("@") and said[1:] in screens), None)


def _referring(says: list[str], screens: Mapping[str, Seen]) -> Iterator[str]:
    at = 0
    while at < len(says):
        assert not says[at].startswith("@")
        alike = [
            (_alike(says[at:], screen["says"][start:]), name, -start)
            for name, screen in screens.items()
            for start in range(len(screen["says"]))
        ]
        length, name, start = max(alike, default=(0, "", 0))
        if sum(map(len, says[at : at + length])) < WORTH_NAMING:
            yield says[at]
            at += 1
            continue
        whole = length == len(screens[name]["says"])
        yield f"@{name}" if whole else f"@{name} {-start}-{length - start}"
        at += length


def _alike(some: list[str], others: list[str]) -> int:
    """How many paragraphs at the beginning are the same?"""
    return next((n for n, (a, b) in enumerate(zip(some, others, strict=False)) if a != b), min(len(some), len(others)))


def _in_full(reply: Any, screens: Mapping[str, Seen]) -> Any:
    if not isinstance(reply, dict):
        return reply
    message, says = next(iter(reply.items()))
    under = reply["under"] if "under" in reply else _whole(says, screens)
    full = {"message": message, "says": [said for line in says for said in _referred(line, screens)]}
    return full | ({name: screens[under][name] for name in BUTTONS} if under else {})


def _referred(line: str, screens: Mapping[str, Seen]) -> list[str]:
    if not (match := REFERENCE.fullmatch(line)):
        return [line]
    name, first, end = match.groups()
    says: list[str] = screens[name]["says"]
    return says[int(first) : int(end)] if first else says

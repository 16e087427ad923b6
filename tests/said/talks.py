"""Typed conversations in which nothing may be taken for what was not said: playing `said_talks.json`.

`python -m tests.said.talks` prints which hold today; with `-v`, what does not hold of each. What the fields of a
conversation mean stands in the file itself, under `how`.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.cli.talk import CODE
from tests.person import press
from tests.shell.cli.test_talk import Talk

FILE = Path(__file__).parents[1] / "cases" / "said_talks.json"

Case = dict[str, Any]
Then = Mapping[str, Any]
Rows = list[dict[str, Any]]

#: What a person who might fit says on the way, by the `ask`, or by what stands before its colon.
USUAL: Mapping[str, list[Any]] = {
    "card": [{"press": "questions"}],
    "who": [{"press": "self"}],
    "consent": [{"press": "accept"}],
    "age": ["34"],
    "biopsy": ["2026-06-10"],
    "biopsy_class": [{"press": "IV"}],
    "upc": ["2.1 mg/mg"],
    "egfr": ["78"],
    "creatinine": [{"press": "unknown"}],
    "sex_at_birth": [{"press": "unknown"}],
    "treatments": [{"press": "none"}],
    "when": ["2026-10-05"],
    "ongoing": [{"press": "no"}],
    "pregnancy": [{"press": "neither"}],
    "conditions": [{"press": "none"}],
    "review": [{"press": "all_good"}],
    "result": [{"press": "contact"}],
    "contact": [{"press": "chat"}],
}
#: Turns after which a walk that has not arrived never will.
PATIENCE = 60
BEFORE_QUESTIONS = ("language", "card", "who", "consent", "person", "frequent", "delete", "stop", "paused", None)
AFTER_RESULT = ("contact", "send")
NUMBERS = {"emergency": "131", "urgent": "131", "self_harm": "4141"}
#: What may never happen in a conversation, and how it would be seen.
NEVER = {
    "consent": lambda rows: any(row["ask"] not in BEFORE_QUESTIONS for row in rows),
    "sent": lambda rows: any(CODE in row["text"] for row in rows),
    "erased": lambda rows: any(row["done"] and CODE not in row["text"] for row in rows),
    "unlikely": lambda rows: any((row["outcome"] or {}).get("outcome") == "unlikely" for row in rows),
}


class Lost(Exception):
    """The conversation could not be brought to where it should begin."""


def talks() -> list[Case]:
    """The conversations."""
    found: list[Case] = json.loads(FILE.read_text(encoding="utf-8"))["talks"]
    return found


def problems(case: Case) -> Iterator[str]:
    """What does not hold in this conversation, turn by turn."""
    talk = Talk(case["lang"], date.fromisoformat(case["today"]), case["recruitment"])
    try:
        walk(talk, case["at"], case.get("given", {}))
        for at, step in enumerate(case["steps"], 1):
            do(talk, step, case.get("given", {}))
            then = step.get("then", {})
            broken = [name for name in case["never"] if NEVER[name](talk.rows)]
            broken += [name for name, wanted in then.items() if not THEN[name](talk.rows, wanted)]
            yield from (f"step {at}: {name} ({seen(talk.rows)})" for name in broken)
    except Lost as lost:
        yield str(lost)


def do(talk: Talk, step: Mapping[str, Any], given: Mapping[str, list[Any]]) -> None:
    """One step: a typed text, a press, or a walk."""
    if "walk" in step:
        walk(talk, step["walk"], {**given, **step.get("given", {})})
    else:
        talk.give(line_of(step.get("type", step)))
        if "error" in talk.last:
            raise Lost(f"cannot be pressed: {step['press']}")


def walk(talk: Talk, to: str, given: Mapping[str, list[Any]]) -> None:
    """Answer with buttons and usual words until this is asked; every read-back on the way is right."""
    for _ in range(PATIENCE):
        ask = talk.last.get("ask")
        if ask == to and not read_back(talk.rows):
            return
        if "error" in talk.last or talk.last["done"] or (ask == "result" and to not in AFTER_RESULT):
            break
        if read_back(talk.rows):
            talk.give(press("yes"))
            continue
        slot = str(ask).partition(":")[0]
        for said in given.get(str(ask), given.get(slot, USUAL.get(slot, [{"press": "yes"}]))):
            talk.give(line_of(said))
    raise Lost(f"never came to {to}: {seen(talk.rows)}")


def line_of(said: Any) -> str:
    """The line of input for a text or a press."""
    return said if isinstance(said, str) else press(said["press"])


def read_back(rows: Rows) -> bool:
    """Is the last message a read-back? Of a list it has a third button, for what is missing."""
    return [option["value"] for option in rows[-1].get("options", ())][:2] == ["yes", "correct"]


def seen(rows: Rows) -> str:
    """The last message, short, for somebody who looks for what went wrong."""
    last = rows[-1]
    return f"{last.get('ask')}: {' '.join(last.get('text', str(last)).split())[:90]}"


def stands(wanted: str | list[str], rows: Rows) -> bool:
    """Does this text, or one of these, stand in the messages, accents and capitals aside?"""
    text = folded(" ".join(row["text"] for row in rows))
    return any(folded(each) in text for each in ([wanted] if isinstance(wanted, str) else wanted))


def folded(text: str) -> str:
    """The text without accents and capitals.

    >>> folded("DIÁLISIS")
    'dialisis'
    """
    apart = unicodedata.normalize("NFD", " ".join(text.split()).casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def outcomes(rows: Rows) -> list[str | None]:
    """The outcome of each message."""
    return [(row["outcome"] or {}).get("outcome") for row in rows]


def one_of(value: Any, wanted: Any) -> bool:
    """Is it this, or one of these?"""
    return value in wanted if isinstance(wanted, list) else bool(value == wanted)


def safe(rows: Rows, group: str) -> bool:
    """Did the safety text come, as the last message, with no more than its own button?"""
    return NUMBERS[group] in rows[-1]["text"] and len(rows[-1]["options"]) <= 1


#: What may be asked of a turn (`how.then` in the file).
THEN = {
    "ask": lambda rows, wanted: one_of(rows[-1]["ask"], wanted),
    "ask_not": lambda rows, wanted: rows[-1]["ask"] not in wanted,
    "ask_starts": lambda rows, wanted: str(rows[-1]["ask"]).startswith(tuple(wanted)),
    "read_back": lambda rows, wanted: read_back(rows) is wanted,
    "shows": lambda rows, wanted: all(stands(each, rows) for each in wanted),
    "shows_not": lambda rows, wanted: not stands(wanted, rows),
    "outcome": lambda rows, wanted: outcomes(rows)[-1] == wanted,
    "outcome_not": lambda rows, wanted: wanted not in outcomes(rows),
    "done": lambda rows, wanted: rows[-1]["done"] is wanted,
    "done_not_sent": lambda rows, wanted: not NEVER["sent"](rows),
    "safety": safe,
}


def report(*, verbose: bool) -> None:
    """Print one line a kind: how many conversations hold."""
    every, held = Counter[str](), Counter[str]()
    for case in talks():
        kind = case["id"].partition(".")[2].rpartition(".")[0]
        found = list(problems(case))
        for name in (kind, "all kinds"):
            every[name] += 1
            held[name] += not found
        if verbose:
            print(*(f"{case['id']:34} {problem}" for problem in found), sep="\n", end="\n" if found else "")
    for kind in (*sorted(every.keys() - {"all kinds"}), "all kinds"):
        print(f"{kind:26} {held[kind]:4} of {every[kind]:4} hold")


if __name__ == "__main__":
    report(verbose="-v" in sys.argv)

"""What a person can ask for by law, and until when it must be answered (CL-15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from dialogs.screens import S_, Field, Text

#: Calendar days in which the law wants an answer in writing; once it may be put off by as many.
ANSWER_WITHIN = timedelta(days=30)
#: Days before the end on which the owners hear again of what is open.
ANNOUNCED = (7, 1)


class Right(StrEnum):
    """What is asked for."""

    ACCESS = "access"
    ERASE = "erase"
    CORRECT = "correct"
    BLOCK = "block"
    OBJECT = "object"
    PORTABILITY = "portability"


class Way(StrEnum):
    """How a request came that did not come in the chat."""

    PAPER = "paper"
    MAIL = "mail"
    PHONE = "phone"
    IN_PERSON = "in_person"


class Outcome(StrEnum):
    """How it was answered."""

    DONE = "done"
    REFUSED = "refused"


#: What the owners read of each right.
NAMES: Mapping[Right, str] = {
    Right.ACCESS: S_("to see the data"),
    Right.ERASE: S_("to have it erased"),
    Right.CORRECT: S_("to have it corrected"),
    Right.BLOCK: S_("to have its use blocked"),
    Right.OBJECT: S_("not to have it used for something"),
    Right.PORTABILITY: S_("to have a copy"),
}
CAME = S_(
    "Request {number} of a person is open: {right}. It came on {came}. Say today in writing that it came, and answer "
    "it by {due}. The list: `tamiz requests --open`."
)
STILL_OPEN = S_("Request {number} of a person is still open: {right}. Answer it by {due}.")
LATE = S_("Request {number} of a person is late: {right}. The answer was due by {due}. Please answer it today.")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that did not come in the chat."""

    number: int
    right: Right
    came: date
    way: Way
    #: The last day for an answer.
    due: date
    #: Whose case, where it is known.
    case: str | None = None
    #: When somebody wrote that it had come.
    acknowledged: date | None = None
    #: Was the answer put off, as the law allows once?
    extended: bool = False
    answered: date | None = None
    outcome: Outcome | None = None


class BadEntry(ValueError):
    """A line of the register is none of ours; `line` is its number."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def due_on(came: date) -> date:
    """Return the last day on which what came that day may be answered."""
    return came + ANSWER_WITHIN


def requests_of(entries: Sequence[Mapping[str, Any]]) -> dict[int, Asked]:
    """Return the requests of a register, by their number; BadEntry where a line is none of ours."""
    found: dict[int, Asked] = {}
    for line, entry in enumerate(entries, 1):
        try:
            asked = _read(found, entry)
        except (KeyError, TypeError, ValueError):
            raise BadEntry(line) from None
        found[asked.number] = asked
    return found


def _read(found: Mapping[int, Asked], entry: Mapping[str, Any]) -> Asked:
    """Return the request as it stands after this line."""
    if "answered" in entry:
        on, outcome = date.fromisoformat(entry["on"]), Outcome(entry["outcome"])
        return replace(found[entry["answered"]], answered=on, outcome=outcome)
    if "acknowledged" in entry:
        return replace(found[entry["acknowledged"]], acknowledged=date.fromisoformat(entry["on"]))
    if "extended" in entry:
        return replace(found[entry["extended"]], due=date.fromisoformat(entry["due"]), extended=True)
    came = date.fromisoformat(entry["came"])
    due = date.fromisoformat(entry["due"]) if "due" in entry else due_on(came)
    return Asked(entry["number"], Right(entry["right"]), came, Way(entry["way"]), due, entry["case"])


def news_of(asked: Asked, today: date, told: str | None) -> tuple[str, Text]:
    """Return what the owners should know of an open request, under a key that changes when there is more to say.

    `told` is the key of what they were told last; None where they do not know of it yet.
    """
    about: dict[str, Field] = {"number": asked.number, "right": Text(NAMES[asked.right]), "due": asked.due}
    left = (asked.due - today).days
    if left < 0:
        return f"late {today}", Text(LATE, about)
    near = [days for days in ANNOUNCED if left <= days]
    key = f"near {asked.due} {min(near)}" if near else "open"
    if told or asked.acknowledged:
        return key, Text(STILL_OPEN, about)
    return key, Text(CAME, {**about, "came": asked.came})

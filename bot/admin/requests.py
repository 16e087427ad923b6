"""The register of what persons ask for by law: in the chat, where the audit has it, and on paper or by mail (CL-15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.admin.cases import Installation
from bot.admin.register import RegisterError, add_entry, entries
from bot.config.clock import clock_of, day_at
from bot.store.audit import audit_lines
from dialogs.privacy.requests import Right, due_on

#: Beside the site's file: what did not come in the chat. It holds no name and no health data.
REQUESTS = "requests.jsonl"


class Way(StrEnum):
    """How a request came."""

    PAPER = "paper"
    MAIL = "mail"
    PHONE = "phone"
    IN_PERSON = "in_person"


class Outcome(StrEnum):
    """How it was answered."""

    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that did not come in the chat."""

    number: int
    right: Right
    came: date
    way: Way
    #: Whose case, where it is known.
    case: str | None = None
    answered: date | None = None
    outcome: Outcome | None = None

    @property
    def due(self) -> date:
        """The last day for an answer."""
        return due_on(self.came)


class UnknownRequest(Exception):
    """No request of this number is open; the message says so."""


def today(place: Installation) -> date:
    """Return the day at the site."""
    zone = place.place.zone
    return day_at(zone, clock_of(place.settings, zone)())


def add_request(place: Installation, right: Right, way: Way, came: date, case: str | None) -> Asked:
    """Enter a request that did not come in the chat."""
    asked = Asked(len(_outside(place)) + 1, right, came, way, case)
    entry = {"number": asked.number, "right": right, "came": came.isoformat(), "way": way, "case": case}
    add_entry(place.settings.site.parent / REQUESTS, entry)
    return asked


def answer_request(place: Installation, number: int, outcome: Outcome, on: date, answer: str) -> None:
    """Enter that it was answered, and where the whole answer lies; UnknownRequest where none of this number is open."""
    asked = _outside(place).get(number)
    if asked is None or asked.answered:
        raise UnknownRequest(f"No open request {number}. `tamiz requests --open` shows them.")
    entry = {"answered": number, "on": on.isoformat(), "outcome": outcome, "answer": answer}
    add_entry(place.settings.site.parent / REQUESTS, entry)


def open_requests(place: Installation) -> list[Asked]:
    """Return what nobody has answered yet, the most urgent first."""
    return sorted((each for each in _outside(place).values() if not each.answered), key=lambda each: each.due)


def request_lines(place: Installation) -> list[str]:
    """Return every request, oldest first: those of the chat, which the bot answered at once, and the others."""
    zone, day = place.place.zone, today(place)
    acts = {f"asked_{right}": right for right in Right}
    found = [
        (day_at(zone, line.at), f"-  {acts[line.act]}  {line.subject}  chat  answered at once")
        for line in place.store.read_now(audit_lines)
        if line.act in acts
    ]
    found += [(each.came, describe(each, day)) for each in _outside(place).values()]
    return [f"{came}  {words}" for came, words in sorted(found, key=lambda pair: pair[0])]


def describe(asked: Asked, day: date) -> str:
    """Return a request in a line, without the day when it came."""
    if asked.answered:
        stands = f"{asked.outcome} on {asked.answered}"
    else:
        stands = f"OVERDUE since {asked.due}" if asked.due < day else f"due {asked.due}"
    return f"{asked.number}  {asked.right}  {asked.case or 'no case'}  {asked.way}  {stands}"


def _outside(place: Installation) -> dict[int, Asked]:
    """Return what did not come in the chat, by its number."""
    path = place.settings.site.parent / REQUESTS
    found: dict[int, Asked] = {}
    for line, entry in enumerate(entries(path), 1):
        try:
            if "answered" in entry:
                was = found[entry["answered"]]
                on, outcome = date.fromisoformat(entry["on"]), Outcome(entry["outcome"])
                found[was.number] = Asked(was.number, was.right, was.came, was.way, was.case, on, outcome)
            else:
                number, came = entry["number"], date.fromisoformat(entry["came"])
                found[number] = Asked(number, Right(entry["right"]), came, Way(entry["way"]), entry["case"])
        except (KeyError, TypeError, ValueError):
            raise RegisterError([f"{path}, line {line}: no entry. Correct it there, or restore it."]) from None
    return found

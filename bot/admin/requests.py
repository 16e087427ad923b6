"""The register of what persons ask for by law: in the chat, where the audit has it, and on paper or by mail (CL-15)."""

from __future__ import annotations

from datetime import date

from bot.admin.cases import Installation
from bot.config.clock import clock_of, day_at
from bot.config.register import add_entry
from bot.config.working_days import working_day_after
from bot.desk.requests_due import requests_outside, requests_path
from bot.store.audit import audit_lines
from dialogs.privacy.requests import ANSWER_WITHIN, Asked, Outcome, Right, Way, due_on

#: Working days within which the law wants an answer to whoever asks that nothing be used meanwhile (CL-12).
BLOCK_WITHIN = 2


class UnknownRequest(Exception):
    """No request of this number is open; the message says so."""


def today(place: Installation) -> date:
    """Return the day at the site."""
    zone = place.place.zone
    return day_at(zone, clock_of(place.settings, zone)())


def add_request(place: Installation, right: Right, way: Way, came: date, case: str | None) -> Asked:
    """Enter a request that did not come in the chat."""
    due = working_day_after(came, BLOCK_WITHIN) if right is Right.BLOCK else due_on(came)
    asked = Asked(len(_outside(place)) + 1, right, came, way, due, case)
    entry = {"number": asked.number, "right": right, "came": came.isoformat(), "way": way, "case": case}
    add_entry(requests_path(place.settings.site), {**entry, "due": due.isoformat()})
    return asked


def acknowledge_request(place: Installation, number: int, on: date) -> None:
    """Enter that somebody wrote that it had come; UnknownRequest where none of this number is open."""
    _open(place, number)
    add_entry(requests_path(place.settings.site), {"acknowledged": number, "on": on.isoformat()})


def extend_request(place: Installation, number: int, on: date, why: str) -> date:
    """Enter that the answer is put off, which the law allows once and before it is due; the new day."""
    asked = _open(place, number)
    if asked.extended or asked.right is Right.BLOCK or on > asked.due:
        raise UnknownRequest(f"Request {number} cannot be put off: once only, before it is due, and no block.")
    due = asked.due + ANSWER_WITHIN
    entry = {"extended": number, "on": on.isoformat(), "due": due.isoformat(), "why": why}
    add_entry(requests_path(place.settings.site), entry)
    return due


def answer_request(place: Installation, number: int, outcome: Outcome, on: date, answer: str) -> None:
    """Enter that it was answered, and where the whole answer lies; UnknownRequest where none of this number is open."""
    _open(place, number)
    entry = {"answered": number, "on": on.isoformat(), "outcome": outcome, "answer": answer}
    add_entry(requests_path(place.settings.site), entry)


def _open(place: Installation, number: int) -> Asked:
    asked = _outside(place).get(number)
    if asked is None or asked.answered:
        raise UnknownRequest(f"No open request {number}. `tamiz requests --open` shows them.")
    return asked


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
    told = f"  acknowledged {asked.acknowledged}" if asked.acknowledged else ""
    put_off = "  put off" if asked.extended else ""
    return f"{asked.number}  {asked.right}  {asked.case or 'no case'}  {asked.way}{told}{put_off}  {stands}"


def _outside(place: Installation) -> dict[int, Asked]:
    """Return what did not come in the chat, by its number."""
    return requests_outside(place.settings.site)

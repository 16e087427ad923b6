"""`tamiz talk --json` as outside programs use it: lines, errors, toggles, read-backs, and every known case."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.cli.talk import CODE, conversation, site_of
from tests.examples import some
from tests.person import Person, press

ROOT = Path(__file__).parents[3]
CASES: list[dict[str, Any]] = json.loads((ROOT / "tests" / "cases" / "vignettes.json").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 22)
BEGIN = ('{"press": "questions"}', '{"press": "self"}', '{"press": "accept"}')
KEYS = {"text", "ask", "kind", "options", "outcome", "done"}
ASKS = {
    "card",
    "who",
    "consent",
    "review",
    "result",
    "contact",
    "send",
    "language",
    "delete",
    "person",
    "frequent",
    None,
}

Row = dict[str, Any]


class Talk:
    """A talk that is fed line by line, and what it printed in the last turn."""

    def __init__(self, language: str = "es", today: date = TODAY, state: str = "recruiting") -> None:
        self._given: list[str] = []
        lines = conversation(language, today, site_of(state, today), True, self._lines())
        self._printed: Iterator[Row] = (json.loads(line) for line in lines)
        self.rows: list[Row] = []
        self.turn = 0
        self._read()

    def _lines(self) -> Iterator[str]:
        while self._given:
            yield self._given.pop(0) + "\n"

    def _read(self) -> None:
        self.rows = []
        for row in self._printed:
            if "turn" in row:
                self.turn = row["turn"]
                return
            self.rows.append(row)
            if "error" in row:
                return

    def give(self, *lines: str) -> Row:
        """Give these lines; the last message of the last turn comes back."""
        for line in lines:
            self._given.append(line)
            self._read()
        return self.last

    @property
    def last(self) -> Row:
        """The last message."""
        return self.rows[-1]

    @property
    def values(self) -> list[str]:
        """The values that can be pressed."""
        return [option["value"] for option in self.last["options"]]


def begun(language: str = "es") -> Talk:
    talk = Talk(language)
    talk.give(*BEGIN)
    return talk


def test_the_first_turn_is_the_card_with_the_status_first() -> None:
    talk = Talk("en", state="not_recruiting")
    assert talk.turn == 1
    assert talk.last["ask"] == "card"
    assert talk.last["text"].startswith("This study is not taking new people right now.")
    assert "questions" in talk.values


def test_every_line_has_exactly_the_keys_of_the_contract() -> None:
    talk = begun()
    rows = list(talk.rows)
    for line in (
        "34",
        press("yes"),
        "junio 2026",
        press("IV"),
        "/misdatos",
        "una foto",
        "/idioma",
        "english",
    ):
        talk.give(line)
        rows += talk.rows
    assert rows
    for row in rows:
        assert set(row) == KEYS
        assert all(set(option) == {"value", "label"} for option in row["options"])
        assert row["kind"] in {"integer", "quantity", "choice", "choices", "month", "medicines", "text", None}


def test_a_turn_is_counted_after_its_messages() -> None:
    talk = begun()
    assert talk.turn == 4
    assert (talk.last["ask"], talk.last["kind"]) == ("age", "integer")


@pytest.mark.parametrize(
    "line", ['{"press": "nothing"}', '{"press": 1}', '{"push": "yes"}', "{", '{"press": "yes"', "{}"]
)
def test_a_bad_line_is_an_error_and_the_turn_stays(line: str) -> None:
    talk = begun()
    before = talk.turn
    talk.give(line)
    assert list(talk.last) == ["error"]
    assert talk.turn == before
    assert talk.give("34")["ask"] == "sle"
    assert talk.turn == before + 1


def test_a_reading_is_read_back_under_the_same_question() -> None:
    talk = begun("en")
    row = talk.give("34", press("yes"), "in June")
    assert (row["ask"], row["kind"], talk.values) == ("biopsy", "month", ["yes", "correct"])
    assert talk.give(press("correct"))["ask"] == "biopsy"
    assert talk.give("in June", press("yes"))["ask"] == "biopsy_class"


def _at(talk: Talk, ask: str) -> Talk:
    ways = {
        "age": ("34",),
        "biopsy": ("2026-06-10",),
        "biopsy_class": (press("IV"),),
        "upc": ("2.1 mg/mg",),
        "egfr": ("78",),
        "treatments": (press("none"),),
        "pregnancy": (press("neither"),),
    }
    while talk.last["ask"] != ask:
        talk.give(*ways.get(talk.last["ask"], (press("yes"),)))
    return talk


def test_each_press_of_several_toggles_and_done_submits() -> None:
    talk = _at(begun(), "conditions")
    assert talk.last["kind"] == "choices"
    assert talk.give(press("infection"))["ask"] == "conditions"
    assert [o["label"][0] for o in talk.last["options"] if o["value"] == "infection"] == ["✓"]
    talk.give(press("cancer"), press("cancer"))
    assert [o["value"] for o in talk.last["options"] if o["label"].startswith("✓")] == ["infection"]
    assert talk.give(press("done"))["ask"] == "review"


@pytest.mark.parametrize("exclusive", ["none", "unknown"])
def test_an_exclusive_option_submits_at_once(exclusive: str) -> None:
    talk = _at(begun(), "conditions")
    talk.give(press("infection"))
    assert talk.give(press(exclusive))["ask"] == "review"


def test_back_pause_language_and_a_person_are_typed() -> None:
    talk = _at(begun(), "sle")
    assert not {"back", "pause", "person"} & set(talk.values)
    assert talk.give("atrás")["ask"] == "age"
    assert talk.give("pausa")["ask"] == "paused"
    assert talk.give("34")["ask"] == "sle"
    assert talk.give("persona")["ask"] == "person"
    assert talk.give(press("continue"))["ask"] == "sle"
    assert talk.give("/idioma")["ask"] == "language"
    assert talk.give(press("en"))["text"].startswith("About 9 left")


def test_the_result_carries_the_outcome_and_what_follows_ends_with_done() -> None:
    talk = _at(begun(), "conditions")
    row = talk.give(press("none"), press("all_good"))
    assert row["ask"] == "result"
    assert row["outcome"] == {"outcome": "plausible", "not_met": [], "unknown": [], "earliest_date": None}
    assert not row["done"]
    assert talk.give(press("contact"))["ask"] == "contact"
    row = talk.give(press("chat"))
    assert row["done"]
    assert CODE in row["text"]


def test_the_separate_question_of_the_list_is_send() -> None:
    talk = Talk(state="not_recruiting")
    talk.give(*BEGIN)
    _at(talk, "conditions").give(press("none"), press("all_good"), press("contact"))
    assert talk.give(press("chat"))["ask"] == "send"
    assert talk.give(press("no"))["done"]


def test_saying_no_to_the_consent_is_the_end() -> None:
    talk = Talk()
    assert talk.give(press("questions"), press("self"), press("decline"))["done"]


def test_a_study_that_has_ended_is_told_and_done() -> None:
    talk = Talk(state="closed")
    assert talk.last["done"]
    assert talk.last["options"] == []


def test_the_end_of_input_ends_the_talk_without_a_word() -> None:
    lines = list(conversation("es", TODAY, site_of("recruiting", TODAY), True, iter(())))
    assert [json.loads(line) for line in lines][-1] == {"turn": 1}


def test_a_safety_text_is_the_last_thing_on_the_screen() -> None:
    """[RE-20]"""
    talk = _at(begun(), "upc")
    talk.give("me falta el aire")
    assert "131" in talk.last["text"]
    assert [option["value"] for option in talk.last["options"]] == ["continue"]
    talk.give(press("continue"))
    assert talk.last["ask"] == "upc"


@pytest.mark.slow
def test_the_command_talks_over_standard_input_and_output() -> None:
    given = "\n".join((*BEGIN, "34", '{"press": "nonsense"}', '{"press": "no"}')) + "\n"
    command = [
        sys.executable,
        "-m",
        "bot",
        "talk",
        "--json",
        "--lang",
        "en",
        "--on",
        "2026-11-22",
        "--recruitment",
        "recruiting",
    ]
    run = subprocess.run(command, input=given, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert [row["turn"] for row in rows if "turn" in row] == [1, 2, 3, 4, 5, 6]
    assert len([row for row in rows if "error" in row]) == 1
    assert [row["outcome"]["outcome"] for row in rows if row.get("outcome")] == ["unlikely"]


@pytest.mark.parametrize("case", some(CASES), ids=lambda case: case["id"])
def test_every_case_comes_out_in_talk_as_it_is_judged(case: dict[str, Any]) -> None:
    today = date.fromisoformat(case["reference_date"])
    talk, person = Talk(case["language"], today), Person(case, today)
    talk.give(*BEGIN)
    while talk.last["outcome"] is None:
        ask = talk.last["ask"]
        for line in person.says(ask):
            if talk.last["ask"] != ask:
                break  # it was sure of what was typed, and did not read it back
            talk.give(line)
            assert "error" not in talk.last, f"{ask}: {talk.last}"
    found, expected = talk.last["outcome"], case["expected"]
    assert (found["outcome"], found["earliest_date"]) == (expected["outcome"], expected["earliest_date"])
    if found["outcome"] == "unlikely":  # it stops early: what decides is in it, and the rest was not asked
        assert found["not_met"]
        assert set(found["not_met"]) <= set(expected["not_met"])
    else:
        assert (found["not_met"], found["unknown"]) == (expected["not_met"], expected["unknown"])


def test_another_person_begins_anew_and_the_first_one_is_still_there() -> None:
    """[RE-04] Two people by one account, one after the other."""
    talk = begun()
    talk.give("34", "persona", press("call_me"), press("chat"), "/quien")
    assert "switch" in talk.values
    talk.give(press("switch"))
    assert talk.last["ask"] == "card"
    talk.give(press("questions"), press("helper"), press("accept"))
    assert talk.last["ask"] == "age"
    talk.give("/quien", press("switch"))
    assert talk.last["ask"] == "sle"


@pytest.mark.parametrize(("language", "taken"), [("es", "Respuesta: 34"), ("en", "Answer: 34")])
def test_the_terminal_shows_what_was_taken(language: str, taken: str) -> None:
    """[AX-07] The line that is added to the message which asked; with `--json` there is none."""
    lines = [*BEGIN, "34"]
    site = site_of("recruiting", TODAY)
    printed = list(conversation(language, TODAY, site, False, lines))
    assert [line.strip() for line in printed if line.strip() == taken] == [taken]
    assert not any(taken in line for line in conversation(language, TODAY, site, True, lines))

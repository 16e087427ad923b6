"""Section 14: table E, every rule that the bot keeps, what shows it, or an honest "not shown"."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.packet.document import Block, Cell, Listing, Prose, Section, Table, joined, plain
from bot.packet.travelling import RULES, found
from bot.packet.writer import Writer
from dialogs.languages import Language

_LINE = re.compile(r"^- ([A-Z]{2}-\d{2}) · (\w+) · (.+)$", re.MULTILINE)
_OPEN = re.compile(r"^- ([A-Z]{2}-\d{2}): (.+)$", re.MULTILINE)
_TEST = re.compile(r"^(?:async )?def (test_\w+)\(.*?(?=^(?:async )?def |^@|\Z)", re.MULTILINE | re.DOTALL)
_CITED = re.compile(r"\[((?:[A-Z]{2}-\d{2})(?:, [A-Z]{2}-\d{2})*)\]")

#: Texts of a rule that are named; all of them name it in table A.
MOST_NUMBERS = 8


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in one line, and who can show it."""

    id: str
    shown_by: str
    text: str
    #: Why nothing shows it yet.
    waits: str


def section(w: Writer) -> Section:
    """Return the section."""
    rules = kept_rules()
    tests = cited()
    kinds = Counter(rule.shown_by for rule in rules)
    totals = tuple(w.both(f"shown_by_{kind}_total", count=count) for kind, count in sorted(kinds.items()))
    rows = tuple(_row(w, rule, tests.get(rule.id, [])) for rule in rules)
    heads = w.columns(("c_rule_id", 1.1), ("c_rule_line", 6), ("c_evidence", 6))
    blocks: tuple[Block, ...] = (Prose(w.pair("s14_intro")), Listing(totals), Table(w.pair("table_e"), heads, rows))
    return Section("14", w.pair("s14"), blocks)


def kept_rules() -> list[Rule]:
    """Return every rule of the list; none where this copy of the program carries none."""
    path = found(RULES)
    said = path.read_text("utf-8") if path else ""
    waiting = dict(_OPEN.findall(said))
    return [Rule(id, by, text, waiting.get(id, "")) for id, by, text in _LINE.findall(said)]


def cited(folder: Path | None = None) -> dict[str, list[str]]:
    """Return the tests that cite each rule, in a checkout; a wheel has none."""
    root = folder or Path(__file__).parents[3] / "tests"
    tests: dict[str, list[str]] = {}
    for path in sorted(root.rglob("test_*.py")) if root.is_dir() else []:
        for match in _TEST.finditer(path.read_text("utf-8")):
            for ids in _CITED.findall(match.group(0)):
                for id in ids.split(", "):
                    tests.setdefault(id, []).append(f"{path.relative_to(root).as_posix()}: {match.group(1)}")
    return {id: list(dict.fromkeys(named)) for id, named in tests.items()}


def _row(w: Writer, rule: Rule, tests: list[str]) -> tuple[Cell, ...]:
    numbers = [f"4.{text.number}" for text in w.inputs.texts if rule.id in text.rules]
    numbers[MOST_NUMBERS:] = ["…"] if len(numbers) > MOST_NUMBERS else []
    shown: list[Cell] = []
    if tests:
        shown.append(w.both("evidence_tests", count=len(tests)))
        shown.append(plain(tests[0]))
    if numbers:
        shown.append(w.both("evidence_texts", numbers=", ".join(numbers)))
    if not shown:
        shown.append(_not_shown(w, rule))
    return (
        plain(f"{rule.id}"),
        joined([plain(rule.text, Language.EN), w.both(f"shown_by_{rule.shown_by}")], " · "),
        joined(shown, " "),
    )


def _not_shown(w: Writer, rule: Rule) -> Cell:
    """Return why nothing shows it: by its kind, or by the reason that the list gives."""
    if rule.shown_by != "software":
        return w.both(f"not_shown_{rule.shown_by}")
    return joined([w.both("not_shown"), plain(rule.waits, Language.EN)], ": ")

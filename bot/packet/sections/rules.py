"""Section 6: what the outcome follows from, and worked cases, each judged by the core while the packet is made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bot.packet.document import Block, Cell, Heading, Listing, Pair, Prose, Section, Table, joined, plain
from bot.packet.rule_words import rule_in_words
from bot.packet.sections.all_texts import numbers
from bot.packet.travelling import CASES, found
from bot.packet.writer import Writer
from bot.render.texts import shown
from dialogs.languages import Language
from dialogs.lexicon.medicines import classify
from dialogs.screening.facts_file import FactsError, read_facts
from dialogs.screening.screening import Outcome, Screening, screen
from dialogs.study.rules import Facts, Truth

#: Of each outcome.
CASES_EACH = 10
REGISTER = "formal"


def section(w: Writer) -> Section:
    """Return the section."""
    said = [Listing(tuple(w.both(f"rules_{n}", "\n") for n in range(1, 8)))]
    cases = _cases(w)
    blocks: list[Block] = [Prose(w.pair("s6_intro")), *said, _criteria(w), Heading("6a", w.pair("worked"))]
    blocks += list(_worked(w, cases)) if cases else [Prose(w.pair("cases_not_shown"))]
    return Section("6", w.pair("s6"), tuple(blocks))


def _criteria(w: Writer) -> Table:
    register = w.inputs.study.texts.get(REGISTER, ())
    rows = []
    for index, criterion in enumerate(w.inputs.study.criteria):
        words = w.written(register[index]) if len(register) == len(w.inputs.study.criteria) else Pair("", "")
        reasons = (
            criterion.reason,
            criterion.below,
            criterion.above,
            criterion.absent,
            criterion.expired,
            criterion.unwanted,
        )
        said = numbers(w, [text for text in reasons if text])
        rows.append(
            (
                w.both(w.written(criterion.name)),
                w.both(words, "\n"),
                w.both(rule_in_words(w, criterion.rule), "\n"),
                plain(said),
            )
        )
    heads = w.columns(("c_criterion_name", 2.2), ("c_register", 5), ("c_rule", 5), ("c_reasons", 1.8))
    return Table(w.pair("criteria"), heads, tuple(rows))


def _cases(w: Writer) -> list[Mapping[str, Any]]:
    """Return the worked cases: the first of each outcome; none where this copy of the program carries none."""
    path = found(CASES)
    if path is None:
        return []
    every = json.loads(path.read_text("utf-8"))
    return [
        case
        for outcome in Outcome
        for case in [one for one in every if one["expected"]["outcome"] == outcome and _fits(w, one)][:CASES_EACH]
    ]


def _fits(w: Writer, case: Mapping[str, Any]) -> bool:
    """Tell whether this study knows what the case says."""
    try:
        _read(w, case)
    except FactsError:
        return False
    return True


def _read(w: Writer, case: Mapping[str, Any]) -> tuple[Facts, date]:
    on = date.fromisoformat(case["reference_date"])
    return read_facts(w.inputs.study, case["facts"], lambda name: classify(name, w.inputs.lexicon), on), on


def _worked(w: Writer, cases: list[Mapping[str, Any]]) -> Iterator[Block]:
    base = cases[0]["facts"]
    yield Prose(w.pair("cases_base", facts=_facts(base)))
    heads = w.columns(("c_case", 1), ("c_differs", 5), ("c_outcome", 3), ("c_shown", 5))
    yield Table(w.pair("worked"), heads, tuple(_case(w, case, base) for case in cases))


def _case(w: Writer, case: Mapping[str, Any], base: Mapping[str, Any]) -> tuple[Cell, ...]:
    facts, on = _read(w, case)
    result = screen(w.inputs.study, facts, on)
    differing = {name: value for name, value in case["facts"].items() if value != base.get(name)}
    left_out = {name: "unknown" for name in base if name not in case["facts"]}
    differs = _facts({**differing, **left_out}) or "="
    return plain(case["id"]), plain(differs, Language.EN), _outcome(w, result), _reasons(w, result)


def _outcome(w: Writer, result: Screening) -> Cell:
    said = w.both(f"outcome_{result.outcome}")
    return joined([said, plain(shown(result.earliest, w.lead))]) if result.earliest else said


def _reasons(w: Writer, result: Screening) -> Cell:
    """Return what is not met in the study's own words for it, and what is left to be checked."""
    failed = [w.written(w.inputs.study.criterion(id).name) for id in result.ids(Truth.NOT_MET)]
    unknown = [w.written(w.inputs.study.criterion(id).name) for id in result.ids(Truth.UNKNOWN)]
    parts = []
    for name, found_ in (("not_met", failed), ("to_check", unknown)):
        if found_:
            names = Pair("; ".join(one.es for one in found_), "; ".join(one.en for one in found_))
            parts.append(w.both(name, "\n", names=names))
    return joined(parts) or plain("–")


def _facts(facts: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {_value(value)}" for name, value in facts.items())


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(str(part) for part in value.values())
    return "; ".join(_value(part) for part in value) or "none" if isinstance(value, list) else str(value)

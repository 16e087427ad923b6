"""The person of a case, who answers `tamiz talk --json` with what the case knows about her."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from dialogs.values import add_months

Lines = tuple[str, ...]


def press(value: str) -> str:
    """The line that presses a button."""
    return json.dumps({"press": value})


class Person:
    """Says what the facts of a case say, step by step."""

    def __init__(self, case: Mapping[str, Any], today: date) -> None:
        self.facts: Mapping[str, Any] = case["facts"]
        self.typed: Mapping[str, str] = case.get("as_typed", {})
        self.today = today
        told = self.facts["treatments"]
        classes = case["expected"]["treatment_classes"]
        #: Her treatments that are asked about further, in the order in which they are.
        named = told if isinstance(told, list) else []
        self.counted = [row for row, kind in zip(named, classes, strict=True) if kind != "none"]
        self.drugs: list[str] = []

    def says(self, ask: str) -> Lines:
        """The lines that answer a step; the last ones only confirm a read-back."""
        slot, _, drug = ask.partition(":")
        if drug and drug not in self.drugs:
            self.drugs.append(drug)
        known = {
            "age": lambda: (self.typed.get("age", str(self.facts["age"])), press("yes")),
            "sle": lambda: (press(self.facts["sle_diagnosis"]),),
            "biopsy": self._biopsy,
            "biopsy_class": lambda: (press(self.facts["biopsy_class"]),),
            "antibodies": lambda: (press(self.facts["antibodies"]),),
            "urinary_sediment": lambda: (press(self.facts["urine_sediment"]),),
            "upc": lambda: self._lab("upc"),
            "egfr": lambda: self._lab("egfr"),
            "creatinine": lambda: (press("unknown"),),
            "treatments": self._treatments,
            "when": lambda: (self._day(), press("yes")),
            "ongoing": lambda: (press("yes" if self._drug().get("ongoing") else "no"),),
            "pregnancy": lambda: (press(self._pregnancy()),),
            "conditions": lambda: (press("none"),),
            "review": lambda: (press("all_good"),),
        }
        return known[slot]()

    def _biopsy(self) -> Lines:
        if self.facts["biopsy_class"] == "none":
            return (press("none"),)
        when = self.facts["biopsy_date"]
        return (press("undated"),) if when == "unknown" else (when, press("yes"))

    def _lab(self, name: str) -> Lines:
        fact = self.facts[name]
        if fact == "unknown":
            return (press("unknown"),)
        sign = {">": "more than ", "<": "less than "}.get(fact.get("comparator", ""), "")
        return (self.typed.get(name, f"{sign}{fact['value']} {fact['unit']}"), press("yes"))

    def _treatments(self) -> Lines:
        told = self.facts["treatments"]
        if told == "unknown":
            return (press("unknown"),)
        return (", ".join(row["name"] for row in told), press("yes")) if told else (press("none"),)

    def _drug(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.counted[len(self.drugs) - 1]
        return found

    def _day(self) -> str:
        told = self._drug()
        return str(told["date"]) if "date" in told else add_months(self.today, -int(told["months_ago"])).isoformat()

    def _pregnancy(self) -> str:
        if self.facts["can_become_pregnant"] == "no":
            return "not_possible"
        if self.facts["pregnant"] == "yes":
            return "pregnant"
        return "planned" if self.facts["plans_pregnancy_12m"] == "yes" else "neither"

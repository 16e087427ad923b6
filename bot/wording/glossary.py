"""Medical words are explained in the question where a person first meets them (PL-06).

A word counts as explained when the same question says, in its text, hint, guide or why, the words of its explanation.
Which words those are, the study says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.wording.entries import Entry, Problem, problem
from bot.wording.of_study import NOTHING, StudyWording

_QUESTION = re.compile(r"^questions? (?P<id>[^,:]+)")


def glossary_problems(entries: Sequence[Entry], study: StudyWording = NOTHING) -> Iterator[Problem]:
    """Return the medical words that the first question with them does not explain."""
    for language, words in study.explained.items():
        questions = _by_question([entry for entry in entries if entry.language == language])
        for word, explanation in words.items():
            where = re.compile(rf"(?<!\w)(?:{word})(?!\w)")
            first = next((found for found in questions.values() if any(where.search(e.forms[0]) for e in found)), None)
            if first and not any(re.search(explanation, entry.forms[0], re.IGNORECASE) for entry in first):
                met, seen = next((entry, seen) for entry in first if (seen := where.search(entry.forms[0])))
                yield problem(met, "PL-06", f"“{seen[0]}” is not explained in the first question that says it")


def _by_question(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Question id → its entries, in the order of the study file."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        for comment in entry.comments:
            if match := _QUESTION.match(comment):
                found.setdefault(match["id"], []).append(entry)
    return found

"""`tamiz screen`: judge cases from a JSON list (contract.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.config.bundled import load_lexicon, load_study
from bot.config.study_folder import StudyFiles
from dialogs.lexicon.lexicon import Lexicon
from dialogs.lexicon.medicines import classify
from dialogs.screening.facts_file import YEARS, FactsError, read_facts
from dialogs.screening.screening import Screening, screen
from dialogs.study.rules import Treatment, Truth
from dialogs.study.study import Study


def judge_cases(cases: Any, today: date, files: StudyFiles | None = None) -> tuple[list[dict[str, Any]], bool]:
    """Each case's result in the same order, and whether all could be read; `today` where a case names no date.

    `files`: another study than that of the package."""
    if not isinstance(cases, list):
        raise FactsError('the file holds no JSON list. Write [{"id": …, "facts": {…}}].')
    study, lexicon = (load_study(), load_lexicon()) if files is None else (files.study(), files.lexicon())
    results = [judge_case(study, lexicon, case, today) for case in cases]
    return results, all("error" not in result for result in results)


def judge_case(study: Study, lexicon: Lexicon, case: Any, today: date) -> dict[str, Any]:
    """Return one case's result, or what could not be read of it."""
    id = case.get("id") if isinstance(case, Mapping) else None
    try:
        if not isinstance(case, Mapping) or "facts" not in case:
            raise FactsError('the case has no `facts`. Write {"id": …, "facts": {…}}.')
        on = _date(case.get("reference_date"), today)
        facts = read_facts(study, case["facts"], lambda name: classify(name, lexicon), on)
    except FactsError as error:
        return {"id": id, "error": str(error)}
    treatments = [row for fact in facts.values() if isinstance(fact, tuple) for row in fact]
    classes = [row.medicine.group for row in treatments if isinstance(row, Treatment)]
    return {"id": id, **as_json(screen(study, facts, on)), "treatment_classes": classes}


def as_json(screening: Screening) -> dict[str, Any]:
    """Return a result with the names of contract.md."""
    return {
        "outcome": str(screening.outcome),
        "not_met": list(screening.ids(Truth.NOT_MET)),
        "unknown": list(screening.ids(Truth.UNKNOWN)),
        "earliest_date": screening.earliest.isoformat() if screening.earliest else None,
    }


def _date(text: Any, default: date) -> date:
    if text is None:
        return default
    try:
        on = date.fromisoformat(text)
    except (TypeError, ValueError):
        raise FactsError("`reference_date` is no date. Write YYYY-MM-DD.") from None
    if on.year not in YEARS:
        raise FactsError(f"`reference_date` lies before {YEARS.start} or after {YEARS.stop - 1}. Write YYYY-MM-DD.")
    return on


def main(source: str, today: date, files: StudyFiles | None = None) -> tuple[str, int]:
    """Return the printed answer and the exit code for the text of a case file."""
    try:
        results, all_read = judge_cases(json.loads(source), today, files)
    except json.JSONDecodeError as error:
        return f"The file is not JSON: {error}. Correct it there.", 2
    except FactsError as error:
        return str(error), 2
    return json.dumps(results, ensure_ascii=False, indent=1), 0 if all_read else 1

"""No word of a study stands in Python, neither in code nor in a comment: what one study says is data."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STUDY = tomllib.loads((ROOT / "dialogs/studies/nct03917797.toml").read_text("utf-8"))
MEDICINES = tomllib.loads((ROOT / "dialogs/studies/medicines.toml").read_text("utf-8"))
FILES = sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("dialogs/**/*.py")])

#: What the study is about, in both languages, by the beginning of the word; and who runs it where.
ABOUT = (
    *("lupus", "biops", "nephri", "nefri", "kidney", "riñ", "creatinin", "antibod", "anticuerp", "esteroid", "steroid"),
    *("methylpred", "metilpred", "mesenchym", "mesenquim", "los andes", "nct03917797", "barros luco", "msc-role"),
)
#: Ids that are ordinary words of the program too: parts of a date, kinds of answer, what the safety texts are about.
ORDINARY = {
    *("age", "when", "start", "date", "dose", "other", "none", "more", "yes", "no", "known", "unknown", "sex", "value"),
    *("below", "inside", "above", "planned", "undated", "neither", "report", "text", "phone", "either", "both", "self"),
    *("treatments", "conditions", "pregnancy", "pregnant", "infection", "surgery", "cancer", "operation", "vein"),
    *("female", "male", "positive", "negative", "person", "in_person", "ongoing", "studied", "pending", "contact"),
    *("consent", "send", "reminder", "later", "agree", "accept", "uncontrolled", "not_possible", "unrecognised"),
}
#: Roman numbers, and units: of no study.
_OF_NO_STUDY = re.compile(r"[IVX+]+|\w+/\w+|[%\w]{1,2}")
#: Files that hold them by their nature, each with its reason.
ALLOWED: dict[str, set[str] | None] = {
    "bot/config/bundled.py": {"nct03917797"},  # the one place that names the study that ships
    "bot/dev/catalogs.py": {"nct03917797"},  # files beside it that hold no text
    "dialogs/study/computed.py": {"creatinin", "creatinine"},  # the needs of a formula
    "dialogs/study/laboratory.py": {"creatinin", "creatinine"},
    # What the rules on wording look for in the texts of the package's study; they are no data of it yet.
    **{f"bot/wording/{name}.py": None for name in ("ease", "families", "glossary", "measure", "one_word", "words")},
}


def _ids() -> set[str]:
    found: set[str] = set()
    for table in (*STUDY["question"], *STUDY["criterion"]):
        found |= {table["id"], table.get("fact", "")}
        for option in (*table.get("option", []), *table.get("fallback", [])):
            found |= {option["value"], *option.get("sets", {})}
        found |= {measure["id"] for measure in table.get("measure", [])}
    groups = {*STUDY["groups"], *MEDICINES["classes"]}
    names = {row["name"] for row in MEDICINES["medicine"]} | {row.get("english", "") for row in MEDICINES["medicine"]}
    return {word for word in found | groups | names if word and not _OF_NO_STUDY.fullmatch(word)} - ORDINARY


IDS = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, _ids()), key=len, reverse=True))})(?![\w-])", re.I)
STEMS = re.compile(rf"\b(?:{'|'.join(map(re.escape, ABOUT))})", re.I)


def words_in(path: Path) -> list[tuple[int, str]]:
    """Line and word of everything in a file that only one study says."""
    allowed = ALLOWED.get(path.relative_to(ROOT).as_posix(), set())
    if allowed is None:
        return []
    return [
        (number, match.group())
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        for pattern in (IDS, STEMS)
        for match in pattern.finditer(line)
        if match.group().lower() not in allowed
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_word_of_the_study_stands_in_a_file_of_python(path: Path) -> None:
    assert words_in(path) == []


def test_words_of_the_study_would_be_seen() -> None:
    assert {"upc", "rituximab", "anti_b_cell"} <= _ids()
    assert IDS.search('fact = "upc"')
    assert STEMS.search("# the biopsy counts")

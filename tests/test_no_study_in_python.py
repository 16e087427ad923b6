"""No word of a study stands in Python, neither in code nor in a comment: what a study says is data.

The words are those of every study that ships, the examples included."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
STUDIES = sorted((ROOT / "dialogs/studies").rglob("*.toml"))
FILES = sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("dialogs/**/*.py")])

#: What the study is about, in both languages, by the beginning of the word; and who runs it where.
ABOUT = (
    *("lupus", "biops", "nephri", "nefri", "kidney", "riñ", "renal", "creatinin", "antibod", "anticuerp", "steroid"),
    *("esteroid", "corticoid", "metilpred", "methylpred", "mesenchym", "mesenquim", "umbilical", "pulse", "bolus"),
    *("dialys", "diálisis", "proteinur", "cilindr", "los andes", "universi", "clínica", "hospital", "barros luco"),
    *("nct0", "msc-role", "egfr", "vfg", "anti-dna", "diabet", "metform", "insulin", "glucos", "hba1c"),
)
#: Ids that are ordinary words of the program too: parts of a date, kinds of answer, inputs of a formula, what the
#: safety texts are about. A test looks that each of them is needed.
ORDINARY = {
    *(
        "age",
        "when",
        "start",
        "since",
        "date",
        "dose",
        "last",
        "other",
        "none",
        "yes",
        "unknown",
        "sex",
        "type",
        "still",
    ),
    *("below", "inside", "above", "planned", "undated", "neither", "phone", "treatments", "conditions", "pregnant"),
    *("female", "male", "in_person", "ongoing", "consent", "possible", "unrecognised", "operation", "besides", "born"),
    *("weight", "height", "bmi", "blood", "pressure", "pregnancy", "risks"),
}
#: Roman numbers, and units: of no study.
_OF_NO_STUDY = re.compile(r"[IVX+]+|\w+/\w+|[%\w]{1,2}")
#: The needs of a published formula have names; there is no other way to write it down.
ALLOWED: dict[str, set[str]] = {
    "dialogs/study/computed.py": {"creatinin", "creatinine"},
    "dialogs/study/laboratory.py": {"creatinin", "creatinine"},
}
#: A sentence of a study has so many words or more.
SENTENCE = 4


def _ids() -> set[str]:
    """What a study calls its questions, answers, facts, criteria, classes, drugs, tests and cases."""
    found: set[str] = set()
    for path in STUDIES:
        study = tomllib.loads(path.read_text("utf-8"))
        for table in (*study.get("question", []), *study.get("criterion", [])):
            found |= {table["id"], table.get("fact", "")}
            for option in (*table.get("option", []), *table.get("fallback", [])):
                found |= {option["value"], *option.get("sets", {})}
            found |= {measure["id"] for measure in table.get("measure", [])}
        found |= {*study.get("groups", {}), *study.get("classes", [])}
        if "study" in study:
            names = study["study"].get("names", {})
            found |= {f"{study['study']['code_prefix']}-", *(name for each in names.values() for name in each)}
        for row in study.get("medicine", []):
            found |= {row["name"], row.get("english", ""), *row.get("exact", [])}
        if path.name.endswith(".wording.toml"):
            found |= set(study["names"])
    return {word for word in found if word and not _OF_NO_STUDY.fullmatch(word)}


def _said() -> set[str]:
    """Every text and name of a study that has some words, but for those that every study shares."""
    from dialogs.study.extract import study_texts  # the reader of such a file

    sources = [path.read_text("utf-8") for path in STUDIES]
    texts = [str(placed.text) for source in sources if "[study]" in source for placed in study_texts(source)]
    return {text for text in texts if len(text.split()) >= SENTENCE}


def _words_of(text: str) -> list[str]:
    return re.findall(r"\w+(?:-\w+)*-?", text.lower())


#: One word each, to be looked up; more words each, to be looked for; what a code begins with.
IDS = {word.lower() for word in _ids() - ORDINARY}
SINGLE = {word for word in IDS if _words_of(word) == [word]}
SEVERAL = IDS - SINGLE
STEMS = re.compile(rf"\b(?:{'|'.join(map(re.escape, ABOUT))})", re.I)
SAID = _said()


def named(text: str) -> set[str]:
    """Return the ids and names of a study in a text."""
    found = _words_of(text)
    codes = {f"{word.partition('-')[0]}-" for word in found if "-" in word}
    low = text.lower()
    several = {word for word in SEVERAL if word in low and re.search(rf"(?<![\w-]){re.escape(word)}(?!\w)", low)}
    return (({*found} | codes) & SINGLE) | several


def words_in(path: Path) -> set[str]:
    """Return everything in a file that only a study says."""
    text = path.read_text("utf-8")
    found = named(text) | {match.group().lower() for match in STEMS.finditer(text)}
    return found - ALLOWED.get(path.relative_to(ROOT).as_posix(), set())


def test_no_word_of_a_study_stands_in_a_file_of_python() -> None:
    found = {path.relative_to(ROOT).as_posix(): words for path in FILES if (words := words_in(path))}
    assert found == {}


def test_no_sentence_of_a_study_stands_in_a_file_of_python() -> None:
    """A line is broken where it is too long; so the literals are joined as Python joins them."""
    found = {}
    for path in FILES:
        literals = [
            node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)
        ]
        if said := SAID & {each for each in literals if isinstance(each, str)}:
            found[path.relative_to(ROOT).as_posix()] = said
    assert found == {}


def test_words_of_a_study_would_be_seen() -> None:
    assert {"upc", "rituximab", "anti_b_cell", "LUP-", "metformin", "Hospital Barros Luco Trudeau"} <= _ids()
    for line in ('fact = "upc"', '"such as LUP-7K3Q"', "a dose of metformin", '{"bolus_methylprednisolone": 250}'):
        assert named(line), line
    for line in ("# the biopsy counts until", "people_with_lupus = 1".replace("_", " "), "a pulse dose", "Los Andes"):
        assert STEMS.search(line), line
    assert "Has a doctor told you that you have lupus?" in SAID


def test_no_word_is_let_through_that_need_not_be() -> None:
    used = {word for path in FILES for word in _words_of(path.read_text("utf-8"))}
    assert used & _ids() >= ORDINARY

"""How easy the texts for patients are to read (PL-01 to PL-04).

A text of twenty words and more is measured by formula; a shorter one by the length of its sentences and words. All
texts of a catalogue together are measured as one dialogue. Nothing is measured where the counting library is missing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from bot.wording.entries import Entry, Problem, problem
from bot.wording.measure import FEWEST_WORDS, bare, ease, ease_together, masked, measurable, sentences, syllables, words
from bot.wording.of_study import NOTHING, StudyWording

#: English: years of school. The notice as a whole may be a little harder.
GRADE, NOTICE_GRADE = 6.0, 8.0
#: Spanish: "fairly easy" on the INFLESZ scale, and sixth grade by Fernández-Huerta.
INFLESZ, HUERTA = 65.0, 70.0
LONGEST_SENTENCE, LONGEST_WORD = 15, 4

#: Places and names of the country and the platform: nobody can write them shorter.
PLACES = ("Santiago", "Chile", "Telegram", "ClinicalTrials.gov", "SAMU", "Salud Responde", "Tamiz")
_NAME = re.compile(r"[^\W\d_]{4,}(?:[- ][^\W\d_]+)?")
#: Long words that are explained where they first appear, or that have no shorter one.
GLOSSARY = {
    "es": frozenset(
        {"experimental", "experimentales", "voluntario", "voluntaria", "privacidad", "investigación", "enfermedades"}
        | {"automático", "automática", "representante"}
    ),
    "en": frozenset({"experimental", "coordinator", "representative"}),
}


def ease_problems(
    entries: Sequence[Entry], names: Iterable[str] = (), study: StudyWording = NOTHING
) -> Iterator[Problem]:
    """Return the texts for patients that are too hard, in the languages that can be measured here."""
    hidden = frozenset((*medicine_names(), *PLACES, *study.names, *names))
    for entry in entries:
        if measurable(entry.language) and not (entry.staff or entry.register):
            for text in entry.forms:
                yield from _hard(entry, text, hidden, study)
    for language in sorted({entry.language for entry in entries}):
        if measurable(language):
            yield from _pooled([entry for entry in entries if entry.language == language], language, hidden)


def _hard(entry: Entry, text: str, names: frozenset[str], study: StudyWording) -> Iterator[Problem]:
    if len(words(bare(text))) < FEWEST_WORDS:
        yield from _short(entry, text, names, study)
        return
    counts = ease(text, entry.language, names)
    if entry.language == "en":
        limit = NOTICE_GRADE if entry.notice else GRADE
        if counts.grade > limit:
            yield problem(entry, "PL-01", f"grade {counts.grade:.1f}, at most {limit:g}")
        return
    if counts.inflesz < INFLESZ:
        yield problem(entry, "PL-02", f"INFLESZ {counts.inflesz:.1f}, at least {INFLESZ:g}")
    if counts.huerta < HUERTA:
        yield problem(entry, "PL-03", f"Fernández-Huerta {counts.huerta:.1f}, at least {HUERTA:g}")


def _short(entry: Entry, text: str, names: frozenset[str], study: StudyWording) -> Iterator[Problem]:
    long = GLOSSARY[entry.language] | study.long.get(entry.language, frozenset())
    plain = masked(bare(text), entry.language, names)
    for sentence in sentences(plain):
        if len(words(sentence)) > LONGEST_SENTENCE:
            yield problem(entry, "PL-04", f"a sentence of {len(words(sentence))} words, at most {LONGEST_SENTENCE}")
    for word in words(plain):
        known = word.lower() in long or word[0].isdigit()
        if not known and syllables(word, entry.language) > LONGEST_WORD:
            many = f"“{word}” has {syllables(word, entry.language)} syllables, at most {LONGEST_WORD}"
            yield problem(entry, "PL-04", f"{many}. Say it shorter; `long` in the wording file names what cannot be")


def _pooled(entries: Sequence[Entry], language: str, names: frozenset[str]) -> Iterator[Problem]:
    texts = [text for entry in entries if not (entry.staff or entry.register) for text in entry.forms]
    counts = ease_together(texts, language, names)
    if counts.words < FEWEST_WORDS and sum(len(words(bare(text))) for text in texts) < FEWEST_WORDS:
        return
    if language == "en" and counts.grade > GRADE:
        yield Problem("PL-01", f"{language}, all texts together", f"grade {counts.grade:.1f}, at most {GRADE:g}")
    if language == "es" and counts.inflesz < INFLESZ:
        yield Problem("PL-02", f"{language}, all texts together", f"INFLESZ {counts.inflesz:.1f}, at least {INFLESZ:g}")


@cache
def medicine_names(folder: Path | None = None) -> frozenset[str]:
    """Return the names and brands of the medicines lexicon; what people write instead of them is no name."""
    path = (folder or Path(__file__).parents[2] / "dialogs" / "studies") / "medicines.toml"
    if not path.is_file():
        return frozenset()
    medicines = tomllib.loads(path.read_text(encoding="utf-8")).get("medicine", [])
    said = [[entry.get("name", ""), entry.get("english", ""), *entry.get("exact", [])] for entry in medicines]
    return frozenset(name for names in said for name in names if _NAME.fullmatch(name))

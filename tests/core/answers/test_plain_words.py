"""The plain words of the lexicon, which stand in the readers' patterns by the name of their list."""

from __future__ import annotations

import pytest

from dialogs.lexicon.lexicon import LexiconError, parse_lexicon
from dialogs.lexicon.worded import PLAIN, Patterns, Worded
from tests.core.answers.questions import lexicon, sources

LISTS = {"weeks": ["semana", "semanas", "week", "weeks"], "unit": ["kg", "kilogram*"], "sign": ["+"], "not": ["no"]}


@pytest.mark.parametrize(
    ("pattern", "found", "missed"),
    [
        (r"\d{1,2} (?:{weeks})\b", "12 semanas", "12 weekends"),
        (r"^\d (?:{unit})$", "2 kilogramos", "2 kgs"),
        (r"a(?:{sign})", "a+", "aa"),
        (r"{-not}more", "much more", "and no more"),
    ],
)
def test_any_word_of_a_list_stands_where_a_pattern_names_it(pattern: str, found: str, missed: str) -> None:
    patterns = Patterns(LISTS)
    assert patterns[Worded(pattern)].search(found)
    assert not patterns[Worded(pattern)].search(missed)


def test_a_pattern_is_grown_once_and_refuses_a_list_that_there_is_not() -> None:
    patterns = Patterns(LISTS)
    assert patterns[Worded("{weeks}")] is patterns[Worded("{weeks}")]
    with pytest.raises(KeyError, match="months"):
        patterns[Worded("{months}")]


def test_both_languages_share_their_plain_words() -> None:
    spanish, english = lexicon().languages.values()
    assert spanish.patterns is english.patterns
    assert {"o", "or"} == set(spanish.patterns.words("either_or"))


def test_no_list_has_the_name_of_another() -> None:
    labels = [label for section in PLAIN.values() for label in section]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ('end_tag = ["po"]', 'end_tagg = ["po"]', "es.toml, [plain.treatments] end_tagg"),
        ('end_tag = ["po"]', 'end_tagg = ["po"]', "es.toml, [plain.treatments] end_tag: is missing"),
        ('end_tag = ["po"]', 'end_tag = "po"', "es.toml, [plain.treatments] end_tag: is missing or no list"),
        ('end_tag = ["po"]', 'end_tag = ["Po"]', "es.toml, [plain.treatments] end_tag: is missing or no list"),
        ('end_tag = ["po"]', "end_tag = []", "[plain] end_tag: no language has a word for it"),
        ("[plain.treatments]", "[plain.treats]", "es.toml, [plain.treats]: nobody reads this section"),
    ],
)
def test_every_problem_of_the_plain_words_is_named(right: str, wrong: str, problem: str) -> None:
    files = dict(sources())
    assert right in files["es.toml"]
    files["es.toml"] = files["es.toml"].replace(right, wrong, 1)
    with pytest.raises(LexiconError) as caught:
        parse_lexicon(files)
    assert any(problem in each for each in caught.value.problems), caught.value.problems

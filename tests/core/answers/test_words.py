"""Folding, number words, phrases, and the files that a nurse edits."""

from __future__ import annotations

import tomllib
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from dialogs.answers.heard import Heard, heard
from dialogs.answers.number_words import digits
from dialogs.answers.phrase_check import phrase_problems
from dialogs.lexicon.lexicon import LexiconError, parse_lexicon
from dialogs.lexicon.phrases import PhraseError, PhraseLabel, Phrases, cover, parse_phrase, spoken
from dialogs.lexicon.spelling import fold, sound
from tests.core.answers.questions import DIALOGS, labels, lexicon, question, sources, study


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  SÍ,\u200b  ÑANDÚ ", "si, nandu"),
        ("１８ ٣٤", "18 34"),  # noqa: RUF001  (full-width digits are meant)
        ("a\u202eb\x00c", "ab c"),
        ("1,73 m² µmol/L ≥ 5", "1,73 m2 umol/l >= 5"),
        ("don’t <i>stop</i>", "dont stop"),
        ("x < 5 y z > 3", "x < 5 y z > 3"),
        ("\ud800\udfff", ""),
    ],
)
def test_what_looks_alike_is_folded_alike(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_what_sounds_alike_is_one_word() -> None:
    for one, other in [("vazo", "baso"), ("hueso", "ueso"), ("celcept", "selcept"), ("mycophenolate", "micofenolate")]:
        assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("language", "typed", "read", "exact"),
    [
        ("es", "treinta y siete", "37", True),
        ("es", "venti dos", "22", False),
        ("es", "sesentaiquatro", "64", False),
        ("es", "cuarenta i ocho", "48", False),
        ("es", "veintidos", "22", True),
        ("es", "30 y 5", "30 y 5", True),
        ("en", "thirty-four", "34", True),
        ("en", "thirtyfive", "35", False),
    ],
)
def test_number_words_become_digits(language: str, typed: str, read: str, exact: bool) -> None:
    assert digits(fold(typed), lexicon().languages[language]) == (read, exact)


def test_no_phrase_stands_twice_in_one_list() -> None:
    read = {name: sources()[name] for name in ("es.toml", "en.toml", "medicines.toml")}
    files = {**read, "words": (DIALOGS / "studies" / "nct03917797.words.toml").read_text(encoding="utf-8")}
    twice = {
        f"{name}: {text}"
        for name, source in files.items()
        for texts in lists_of_texts(tomllib.loads(source))
        for text, times in Counter(texts).items()
        if times > 1
    }
    assert twice == set()


def lists_of_texts(told: object) -> Iterator[list[str]]:
    """Every list of texts in a file, however deep."""
    if isinstance(told, dict):
        for each in told.values():
            yield from lists_of_texts(each)
    elif isinstance(told, list):
        yield [each for each in told if isinstance(each, str)]


def test_a_gap_bridges_three_words_and_no_more() -> None:
    phrases = Phrases({"pain": ["dolor .. pecho"]})
    assert phrases.hits(spoken("dolor muy fuerte del pecho"))
    assert not phrases.hits(spoken("dolor muy pero muy fuerte del pecho"))


def test_a_long_text_of_the_same_words_is_read_as_a_short_one_is() -> None:
    """What is looked at once counts wherever it stands, and the end of the text is no other place's."""
    phrases = Phrases(
        {"unknown": ["no se"], "pain": ["dolor .. pecho"], "bare": ["no"], "again": ["no se no se dolor"]}
    )
    block = spoken("no se dolor de mi pecho x")
    hits, left = cover(block, phrases)
    repeated, left_over = cover(block * 20, phrases)
    assert [(each.name, each.start, each.end) for each in repeated] == [
        (each.name, each.start + at * len(block), each.end + at * len(block)) for at in range(20) for each in hits
    ]
    assert left_over == [each + at * len(block) for at in range(20) for each in left]
    assert len(phrases.hits(block * 20)) == 20 * len(phrases.hits(block))
    assert [each.name for each in phrases.hits([*["x"] * 80, "no"])] == ["bare"]


def test_parts_of_a_phrase_stand_in_any_order_and_mean_nothing_alone() -> None:
    phrases = Phrases({"stroke": ["cara dormida & hablar mal"], "speech": ["hablar mal"]})
    assert [hit.name for hit in phrases.hits(spoken("hablar mal y la cara dormida"))] == ["speech", "stroke"]
    assert [hit.name for hit in phrases.hits(spoken("hablar mal"))] == ["speech"]
    assert phrases.longest(spoken("cara dormida"), 0) is None


def test_a_phrase_that_only_points_at_its_meaning_says_so_beside_its_name() -> None:
    phrases = Phrases({PhraseLabel("yes", read_back=True): ["lupus"], PhraseLabel("yes"): ["tengo lupus"]})
    assert [hit.label for hit in phrases.hits(["lupus"])] == [PhraseLabel("yes", read_back=True)]
    assert phrases.hits(["tengo", "lupus"])[0].label == PhraseLabel("yes")


@pytest.mark.parametrize(
    ("id", "typed", "said"),
    [
        ("pregnant", "si", Heard(values=("yes",), sure=True)),
        ("pregnant", "tal vez", Heard(perhaps=True)),
        ("pregnant", "tal vez si", Heard(values=("yes",), perhaps=True)),
        ("pregnant", "no se si me toca", Heard(values=("unknown",), left=1)),
        ("biopsy_class", "parece que no", Heard(meant_without_option=("doubt",))),
        ("pregnant", "zapallo", Heard(left=1)),
    ],
)
def test_what_a_text_says_beside_the_options_is_no_option(id: str, typed: str, said: Heard) -> None:
    each = question(id)
    assert heard(each, typed, labels(each, "es"), lexicon().languages["es"]) == said


@pytest.mark.parametrize("bad", ["..", ".. pecho", "dolor ..", "", "abc*", "co-op"])
def test_a_phrase_that_cannot_be_meant_is_refused(bad: str) -> None:
    with pytest.raises(PhraseError):
        parse_phrase(bad)


def test_every_problem_of_the_lexicon_is_named_with_file_and_place() -> None:
    files = dict(sources())
    files["es.toml"] = files["es.toml"].replace("[age]\ncue = [", "[age]\nqueue = [", 1)
    files["en.toml"] = (
        files["en.toml"]
        .replace('no = ["no"', 'no = ["yes", ".. x"', 1)
        .replace("\nno = [\n", '\nno = [\n"yes", ".. x", ', 1)
    )
    files["red_flags.toml"] = files["red_flags.toml"].replace("[urgent]", "[urgently]", 1)
    files["medicines.toml"] = files["medicines.toml"].replace('class = "ivig"', 'class = "ivg"', 1)
    with pytest.raises(LexiconError) as caught:
        parse_lexicon(files)
    problems = "\n".join(caught.value.problems)
    for part in ("es.toml, [age] queue", "es.toml, [age] cue", '"yes" also stands under', 'begins or ends with ".."'):
        assert part in problems
    for part in ("red_flags.toml, [urgently]", "red_flags.toml, [urgent]", "medicines.toml, medicine"):
        assert part in problems


def test_a_missing_or_broken_file_is_named() -> None:
    files = {name: text for name, text in sources().items() if name != "red_flags.toml"} | {"en.toml": "language ="}
    with pytest.raises(LexiconError) as caught:
        parse_lexicon(files)
    assert any(problem.startswith("red_flags.toml") for problem in caught.value.problems)
    assert any("not readable TOML" in problem for problem in caught.value.problems)


def test_treatments_have_a_name_in_each_language() -> None:
    assert lexicon().shown_name("cyclophosphamide", "ciclofosfamida", "en") == "cyclophosphamide"
    assert lexicon().shown_name("cyclophosphamide", "ciclofosfamida", "es") == "ciclofosfamida"
    assert lexicon().shown_name("none", "never heard of", "es") == "never heard of"


def test_every_phrase_of_the_words_file_can_be_matched() -> None:
    """What a nurse adds is named when it cannot be read, with its question."""
    assert phrase_problems(study()) == ()
    broken = replace(question("sle"), asked_again={"es": ("~me .. ", "bien")})
    (problem,) = phrase_problems(replace(study(), questions=(broken,)))
    assert problem.startswith('words of "sle", asked_again es: "me .. " begins or ends')


@pytest.mark.parametrize(("id", "language", "text", "option"), [
    ("infection", "en", "thrush", "yes"), ("pregnant", "es", "me ligaron las trompas", "no"),
])  # fmt: skip
def test_a_question_asked_apart_hears_the_words_of_the_one_that_joins_it(
    id: str, language: str, text: str, option: str
) -> None:
    asked = question(id)
    assert heard(asked, fold(text), labels(asked, language), lexicon().languages[language]).only_option == option


def test_a_phrase_whose_words_multiply_takes_no_more_room_than_what_is_written() -> None:
    """Five groups of twelve are 250 000 spellings; a place for each took a hundred megabytes, and seconds to grow."""
    groups = [[f"{at}{letter}o" for letter in "bdfgjklmnprt"] for at in ("una", "dose", "tri", "cua", "sinco")]
    tracemalloc.start()
    phrases = Phrases({"all": [" ".join("|".join(words) for words in groups)]})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000
    assert [hit.end for hit in phrases.hits(spoken("unabo doselo trifo cuabo sincoto"))] == [5]
    assert not phrases.hits(spoken("unabo doselo trifo cuabo sincoso"))


def test_the_same_files_are_read_once_in_whatever_order_they_come() -> None:
    backwards = dict(reversed(sources().items()))
    assert parse_lexicon(backwards) is parse_lexicon(sources())

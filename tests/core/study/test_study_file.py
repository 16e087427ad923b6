"""A study file that cannot be used is refused with every problem at once: place, fact, remedy."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import dialogs
from dialogs.screening.facts import slots
from dialogs.study.study import StudyError
from dialogs.study.study_file import TEXTS, parse_study

TODAY = date(2026, 11, 22)
STUDIES = Path(dialogs.__path__[0]) / "studies"
REAL = (STUDIES / "nct03917797.toml").read_text(encoding="utf-8")
WORDS = (STUDIES / "nct03917797.words.toml").read_text(encoding="utf-8")
SOUND = (Path(__file__).parents[2] / "cases" / "second_study.toml").read_text(encoding="utf-8")


def problems(source: str, words: str = "") -> list[str]:
    """What is wrong with the text of a study file, and of the words beside it."""
    try:
        parse_study(source, "knee.toml", words)
    except StudyError as error:
        return error.problems
    return []


def changed(old: str, new: str) -> str:
    """The sound file with one thing in it written otherwise."""
    assert old in SOUND
    return SOUND.replace(old, new, 1)


@pytest.mark.parametrize(("source", "words"), [(REAL, WORDS), (SOUND, "")], ids=["the study", "the invented study"])
def test_a_sound_file_has_no_problem(source: str, words: str) -> None:
    assert problems(source, words) == []


#: What is written → what is written instead → the place, the fact and the remedy that are named.
BROKEN = [
    # Keys that nobody reads, and values of another form.
    ('short = "Years"', 'shrot = "Years"', 'question "years"', 'nobody reads "shrot"', 'Did you mean "short"?'),
    ('short = "Years"', "", 'question "years"', "`short` is missing", 'Write short = "…"'),
    ('short = "Years"', "short = 3", 'question "years"', "`short` is missing or no text", 'Write short = "…"'),
    ('id = "years"\n', "", "question number 1", "`id` is missing", 'Write id = "…"'),
    ('id = "years"\n', 'id = "Years:1"\n', 'question "Years:1"', "`id` travels in buttons", "small letters"),
    ("lowest = 0\n", 'lowest = "none"\n', 'question "years"', "`lowest` has another form", "a whole number"),
    ("highest = 80", "highest = true", 'question "years"', "`highest` has another form", "a whole number"),
    ("highest = 80", "highest = 0", 'question "years"', "`highest` must be above `lowest`", "believable range"),
    ('terms = ["A", "B", "C"]', 'terms = "ABC"', 'question "grade"', "`terms` has another form", "a list of texts"),
    ("may_be_planned = true", 'may_be_planned = "yes"', 'question "begun"', "another form", "true or false"),
    ("option = [\n", "option = 3\nspare = [\n", 'question "side"', "`option` has another form", "a list of tables"),
    ('kind = "integer"', 'kind = "number"', 'question "years"', "no kind of question", "Use one of: integer"),
    ('kind = "choices"', 'kind = "choises"', 'question "others"', "no kind of question", 'Did you mean "choices"?'),
    # Options.
    ('value = "left", ', 'value = "back", ', 'question "side"', 'cannot be called "back"', '"back_" and a word'),
    ('value = "left", ', 'value = "done", ', 'question "side"', 'cannot be called "done"', '"done_" and a word'),
    ('value = "left", ', 'value = "le:ft", ', 'question "side"', 'the option "le:ft" has a colon', "Write it without"),
    ('value = "left", ', "", 'question "side", option "?"', "`value` is missing", 'Write value = "…"'),
    ("exclusive = true", "exlusive = true", 'option "unknown"', 'nobody reads "exlusive"', 'mean "exclusive"?'),
    ('sets = { one_knee = "yes" }', "sets = { one_knee = 1 }", 'option "left"', "`sets` has another", "table of texts"),
    ('"The left one"', '"The knee on the left side, as seen by you"', 'question "side"', "longer than 32", "Cut it"),
    ('value = "right"', 'value = "left"', 'question "side": option "left"', "stands 2 times", "its own id"),
    ('{ value = "more", label = "Another", opens = true },', "", 'question "grade"', "none that opens", "opens = true"),
    ('{ value = "unknown", label = "I don\'t know", exclusive = true },\n]\n\n[[question]]\nid = "picture"',
     ']\n\n[[question]]\nid = "picture"', 'question "side"', 'no "unknown" option', "add it"),
    # Names that are used and not defined, or too late.
    ('when = { picture = "known" }', 'when = { pitcure = "known" }', 'question "grade"', "no earlier", '"picture"?'),
    ('when = { picture = "known" }', 'when = { others = "known" }', 'question "grade"', "no earlier", "Did you mean"),
    ('when = { picture = "known" }', 'when = { picture = "knwon" }', 'question "grade"', "cannot be", '"known"?'),
    ('when = { picture = "known" }', "when = 3", 'question "grade"', "`when` has another form", "a table of texts"),
    ('for_each = "remedies"', 'for_each = "remedy"', 'question "begun"', "no earlier question", '"remedies"?'),
    ('for_each = "remedies"', 'for_each = "side"', 'question "begun"', "of kind medicines", "remedies."),
    ('groups = ["gel"]', 'groups = ["jel"]', 'question "begun"', "no group of treatments", '"gel"?'),
    ('any_dose = ["injection"]', 'any_dose = ["shot"]', 'criterion "no_injection", rule', "no group", "[groups.shot]"),
    ('id = "side"', 'id = "years"', 'question "years"', "stands 2 times", "its own id"),
    ('id = "no_fall"', 'id = "no_metal"', 'criterion "no_metal"', "stands 2 times", "its own id"),
    ('fact = "years_of_pain", low', 'fact = "years_of_pian", low', '"long_enough", rule', "no question gives", "pain"),
    # Rules.
    ('kind = "between"', 'kind = "betwen"', 'criterion "long_enough", rule', "no kind of rule", 'mean "between"?'),
    ('kind = "between"', 'kind = "magic"', 'criterion "long_enough", rule', "no kind of rule", "Use one of: between"),
    ("lowest = 2, ", "", 'criterion "long_enough", rule', "needs lowest", "Add it"),
    ("lowest = 2, ", 'lowest = "two", ', 'criterion "long_enough", rule', "`lowest` has another", "a whole number"),
    ("lowest = 2, ", "lowest = 2, months = 3, ", 'criterion "long_enough", rule', 'nobody reads "months"', "one of"),
    ('failure = "temporary" }', 'failure = "short" }', 'criterion "long_enough", rule', '"short"', '"lasting" or'),
    ('wanted = "yes"', 'wanted = "maybe"', 'criterion "one_side", rule', '"maybe"', 'Write "yes" or "no"'),
    ('wanted = ["B", "C"]', 'wanted = "B"', 'criterion "x_ray", rule', "`wanted` has another form", "a list of texts"),
    ("months = 2,", "months = 0,", 'criterion "x_ray", rule', "`months` must be 1 or more", "length of the window"),
    ('threshold = "50"', 'threshold = "much"', 'criterion "heavy_enough", rule', "`threshold` has", "a number in"),
    ('rule = { kind = "between"', 'rool = { kind = "between"', 'criterion "long_enough"', "no kind of rule", "one of"),
    # Measures and units.
    ('id = "weight"\nlowest = "20"', 'lowest = "20"', 'measure "?"', "`id` is missing", 'Write id = "…"'),
    ('lowest = "20"', 'lowest = "20 kg"', 'measure "weight"', "`lowest` has another form", "a number in quotes"),
    ('highest = "300"', 'highest = "3"', 'measure "weight"', "`highest` must be above", "believable range"),
    ('times = "1/1000"', 'times = "1/0"', 'unit "g"', "`times` has another form", "a number in quotes"),
    ('times = "1/1000"', 'times = "0"', 'measure "weight"', "`times` 0", "in the base unit"),
    ('times = "0.45"', 'tmes = "0.45"', 'unit "lb"', 'nobody reads "tmes"', 'Did you mean "times"?'),
    ('spellings = ["kilos"]', 'spellings = ["LB"]', 'measure "weight"', "two of its units", "Leave it out of one"),
    ('{ name = "kg", ', '{ name = "kg", times = "2", ', 'measure "weight"', "must be the base unit", "without `times`"),
    ("unit_optional = true", 'formula = "magic"', 'measure "weight"', '`formula` is "magic"', "Known are"),
    # Texts, groups, frequent questions, the file itself.
    ('card.body = ["An invented study of knees."]', "", "[texts]", '"card" is missing', "Write [texts.card]"),
    ('card.body = ["An invented study of knees."]', "card.body = 3", "[texts]", '"card" is missing', "body = "),
    ('plain = "a new gel"', "", "[groups.gel]", "`plain` is missing", 'Write plain = "…"'),
    ('answer = "An example."', "", 'frequent "what"', "`answer` is missing", "Write answer"),
    ('id = "KNEE-1"', "", "[study]", "`id` is missing", 'Write id = "…"'),
    ("[study]", "[studdy]", "the file", 'nobody reads "studdy"', 'Did you mean "study"?'),
    ("[study]", "[study", "knee.toml", "not readable TOML", "Correct that line first"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "fact", "remedy"), BROKEN)
def test_a_problem_names_its_place_the_fact_and_the_remedy(
    old: str, new: str, place: str, fact: str, remedy: str
) -> None:
    found = [problem for problem in problems(changed(old, new)) if fact in problem]
    assert found
    assert found[0].startswith("knee.toml")
    assert place in found[0]
    assert remedy in found[0]


@pytest.mark.parametrize(
    ("words", "place", "fact", "remedy"),
    [
        ("[sied]", 'words of "sied"', "no question has this id", 'Did you mean "side"?'),
        ("side = 3", 'words of "side"', "nobody reads", "Use one of: again_for, asked_again"),
        ("[side]\nheard = 3", 'words of "side"', "`heard` has another form", "a table"),
        ('[side]\nhaerd = { left = ["izquierda"] }', 'words of "side"', 'nobody reads "haerd"', '"heard"?'),
        ('[side.heard.letf]\nes = ["izquierda"]', 'words of "side"', 'no option "letf"', 'Did you mean "left"?'),
        ('[side.heard.left]\nes = "izquierda"', 'option "left"', "`heard` has another form", "for each language"),
        ('[side.heard_as]\nleft = "side.up"', 'words of "side"', '"side.up" has no words', "Write question.option"),
        ('[side]\nnot_yet = "letf"', 'question "side"', '`not_yet` is "letf"', "Use one of: left"),
        ('[side.half.up]\nes = ["arriba no"]', 'words of "side"', 'no half "up"', "Known are"),
        ('[weight.measure.wieght]\nwords = ["peso"]', 'words of "weight"', 'no measure "wieght"', '"weight"?'),
        ('[weight.measure.weight]\nwords = "peso"', 'measure "weight"', "`words` has another form", "a list of texts"),
        ('[weight.measure.weight.spellings]\nkilo = ["k"]', 'words of "weight"', 'no unit "kilo"', "Known are: kg"),
        ('[weight.measure.weight.spellings]\nkg = "k"', 'measure "weight"', "`spellings` has another", "list of texts"),
        (
            '[weight.measure.weight]\nalike = ["kg"]',
            'measure "weight", alike',
            "it needs two options",
            "this test first",
        ),
        ('[side.heard.left]\nes = ["la {izq}"]', 'words of "side"', "no list {izq} in [words]", "Write it there"),
        (
            '[words]\nizqu = ["a"]\n[side.heard.left]\nes = ["la {izq}"]',
            '"side"',
            "no list {izq}",
            'Did you mean "izqu"',
        ),
        ('[words]\nizq = ["a la izquierda"]', "[words] izq", "no list of single words", "Write it as"),
        ("[side", "the words beside it", "not readable TOML", "Correct that line first"),
    ],
)
def test_a_problem_of_the_words_beside_it_is_named_too(words: str, place: str, fact: str, remedy: str) -> None:
    found = [problem for problem in problems(SOUND, words) if fact in problem]
    assert found
    assert place in found[0]
    assert remedy in found[0]


def test_a_list_of_words_stands_in_a_phrase_for_each_of_them() -> None:
    words = '[words]\nizq = ["zurda", "siniestra"]\n[side.heard.left]\nes = ["la {izq}|chueca", "~a la {izq}"]'
    study = parse_study(SOUND, "knee.toml", words)
    assert study.question("side").options[0].heard["es"] == ("la zurda|siniestra|chueca", "~a la zurda|siniestra")


@pytest.mark.parametrize("name", ["question", "criterion", "frequent"])
def test_a_file_without_questions_or_criteria_is_refused(name: str) -> None:
    without = re.sub(rf"\[\[{name}.*?(?=\n\[(?!\[{name}))", "", SOUND, flags=re.DOTALL)
    assert any(f"[[{name}]]: there is none. Write at least one" in problem for problem in problems(without))


def test_the_message_of_the_refusal_is_the_list_of_the_problems() -> None:
    with pytest.raises(StudyError) as refusal:
        parse_study("", "knee.toml")
    assert str(refusal.value).splitlines() == refusal.value.problems


def test_an_empty_file_is_told_all_that_it_needs() -> None:
    found = problems("")
    assert len(found) == 4 + len(TEXTS)
    for name in TEXTS:
        assert any(f'"{name}" is missing' in problem for problem in found)


def test_every_problem_is_told_at_once() -> None:
    """A reviewer mends the whole file in one go."""
    edits = [
        ('kind = "integer"', 'kind = "number"'),
        ('terms = ["A", "B", "C"]', "terms = 3"),
        ('when = { picture = "known" }', 'when = { pitcure = "known" }'),
        ('times = "1/1000"', 'times = "x"'),
        ('kind = "none_of"', 'kind = "non_of"'),
        ('fact = "metal", wanted', 'fact = "steel", wanted'),
        ('reapply.body = "You can start again."', ""),
    ]
    source = SOUND
    for old, new in edits:
        assert old in source
        source = source.replace(old, new, 1)
    found = problems(source)
    for fact in ("no kind of question", "`terms`", '"pitcure"', "`times`", "no kind of rule", '"steel"', '"reapply"'):
        assert any(fact in problem for problem in found), fact
    assert len(found) == len(edits)


def test_two_measures_of_one_name_must_be_the_same_test() -> None:
    """One rule judges the name; a second, other definition would silently win."""
    second = REAL.replace('id = "creatinine"\nlowest = "0.2"', 'id = "creatinine"\nlowest = "0.3"', 1)
    assert second != REAL
    assert [problem for problem in problems(second, WORDS) if 'not the same as at question "egfr"' in problem]


def test_the_version_of_a_study_is_its_text() -> None:
    assert parse_study(SOUND).version == parse_study(SOUND).version
    assert parse_study(SOUND).version != parse_study(SOUND + "\n").version


@pytest.mark.parametrize("cut", range(0, len(SOUND), 397))
def test_a_file_cut_off_anywhere_is_refused_in_words(cut: int) -> None:
    """An upload that broke off: never a traceback."""
    assert problems(SOUND[:cut])


@pytest.mark.slow
@pytest.mark.parametrize("value", ["3", "[]", '"odd"', "{ a = [1] }", "true", "1.5", "1979-05-27", '[{ a = 1 }, "b"]'])
def test_no_value_of_another_form_breaks_the_reading(value: str) -> None:
    """Whatever stands behind a key: sound, or problems in words."""
    for number, text in enumerate(SOUND.splitlines()):
        if re.match(r"[\w.]+ = ", text) and not text.endswith("["):
            lines = SOUND.splitlines()
            lines[number] = text.split(" = ")[0] + " = " + value
            for problem in problems("\n".join(lines)):
                assert problem.startswith("knee.toml, ")
                assert problem.rstrip(".").count(" ") > 3


def test_an_option_may_be_called_past_and_a_condition_wants_it() -> None:
    """Of a date "past" asks whether it lies behind; of anything else it is the option of that name."""
    source = changed('value = "left"', 'value = "past"').replace(
        'when = { picture = "known" }', 'when = { side = "past" }'
    )
    study = parse_study(source, "knee.toml")
    asked = {side: {slot.key for slot in slots(study, {"side": side}, TODAY)} for side in ("past", "right")}
    assert asked["past"] - asked["right"] == {"grade"}

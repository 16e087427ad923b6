"""The page on study files: every key has its heading, and every example on it can be read."""

from __future__ import annotations

import re
import tomllib

import pytest

from bot.wording import of_study
from dialogs.lexicon.medicine_file import read_medicines
from dialogs.study import file_schema
from dialogs.study.file_schema import Shape
from dialogs.study.rule_file import KEYS
from dialogs.study.study import Kind
from dialogs.study.study_file import TEXTS, parse_study
from dialogs.study.words_file import WORDS_OF, WORDS_OF_MEASURE
from tests.docs.pages import fenced, headings, page, section, words

STUDY_FILE = "docs/study-file.md"

#: Section → the tables whose keys have their headings there.
SHAPES: dict[int, tuple[Shape, ...]] = {
    3: (file_schema.FILE, file_schema.STUDY),
    4: (file_schema.QUESTION, file_schema.HALF),
    5: (file_schema.OPTION,),
    6: (file_schema.VARIANT,),
    7: (file_schema.MEASURE, file_schema.ALIKE, file_schema.UNIT),
    8: (file_schema.COMPUTED, file_schema.CRITERION),
    9: (file_schema.RULE,),
    10: (file_schema.FREQUENT, file_schema.CAUTION),
    11: (WORDS_OF, file_schema.TESTED, file_schema.COUNTED),
    13: (of_study.FILE,),
}
EXAMPLES = fenced(page(STUDY_FILE), "toml")

#: What a whole file needs beside an example, unless the example has it.
QUESTION = """
[[question]]
id = "any"
kind = "choice"
short = "Any"
text = "Any?"
option = [
  { value = "yes", label = "Yes", sets = { any = "yes" } },
  { value = "no", label = "No", sets = { any = "no" } },
  { value = "unknown", label = "I don't know" },
]
"""
CRITERION = """
[[criterion]]
id = "any"
name = "Any"
reason = "None."
rule = { kind = "is", fact = "any", wanted = "yes", failure = "lasting" }
"""
FREQUENT = '[[frequent]]\nid = "any"\nquestion = "Any?"\nanswer = "None."\n'


def whole(example: str) -> str:
    """The example with what it takes to be a whole file."""
    raw = tomllib.loads(example)
    study = "" if "study" in raw else '[study]\nid = "EXAMPLE"\n'
    texts = "".join(f'[texts.{name}]\nbody = "A text."\n' for name in TEXTS if name not in raw.get("texts", {}))
    frequent = "" if "frequent" in raw else FREQUENT
    return "\n".join([study, texts, frequent, QUESTION, CRITERION, example])


def example_with(kind: str) -> str:
    return next(example for example in EXAMPLES if f'id = "{kind}"' in example)


def test_every_shape_of_the_schema_is_looked_at() -> None:
    shapes = [
        value
        for name, value in vars(file_schema).items()
        if name.isupper() and isinstance(value, dict) and value is not file_schema.FILE
    ]
    told = [shape for group in SHAPES.values() for shape in group]
    assert shapes
    assert not [shape for shape in shapes if shape not in told]


@pytest.mark.parametrize("number", SHAPES)
def test_every_key_of_a_table_has_a_heading_in_its_section(number: int) -> None:
    said = [word for _, line in headings(section(page(STUDY_FILE), number)) for word in re.findall(r"`([^`]+)`", line)]
    assert not {key for shape in SHAPES[number] for key in shape} - set(said)


def test_no_heading_is_about_a_key_that_nobody_reads() -> None:
    for number, shapes in SHAPES.items():
        said = [line for level, line in headings(section(page(STUDY_FILE), number)) if level == 3]
        told = {word for line in said for word in re.findall(r"`([^`]+)`", line)}
        assert told <= {key for shape in shapes for key in shape}, number


def test_every_kind_of_question_and_of_rule_and_every_needed_text_is_named() -> None:
    told = words(page(STUDY_FILE))
    assert not [name for name in (*Kind, *KEYS, *TEXTS, *WORDS_OF_MEASURE) if str(name) not in told]


def test_the_keys_that_a_rule_takes_stand_beside_its_kind() -> None:
    for kind, (needed, possible) in KEYS.items():
        row = next(line for line in section(page(STUDY_FILE), 9).splitlines() if line.startswith(f"| `{kind}` |"))
        told, _, perhaps = row.split("|")[3].partition("perhaps")
        assert set(re.findall(r"`([^`]+)`", told)) == needed
        assert set(re.findall(r"`([^`]+)`", perhaps)) == possible


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_is_read_without_a_complaint(number: int) -> None:
    assert parse_study(whole(EXAMPLES[number])).questions


def test_an_example_with_a_mistake_would_be_complained_of() -> None:
    with pytest.raises(ValueError, match="nobody reads"):
        parse_study(whole(EXAMPLES[-1].replace("value =", "valeu =")))


def test_the_examples_of_words_belong_to_questions_of_the_page() -> None:
    source = whole(example_with("sle") + example_with("egfr"))
    for example in fenced(page(STUDY_FILE), "toml words"):
        study = parse_study(source, words=example)
        assert "tengo lupus" in study.question("sle").options[0].heard["es"]


def test_the_example_of_medicines_is_read_without_a_complaint() -> None:
    complaints: list[tuple[str, str]] = []
    for example in fenced(page(STUDY_FILE), "toml medicines"):
        table = read_medicines(tomllib.loads(example), lambda place, fact: complaints.append((place, fact)))
        assert table.exact
    assert complaints == []

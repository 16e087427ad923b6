"""Whatever is typed: an answer or `Misread`, at a fair cost, and never anything else (TXT-01 to TXT-05)."""

from __future__ import annotations

import random
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.answers import Labels, Misread, Reading, command, fold, national_id, parse_answer, safety
from dialogs.study.study import Question
from dialogs.values import Quantity, When, decode, encode
from tests.core.answers.questions import labels, lexicon, question, questions
from tests.examples import examples
from tests.waiting import GROWTH, growth

TODAY = date(2026, 11, 22)
KINDS = [
    "age",
    "sle",
    "antibodies",
    "biopsy_class",
    "biopsy",
    "when",
    "upc",
    "egfr",
    "treatments",
    "conditions",
    "phone",
]
#: Pieces that mean something somewhere, to be put together wildly.
_MIX = (
    "si no 34 1,2 1.250 mg/g g/g >60 < >= hace meses años 05/10/2026 31/02/26 iv III + v clase y o entre mabthera "
    "rituximab 1 g en marzo no sé ya + 56 9 8765 4321 12.345.678-5 a@b.cl menos de creatinina diálisis la 2 opción "
    "treinta i ocho - 1e3 18.0 ٣٤ １８ \u200b \u202e \x00 \ud800 <b> </i> & ' \" %s {x} \\ / ( ) [ ] 🙂 ﷺ ½ ² µmol/L "  # noqa: RUF001  (full-width digits are meant)
    "yes not sure ago last week monday the first one, . ; : # @ *4141 _ ` = | ~ ^ $ nunca ninguno dolor de pecho"
)
PIECES = _MIX.split(" ")
ADVERSARIAL = [
    piece * (4096 // len(piece))
    for piece in (
        *("a ", "1 ", "9", "si no ", "hace ", "(", "<", "-", "🙂", "é", "ﷺ", "\u202e", "1/2/", "1.1.", "mg/g ", "iv "),
        *(
            "a@a.",
            "+56 9 ",
            "no se me ",
            "rituximab ",
            "5 de octubre ",
            "treintaicinco ",
            "<b>",
            "1 2 3 4 y 6 ",
            "o y ",
        ),
        *("dolor en no puedo me embarazada ", "convulsionx desmayadoz inconsciented ", "zqwertab ", "I", "crea 1 "),
    )
]


def reading(question: Question, text: str, language: str = "es") -> Reading | Misread:
    try:
        return parse_answer(question, text, labels(question, language), TODAY)
    except Misread as misread:
        return misread


def sound_result(result: Reading | Misread) -> None:
    """What comes back can be kept and shown."""
    values = (
        [result.value, *(value for _, value in result.also)] if isinstance(result, Reading) else list(result.offers)
    )
    for value in values:
        assert decode(encode(value)) == value
        if isinstance(value, When):
            assert value.first <= value.last
        if isinstance(value, Quantity):
            assert value.number >= 0
            assert value.comparator in ("", "<", "<=", ">", ">=")


@examples(300)
@given(st.text(max_size=200), st.sampled_from(KINDS), st.sampled_from(["es", "en"]))
def test_no_text_raises_anything_but_misread(text: str, id: str, language: str) -> None:
    sound_result(reading(question(id), text, language))


@examples(200)
@given(st.text(alphabet=st.characters(), max_size=300))
def test_no_text_disturbs_the_rest(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert all(group in ("emergency", "self_harm", "urgent", "tell_doctor") for group in safety(text, lexicon()))
    command(text, lexicon())
    national_id(text)


@pytest.mark.slow
@pytest.mark.parametrize("id", KINDS)
def test_a_thousand_wild_texts_of_each_kind_are_read_or_asked_again(id: str) -> None:
    chance = random.Random(f"tamiz {id}")
    each, both = question(id), {language: labels(question(id), language) for language in ("es", "en")}
    for number in range(1_000):
        text = wild(chance)
        shown: Labels = both["es" if number % 2 else "en"]
        try:
            result = parse_answer(each, text, shown, TODAY)
        except Misread:
            continue
        if number % 20 == 0:
            sound_result(result)


def wild(chance: random.Random) -> str:
    join = chance.choice(("", " ", " ", " ", "\n"))
    return join.join(chance.choice(PIECES) for _ in range(chance.randint(1, 6)))


@pytest.mark.slow
@pytest.mark.parametrize("text", ADVERSARIAL, ids=range(len(ADVERSARIAL)))
def test_what_a_text_costs_does_not_grow_with_the_square_of_its_length(text: str) -> None:
    """TXT-05: no text makes the program busy; what it costs in milliseconds is the benchmark's to say."""
    readers = [partial(safety, lexicon=lexicon()), partial(command, lexicon=lexicon()), national_id]
    for use in (*readers, *(partial(reading, each) for each in questions().values())):
        assert growth(use, text) < GROWTH


def test_a_reader_that_looks_at_every_pair_of_letters_is_found() -> None:
    assert growth(lambda text: sum(one == other for one in text for other in text), "ab" * 256) > GROWTH


def test_what_stands_behind_the_cut_is_never_taken_without_a_yes() -> None:
    result = reading(question("biopsy_done"), "si" + " " * 400 + "pero nunca")
    assert isinstance(result, Misread) or not result.sure


@pytest.mark.parametrize("text", ["1e3", "−5", "-5", "9" * 4000, "34.5", "3,4", "0", "200", "½"])
def test_odd_numbers_are_no_ages(text: str) -> None:
    result = reading(question("age"), text)
    assert isinstance(result, Misread) or not result.sure


@pytest.mark.parametrize("text", ["18", "１８", "١٨", "dieciocho", "1\u200b8", "<b>18</b>", " 18 \x00"])  # noqa: RUF001  (meant)
def test_eighteen_is_eighteen_in_every_script(text: str) -> None:
    result = reading(question("age"), text)
    assert isinstance(result, Reading)
    assert result.value == 18

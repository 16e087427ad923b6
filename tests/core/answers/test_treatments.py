"""Texts about medicines: every word is accounted for, and a date beside a name is what its verb says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.answers import Misread, MisreadReason, Reading, parse_answer
from dialogs.answers.treatment_parts import MOST_PARTS
from dialogs.answers.treatments import LONGEST_LIST
from dialogs.lexicon.lexicon import LexiconError, parse_lexicon
from dialogs.lexicon.medicines import classify
from dialogs.values import Medicine, When
from tests.core.answers.questions import labels, lexicon, question, sources
from tests.examples import examples

TODAY = date(2026, 11, 22)


def read(text: str, language: str = "es") -> Reading:
    each = question("treatments")
    return parse_answer(each, text, labels(each, language), TODAY)


def refused(text: str, language: str = "es") -> Misread:
    with pytest.raises(Misread) as caught:
        read(text, language)
    return caught.value


def medicines(reading: Reading) -> tuple[Medicine, ...]:
    assert isinstance(reading.value, tuple)
    return tuple(each for each in reading.value if isinstance(each, Medicine))


def named(reading: Reading) -> list[str]:
    """Each medicine by its name, or by what was said where it has none."""
    return [each.name or each.said for each in medicines(reading)]


def dates(reading: Reading) -> dict[str, str]:
    return {key.removeprefix("when:"): str(when) for key, when in reading.also}


def test_the_dose_of_another_drug_is_no_part_of_a_name() -> None:
    said = {
        ("metilprednisolona 500 mg en enero, prednisolona 5 mg", "es"): [
            "metilprednisolona 500 mg",
            "prednisolona 5 mg",
        ],
        ("prednisolona 5 mg, metilprednisolona 1 g", "es"): ["prednisolona 5 mg", "metilprednisolona 1 g"],
        ("hidroxicloroquina 200 mg, cloroquina", "es"): ["hidroxicloroquina 200 mg", "cloroquina"],
        ("prednisona en enero, prednisona 5 mg", "es"): ["prednisona"],
        ("methylprednisolone 500 mg, prednisolone", "en"): ["methylprednisolone 500 mg", "prednisolone"],
        ("hydroxychloroquine 200 mg and chloroquine 250 mg", "en"): ["hydroxychloroquine 200 mg", "chloroquine 250 mg"],
    }
    assert {of: [each.said for each in medicines(read(*of))] for of in said} == said


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("prednisona 20 mg al día y Mabthera 1 g en marzo", "es", ["prednisona 20 mg", "Mabthera 1 g"]),
        ("metotrexato 12.5 mg, ciclofosfamida de 500mg", "es", ["metotrexato 12.5 mg", "ciclofosfamida 500mg"]),
        ("ALDACTONE 25 MG. PREDNISONA 7,5 mg/día", "es", ["ALDACTONE 25 MG", "PREDNISONA 7,5 mg/día"]),
        ("Cellcept (2 g/day), belimumab since June", "en", ["Cellcept 2 g/day", "belimumab"]),
        ("Plaquenil 200, azatioprina50, prednisona 5", "es", ["Plaquenil", "azatioprina", "prednisona"]),
    ],
)
def test_a_dose_that_stands_behind_a_name_is_kept_with_it(text: str, language: str, said: list[str]) -> None:
    """Issue 14, B: the page says the answers in the person's own words. A number without its unit may be anything."""
    assert [each.said for each in medicines(read(text, language))] == said


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("Voriconazol", "es", "Voriconazol"),
        ("Ñustalol", "es", "Ñustalol"),
        ("QUIMBALINA", "en", "QUIMBALINA"),
    ],
)
def test_a_name_that_nobody_knows_is_kept_as_it_was_typed(text: str, language: str, said: str) -> None:
    reading = read(text, language)
    assert not reading.sure
    assert said in named(reading) + list(reading.left_out)


def test_words_beside_a_name_that_were_not_understood_are_told_as_they_were_typed() -> None:
    reading = read("Rituximab con la doctora Rojas en marzo")
    assert (named(reading), reading.left_out, reading.sure) == (["rituximab"], ("Rojas",), False)


@pytest.mark.parametrize(
    ("text", "language", "nameless"),
    [
        ("plaquinol más una inyección que empecé", "es", "una inyección que empecé"),
        ("prednisona, otra infusión", "es", "otra infusión"),
        ("rituximab y no sé qué más", "es", "no sé qué más"),
        ("rituximab y otra más", "es", "otra más"),
        ("plaquenil and a drip they gave me", "en", "a drip they gave me"),
        ("rituximab and something else", "en", "something else"),
    ],
)
def test_a_treatment_without_a_name_stays_beside_the_known_ones(text: str, language: str, nameless: str) -> None:
    reading = read(text, language)
    assert Medicine("unrecognised", "", nameless) in medicines(reading)
    assert not reading.sure


@pytest.mark.parametrize(
    "text",
    [
        "rituximab, una infusión en mayo", "una infusión de rituximab", "rituximab en marzo y otra en abril",
        "una inyección de calcio",
    ],
)  # fmt: skip
def test_what_only_describes_a_named_one_is_no_treatment_of_its_own(text: str) -> None:
    assert len(medicines(read(text))) == 1


@pytest.mark.parametrize(
    "text", ["último control en octubre", "mi doctora me cambió la hora", "Corregir", "Falta otro"]
)
def test_a_sentence_of_everyday_words_is_no_medicine(text: str) -> None:
    assert refused(text).reason is MisreadReason.NOTHING


def test_a_long_list_says_that_its_end_was_not_read() -> None:
    many = ", ".join(["losartan"] * (MOST_PARTS - 1))
    assert not read(f"{many}, rituximab").cut
    assert named(read(f"{many}, rituximab"))[-1] == "rituximab"
    for longer in (
        f"{many}, plaquenil, rituximab",
        "prednisona en las mañanas con mucha agua, " * (LONGEST_LIST // 40),
    ):
        reading = read(longer)
        assert reading.cut
        assert not reading.sure


def test_a_name_that_only_looks_like_one_we_know_may_be_refused() -> None:
    assert read("rituximab").guessed == ()
    for text in ("rituximav", "secuquinumab", "mabtera"):
        reading = read(text)
        assert [each.said for each in reading.guessed] == [text]
        assert not reading.sure


@pytest.mark.parametrize("text", ["TAC 2 mg", "tomo tac en la mañana", "me limpiaron la sangre", "ctx"])
def test_words_with_two_meanings_are_asked_and_end_with_another_one(text: str) -> None:
    misread = refused(text)
    assert misread.reason is MisreadReason.UNCLEAR_MEDICINE
    assert len(misread.offers) > 2 or text == "ctx"
    assert misread.offers[-1] == (Medicine("unrecognised", "", text),)


def test_beside_words_with_two_meanings_nothing_else_is_lost() -> None:
    misread = refused("plaquenil, TAC y quimio, xilofonil")
    assert misread.offers[-1] == (Medicine("unrecognised", "", "TAC"),)
    assert [each.name or each.said for each in misread.named] == ["hidroxicloroquina", "quimio", "xilofonil"]


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("empecé micofenolato en mayo", "es", {"micofenolato": "2026-05"}),
        ("empecé rituximab en mayo", "es", {}),  # the last dose is still asked
        ("empecé Benlysta en enero, la última fue en octubre", "es", {"belimumab": "2026-10"}),
        ("suspendí micofenolato en octubre", "es", {}),
        ("terminé rituximab en septiembre", "es", {"rituximab": "2026-09"}),
        ("me subieron el micofenolato en octubre", "es", {}),
        ("me cambiaron el micofenolato hace un mes", "es", {}),
        ("they changed my cellcept a month ago", "en", {}),
        ("micofenolato, control en octubre", "es", {}),
        ("me toca rituximab en diciembre", "es", {"rituximab": "2026-12"}),
        ("me van a poner belimumab en enero", "es", {"belimumab": "2027-01"}),
        ("belimumab cada 6 meses", "es", {}),
        ("metotrexato los lunes", "es", {}),
        ("rituximab hace menos de un año", "es", {}),
        ("dejé la azatioprina y partí con tacrolimus en octubre", "es", {"tacrolimus": "2026-10"}),
        ("I stopped Cellcept in May and started Imuran in June", "en", {"azatioprina": "2026-06"}),
        ("I was on Benlysta until March", "en", {"belimumab": "2026-03"}),
        ("I'm due for ocrelizumab next month", "en", {"ocrelizumab": "2026-12"}),
        ("rituximab more than a year ago", "en", {}),
        ("cambié azatioprina por micofenolato en mayo", "es", {"micofenolato": "2026-05"}),
        ("switched from Imuran to CellCept last month", "en", {"micofenolato": "2026-10"}),
        ("I'm starting rituximab next month", "en", {"rituximab": "2026-12"}),
        ("increased my mycophenolate in October", "en", {}),
    ],
)
def test_a_date_is_what_its_verb_says(text: str, language: str, told: dict[str, str]) -> None:
    assert dates(read(text, language)) == told


@pytest.mark.parametrize("text", ["rituximab 05/10/2026", "rituximab 10-05-2026", "last rituximab on 5/10"])
def test_of_digits_that_are_two_days_in_english_none_is_noted(text: str) -> None:
    """study-facts 11: the date is asked then, as at the biopsy; in Spanish the day stands first."""
    assert dates(read(text, "en")) == {}
    assert dates(read(text, "es"))["rituximab"].endswith("10-05" if "10-05" not in text else "05-10")


@pytest.mark.parametrize(
    ("text", "day"), [("rituximab 13/10/2026", "2026-10-13"), ("rituximab 5/5/2026", "2026-05-05")]
)
def test_digits_that_are_one_day_are_noted_in_english_too(text: str, day: str) -> None:
    assert dates(read(text, "en")) == {"rituximab": day}


def test_what_is_due_is_read_back() -> None:
    assert not read("me toca rituximab en diciembre").sure
    assert dict(read("me toca rituximab en diciembre").also)["when:rituximab"] == When.month(2026, 12)


@pytest.mark.parametrize(
    "text", ["rituximab (Mabthera)", "rituximab/mabthera 1g", "solumedrol 500mg x3", "azatioprina50mg"]
)
def test_a_second_name_and_a_dose_are_words_that_are_understood(text: str) -> None:
    reading = read(text)
    assert len(medicines(reading)) == 1
    assert (reading.left_out, reading.sure) == ((), True)


def test_not_to_recall_is_no_further_treatment() -> None:
    assert named(read("no recuerdo, creo que rituximab")) == ["rituximab"]
    assert read("ningún remedio nuevo").value == ()


@pytest.mark.parametrize(
    "text", ["mi mamá usa rituximab", "my aunt takes Rituxan", "my aunt takes Rituxan, I take Plaquenil"]
)
def test_what_is_somebody_elses_is_asked_and_never_noted(text: str) -> None:
    with pytest.raises(Misread) as asked:
        read(text, "es" if text.startswith("mi") else "en")
    assert asked.value.reason is MisreadReason.OF_ANOTHER


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("no tomo nada más que prednisona", "es", ["prednisona"]),
        ("fuera de prednisona, nada", "es", ["prednisona"]),
        ("solo la azatioprina de siempre", "es", ["azatioprina"]),
        ("nothing but mycophenolate", "en", ["micofenolato"]),
        ("other than prednisone, nothing", "en", ["prednisona"]),
        ("nada de esa lista", "es", []),
        ("none of the ones you name", "en", []),
    ],
)
def test_nothing_but_one_is_that_one(text: str, language: str, names: list[str]) -> None:
    assert named(read(text, language)) == names


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("gama globulina anti D", "none"), ("gammaglobulina para la rabia", "none"), ("gamaglobulina", "ivig"),
        ("immunoglobulin for tetanus", "none"), ("gammaglobulina bajo la piel", "staff_check"),
        ("aféresis de glóbulos blancos", "none"), ("me hicieron aféresis", "plasmapheresis"),
        ("timoglobulina", "new_immunosuppressant"), ("celestone", "none"), ("celestone cronodose", "staff_check"),
        ("alemtuzumab", "unrecognised"), ("ciclosporina en gotas", "none"),
        ("metilprednisolona 1.000 mg", "bolus_methylprednisolone"),
    ],
)  # fmt: skip
def test_a_name_means_something_else_beside_other_words(text: str, group: str) -> None:
    assert classify(text, lexicon()).group == group


KNOWN = ["rituximab", "plaquenil", "Endoxan en mayo", "prednisona 5 mg", "mofetilo", "la doctora", "cada mes"]
STRANGE = ["Zorbanil", "quimbalina", "Ñusta", "xeropril-9", "Tebún"]


@examples(150)
@given(
    st.lists(st.sampled_from(KNOWN + STRANGE), min_size=1, max_size=8), st.sampled_from([", ", " y ", " con ", "\n"])
)
def test_no_word_of_a_text_goes_in_silence(pieces: list[str], join: str) -> None:
    """What is not understood comes back as a treatment in its own spelling, or as a word to ask about."""
    strange = {piece.partition("-")[0] for piece in pieces if piece in STRANGE}
    shown, sure = told(join.join(pieces))
    assert strange <= shown
    assert not (strange and sure)


def told(text: str) -> tuple[set[str], bool]:
    """Every word that comes back as it was typed, and whether the text is taken without a yes."""
    try:
        reading = read(text)
    except Misread as misread:
        offers = [each for offer in misread.offers if isinstance(offer, tuple) for each in offer]
        texts = [*misread.words, *(each.said for each in offers if isinstance(each, Medicine))]
        return spelled(texts), False
    return spelled([*(each.said for each in medicines(reading)), *reading.left_out]), reading.sure


def spelled(texts: Iterable[str]) -> set[str]:
    """Every word of these texts; a comma stands between words that stood apart."""
    return {word.strip(",") for text in texts for word in text.split()}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("otra que se llama algiver y dexmol", ("algiver", "dexmol")),
        ("me dan algiver fuerte para el dolor", ("algiver fuerte",)),
    ],
)
def test_words_that_were_not_understood_and_stood_apart_are_shown_apart(text: str, words: tuple[str, ...]) -> None:
    """Study-facts 8: in the spelling of the person, and nothing glued that they did not write together."""
    assert refused(text).words == words


def test_a_list_of_unknown_names_with_a_dose_between_them_is_kept_with_its_gap() -> None:
    assert [medicine.said for medicine in medicines(read("algiver 500 dexmol"))] == ["algiver, dexmol"]


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("una q empieza con azat...", "es", "azatioprina"),
        ("era como obinutu", "es", "obinutuzumab"),
        ("one that starts with azath", "en", "azatioprina"),
        ("something that begins with obinu", "en", "obinutuzumab"),
    ],
)
def test_the_beginning_of_a_name_is_an_offer(text: str, language: str, name: str) -> None:
    """Study-facts 8: a near match is offered, and ends with "it is another"."""
    first = [offer[0] for offer in refused(text, language).offers if isinstance(offer, tuple)]
    assert [each.name for each in first if isinstance(each, Medicine)] == [name, ""]


def test_every_problem_of_the_medicines_is_named_with_its_place() -> None:
    wrong = (
        sources()["medicines.toml"]
        .replace('is = "inmunoglobulina anti-d"', 'is = "nothing known"\nto = "x"', 1)
        .replace('["tac", "tacrolimus",', '["ta*", "tacrolimus"], ["tac", "nobody", "tacrolimus",', 1)
        .replace("kin_es = [", 'kinship_es = ["tia"]\nkin_es = [', 1)
        .replace("more_en = [", 'more_en = "other"\nmore_de = [', 1)
        .replace("[ways]", "[way]\n[ways]", 1)
        .replace('by_mouth = "metil', 'by_mouth = "petil', 1)
    )
    with pytest.raises(LexiconError) as caught:
        parse_lexicon({**sources(), "medicines.toml": wrong})
    problems = "\n".join(caught.value.problems)
    for part in (
        'instead "nothing known": nobody reads "to"',
        '"metilprednisolona": `by_mouth` names no treatment of this file: petilprednisolona en pastillas.',
        "no treatment of this file: nothing known",
        'unclear "ta*"',
    ):
        assert part in problems
    for part in ("no treatment of this file: nobody", "[words] kinship_es", "[words] more_en", "[way]: nobody reads"):
        assert part in problems

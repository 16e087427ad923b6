"""Answers of each kind, told as short stories: what is taken, what is read back, what is asked again and why."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dialogs.answers import Misread, Reading, for_group, parse_answer
from dialogs.lexicon.medicines import classify, matches, suggestions
from dialogs.values import UNKNOWN, Medicine, Quantity, Unknown, Value, When
from tests.core.answers.questions import labels, lexicon, question

TODAY = date(2026, 11, 22)
VIGNETTES = json.loads((Path(__file__).parents[2] / "cases" / "vignettes.json").read_text(encoding="utf-8"))


def read(id: str, text: str, language: str = "es") -> Reading:
    each = question(id)
    return parse_answer(each, text, labels(each, language), TODAY)


def refused(id: str, text: str, language: str = "es") -> Misread:
    with pytest.raises(Misread) as caught:
        read(id, text, language)
    return caught.value


def when(text: str) -> When:
    return When.parse(text)


def test_a_refusal_says_nothing_of_what_was_typed() -> None:
    assert str(refused("age", "entre 30 y 40")) == "range"


def test_an_answer_is_given_by_number_or_place_as_well() -> None:
    """[AX-01] typed paths beside every button."""
    for text in ("1", "la 1", "opción 1", "la primera", "sí", "1)"):
        assert read("sle", text) == Reading("yes", sure=True)
    assert refused("sle", "0").reason == "nothing"
    assert refused("sle", "1 y 2").reason == "two_values"


def test_yes_and_no_together_are_asked_again_with_both_as_buttons() -> None:
    misread = refused("anti_b_cell", "no, si me pusieron")
    assert misread.reason == "two_values"
    assert set(misread.offers) == {"yes", "no"}


def test_an_unaccented_if_is_not_taken_for_a_yes() -> None:
    assert refused("plans_pregnancy", "si dios quiere").reason == "nothing"


def test_a_no_that_denies_something_else_is_asked_again() -> None:
    assert refused("pregnancy_possible", "no tengo pareja").reason == "nothing"


def test_never_having_had_the_test_is_not_a_negative_test() -> None:
    assert read("antibodies", "nunca me los han hecho") == Reading(UNKNOWN, sure=False)
    assert read("urinary_sediment", "no veo sangre") == Reading(UNKNOWN, sure=True)


def test_several_conditions_are_named_in_one_message() -> None:
    assert read("conditions", "1 y 3") == Reading(("uncontrolled", "cancer"), sure=True)
    assert read("conditions", "una infección y una operación").value == ("infection", "operation")
    assert refused("conditions", "2 y 5").reason == "two_values"


def test_a_birthday_gives_an_age_that_is_read_back() -> None:
    assert read("age", "nací el 23/11/1990") == Reading(35, sure=False)
    assert read("age", "nací el 22/11/1990") == Reading(36, sure=False)


def test_a_plain_figure_may_be_a_class_or_a_button_so_it_is_read_back() -> None:
    assert read("biopsy_class", "4") == Reading("IV", sure=False)
    assert read("biopsy_class", "clase 4") == Reading("IV", sure=True)
    assert read("biopsy_class", "V + III (A/C)") == Reading("III+V", sure=True)
    assert refused("biopsy_class", "III o IV").offers == ("III", "IV")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("40", "es", None),  # the date library makes 1940 of it
        ("en marzo", "es", "2026-03"),  # and the 22nd of this
        ("diciembre", "es", "2025-12"),
        ("5 de octubre", "es", "2026-10-05"),
        ("05/10/26", "es", "2026-10-05"),
        ("10/13/2026", "en", "2026-10-13"),
        ("hace 3 meses", "es", "2026-08-22"),
        ("2 weeks ago", "en", "2026-11-08"),
        ("el mes pasado", "es", "2026-10"),
        ("hace más de un año", "es", None),
        ("el 15", "es", None),
    ],
)
def test_a_date_keeps_the_precision_that_was_given(text: str, language: str, expected: str | None) -> None:
    if expected is None:
        refused("biopsy", text, language)
    else:
        assert read("biopsy", text, language) == Reading(when(expected), sure=False)


def test_an_english_date_with_two_readings_offers_both() -> None:
    misread = refused("biopsy", "05/10/2026", "en")
    assert misread.reason == "ambiguous_date"
    assert misread.offers == (when("2026-10-05"), when("2026-05-10"))


def test_a_year_that_was_not_given_in_words_offers_the_whole_year() -> None:
    assert refused("biopsy", "el año pasado").offers == (when("2025"),)


def test_dates_that_cannot_be_are_asked_again() -> None:
    assert refused("biopsy", "30 de febrero de 2026").reason == "no_such_day"
    assert refused("biopsy", "mayo de 1920").reason == "implausible"
    assert refused("biopsy", "enero de 2027").reason == "future"
    assert read("when", "enero de 2027") == Reading(when("2027-01"), sure=False)
    assert refused("when", "enero de 2030").reason == "implausible"


def test_a_biopsy_never_had_is_an_answer_to_when() -> None:
    assert read("biopsy", "nunca me han hecho una") == Reading("none", sure=True)
    assert read("biopsy", "no me acuerdo") == Reading(UNKNOWN, sure=True)


def upc(number: str, unit: str, comparator: str = "", taken: str = "") -> Quantity:
    return Quantity(Decimal(number), unit, comparator, "upc", when(taken) if taken else None)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1.250 mg/g", "es", upc("1250", "mg/g")),
        ("1.250 g/g", "es", upc("1.250", "g/g")),
        ("1,2g/g", "es", upc("1.2", "g/g")),
        ("1.5 g/g", "es", upc("1.5", "g/g")),  # the number library reads 15 when it is not strict
        ("1,250 mg/g", "en", upc("1250", "mg/g")),
        ("> 2 g/g", "es", upc("2", "g/g", ">")),
        ("850 mg/g en octubre de 2026", "es", upc("850", "mg/g", taken="2026-10")),
        ("dos coma cinco g/g", "es", upc("2.5", "g/g")),
    ],
)
def test_a_laboratory_value_is_what_was_typed(text: str, language: str, value: Quantity) -> None:
    assert read("upc", text, language).value == value


def test_a_missing_unit_offers_those_that_make_sense() -> None:
    misread = refused("upc", "1250")
    assert misread.reason == "no_unit"
    assert misread.offers == (upc("1250", "mg/g"), upc("1250", "mg/mmol"))


def test_thousands_or_decimals_are_asked_where_both_can_be() -> None:
    misread = refused("upc", "12,500 mg/g")
    assert misread.reason == "ambiguous_number"
    assert misread.offers == (upc("12500", "mg/g"), upc("12.500", "mg/g"))
    # 1.25 mg/g is no value of this test: what is left is read back
    assert read("upc", "1,250 mg/g") == Reading(upc("1250", "mg/g"), sure=False)


def test_a_number_too_small_for_its_unit_is_questioned() -> None:
    misread = refused("upc", "1,2 mg/g")
    assert misread.reason == "implausible"
    assert misread.offers == (upc("1.2", "g/g"), upc("1.2", "mg/mg"))


def test_an_unbelievable_value_offers_the_unit_that_was_meant() -> None:
    misread = refused("upc", "850 g/g")
    assert misread.reason == "implausible"
    assert upc("850", "mg/g") in misread.offers


def test_another_test_is_unknown_with_her_words_for_the_team() -> None:
    assert read("upc", "3.100 mg/24 hrs") == Reading(Unknown("3.100 mg/24 hrs"), sure=False)
    assert read("egfr", "clearance 70") == Reading(Unknown("clearance 70"), sure=False)


def test_creatinine_is_never_read_as_filtration() -> None:
    value = Quantity(Decimal("1.2"), "mg/dL", "", "creatinine")
    assert read("egfr", "creatinina 1,2") == Reading(value, sure=False)
    assert refused("egfr", "1,2").reason == "implausible"
    assert refused("creatinine", "115").offers == (Quantity(Decimal(115), "µmol/L", "", "creatinine"),)


def test_dialysis_is_an_answer_and_its_denial_is_not() -> None:
    assert read("egfr", "me dializo").value == "dialysis"
    refused("egfr", "no estoy en diálisis")


def medicine(text: str) -> Medicine:
    return classify(text, lexicon())


def test_one_message_tells_the_medicine_and_its_last_date() -> None:
    reading = read("treatments", "me pusieron mabthera 1 g en marzo y abril")
    assert reading.value == (Medicine("anti_b_cell", "rituximab", "mabthera 1 g"),)
    assert reading.also == (("when:rituximab", when("2026-04")),)


def test_a_new_drug_is_dated_by_its_start() -> None:
    reading = read("treatments", "micofenolato en marzo de 2026")
    assert reading.also == (("when:micofenolato", when("2026-03")),)


def test_a_name_is_never_corrected_in_silence() -> None:
    assert read("treatments", "rituximab").sure
    for text in ("ritusimab", "mabtera", "rituximac", "selcept"):
        assert not read("treatments", text).sure


def test_denied_treatments_are_asked_about() -> None:
    assert refused("treatments", "nunca me han puesto rituximab").reason == "negated"
    reading = read("treatments", "rituximab no, micofenolato sí")
    assert [each.name for each in treatments(reading.value)] == ["micofenolato"]
    assert not reading.sure


def test_words_for_several_treatments_offer_each() -> None:
    misread = refused("treatments", "me limpiaron la sangre")
    assert misread.reason == "unclear_medicine"
    assert [each[0].group for each in misread.offers if isinstance(each, tuple) and isinstance(each[0], Medicine)] == [
        "plasmapheresis",
        "none",
        "unrecognised",
    ]


def treatments(value: Value) -> tuple[Medicine, ...]:
    assert isinstance(value, tuple)
    return tuple(each for each in value if isinstance(each, Medicine))


@pytest.mark.parametrize(
    ("text", "group", "name"),
    [
        ("metilprednisolona en goteo", "bolus_methylprednisolone", "metilprednisolona"),
        ("metilprednisolona", "staff_check", "metilprednisolona"),
        ("metilprednisolona pastillas", "none", "metilprednisolona en pastillas"),
        ("metilprednisolona 1 g", "bolus_methylprednisolone", "metilprednisolona"),
        ("corticoides a la vena", "bolus_methylprednisolone", "metilprednisolona"),
        ("crema con corticoides", "none", "corticoides"),
        ("prednisona en bolos", "staff_check", "prednisona"),
        ("prednisona 10 mg", "none", "prednisona"),
        ("bolos de ciclofosfamida", "cyclophosphamide", "ciclofosfamida"),
        ("tacrolimus en crema", "none", "tacrolimus"),
        ("ritonavir", "none", "ritonavir"),
        ("infliximab", "new_immunosuppressant", "infliximab"),
        ("ciclosporina", "new_immunosuppressant", "ciclosporina"),
        ("una cosa rara", "unrecognised", ""),
    ],
)
def test_the_way_and_the_look_alikes_decide_the_class(text: str, group: str, name: str) -> None:
    found = medicine(text)
    assert (found.group, found.name, found.said) == (group, name, text)


@pytest.mark.parametrize("vignette", VIGNETTES, ids=lambda vignette: vignette["id"])
def test_treatments_of_the_vignettes_get_their_classes(vignette: dict[str, dict[str, object]]) -> None:
    named = vignette["facts"]["treatments"]
    names = [row["name"] for row in named] if isinstance(named, list) else []
    assert [medicine(name).group for name in names] == vignette["expected"]["treatment_classes"]


def test_no_name_of_the_table_is_taken_for_another_class() -> None:
    table = lexicon().medicines
    for name, entry in {**table.exact, **table.heard}.items():
        if not entry.route and not entry.group.startswith("bolus"):
            assert medicine(" ".join(name)).group == entry.group, name


def test_finding_never_reads_inside_a_word() -> None:
    assert [match.entry.name for match in matches(["metilprednisolona"], lexicon().medicines)] == ["metilprednisolona"]


def test_what_is_much_alike_is_suggested() -> None:
    assert suggestions("rituxilan", lexicon())[0].name == "rituximab"


@pytest.mark.parametrize(
    ("text", "value", "sure"),
    [
        ("9 8765 4321", "+56987654321", True),
        ("+44 20 7946 0958", "+442079460958", True),
        ("09 8765 4321", "+56987654321", False),
        ("ana.perez@example.cl", "ana.perez@example.cl", True),
        ("ana arroba example punto cl", "ana@example.cl", False),
    ],
)
def test_a_way_to_be_reached_is_kept_in_one_form(text: str, value: str, sure: bool) -> None:
    assert read("phone", text) == Reading(value, sure)


def test_numbers_that_cannot_be_called_are_asked_again() -> None:
    assert refused("phone", "87654321").reason == "phone"
    assert refused("phone", "202 555 0147").reason == "no_country"
    assert refused("phone", "12.345.678-5").reason == "national_id"
    assert refused("phone", "987654321 o 912345678").reason == "two_values"


def test_since_when_a_drug_is_given_again_and_again_tells_no_last_dose() -> None:
    """[8] a date beside a name is what its verb says."""
    last = for_group(question("when"), "anti_b_cell")
    start = for_group(question("when"), "new_immunosuppressant")
    for language, text in (("es", "van 4 dosis desde marzo"), ("en", "four doses since March")):
        with pytest.raises(Misread):
            parse_answer(last, text, labels(last, language), TODAY)
    assert parse_answer(start, "desde marzo", labels(start, "es"), TODAY) == Reading(when("2026-03"), sure=False)

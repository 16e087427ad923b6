"""What is shown for a yes is never the opposite of what was typed: a tired yes would make it true."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.answers import Misread, Reading, parse_answer
from dialogs.values import UNKNOWN, Medicine, Quantity, Value, When
from tests.core.answers.questions import labels, question

TODAY = date(2026, 11, 22)
UNCONTROLLED, CANCER, INFECTION, NONE = ("uncontrolled",), ("cancer",), ("infection",), ("none",)


def said(id: str, text: str, language: str) -> Value | None:
    """What a text is read as; None where it is asked again."""
    try:
        return parse_answer(question(id), text, labels(question(id), language), TODAY).value
    except Misread:
        return None


def wrong(id: str, language: str, texts: tuple[str, ...], value: Value | None) -> dict[str, Value | None]:
    """The texts that are read as anything else."""
    return {text: found for text in texts if (found := said(id, text, language)) != value}


@pytest.mark.parametrize(
    ("language", "texts", "value"),
    [
        ("es", ("presión con remedios bien mal", "la presión con pastillas va bien alta"), UNCONTROLLED),
        ("es", ("diabetes poco controlada", "asma casi nunca controlada", "a penas controlada"), UNCONTROLLED),
        ("es", ("presión casi controlada", "asma controlada a medias", "diabetes más o menos controlada"), None),
        ("es", ("presión bien controlada", "diabetes con insulina bien", "asma estable"), NONE),
        ("es", ("presión alta pero con el losartán anda bien", "diabetes, con la insulina va bien"), NONE),
        ("es", ("la presión alta, con mis remedios anda bien poco", "presión, con el losartán no anda bien"), None),
        ("es", ("presión alta, con el losartán anda bien a ratos",), None),
        ("es", ("diabetes pero con la insulina va bien alta",), UNCONTROLLED),
        ("en", ("blood pressure on pills pretty high", "asthma hardly ever controlled"), UNCONTROLLED),
        ("en", ("thyroid almost never stable", "poorly controlled sugar"), UNCONTROLLED),
        ("en", ("diabetes almost under control", "my asthma is mostly controlled", "sort of controlled"), None),
        ("en", ("diabetes very well managed", "bp stable on meds", "asthma well controlled"), NONE),
    ],
)
def test_an_illness_is_controlled_only_where_nothing_takes_from_that(
    language: str, texts: tuple[str, ...], value: Value | None
) -> None:
    assert wrong("conditions", language, texts, value) == {}
    asked_apart = None if value is None else "yes" if value == UNCONTROLLED else "no"
    assert wrong("comorbidity", language, texts, asked_apart) == {}


@pytest.mark.parametrize(
    ("language", "texts", "value"),
    [
        ("es", ("tuve cáncer en 2010 tengo control el lunes", "tuve cáncer y sigo en control"), None),
        ("es", ("tuve cáncer en 2015 tengo 40 años", "tuve un cáncer estoy con controles"), None),
        ("es", ("tuve cáncer y desde entonces estoy bien", "tuve cáncer el próximo control es en mayo"), None),
        ("es", ("tengo cáncer desde 2019", "me diagnosticaron cáncer hace 3 meses"), CANCER),
        ("es", ("hace 3 meses con cáncer", "me encontraron un cáncer hace dos semanas"), CANCER),
        ("es", ("con infección hace 2 semanas", "la infección me empezó hace unos días"), INFECTION),
        ("es", ("tuve cáncer hace 3 meses", "estuve con infección hace 2 semanas"), None),
        ("en", ("I had cancer in 2010 I have a scan on Monday", "had cancer, next check-up in May"), None),
        ("en", ("I'm a cancer survivor", "I have had cancer", "had cancer since then I am fine"), None),
        ("en", ("I have cancer since 2019", "diagnosed with cancer 3 months ago"), CANCER),
        ("en", ("infection started 2 weeks ago", "I have had an infection for 2 weeks still on pills"), INFECTION),
        ("en", ("I had cancer 3 months ago", "infection 2 weeks ago"), None),
    ],
)
def test_what_was_is_not_made_present_by_a_check_up_nor_what_goes_on_past_by_its_length(
    language: str, texts: tuple[str, ...], value: Value | None
) -> None:
    """[11g] study-facts 5: what goes on is a yes that is read back, what was is asked."""
    assert wrong("conditions", language, texts, value) == {}


@pytest.mark.parametrize(
    ("language", "texts", "value"),
    [
        ("es", ("2 años en diálisis", "en diálisis hace 2 años", "empecé diálisis hace dos meses"), "dialysis"),
        ("es", ("estuve en diálisis 2 meses", "tuve diálisis hace 2 años", "3 meses sin diálisis"), None),
        ("en", ("3 years on dialysis", "dialysis for 3 years", "started dialysis 2 months ago"), "dialysis"),
        ("en", ("was on dialysis for 2 months", "3 months off dialysis", "2 years without dialysis"), None),
    ],
)
def test_how_long_dialysis_goes_on_is_no_value(language: str, texts: tuple[str, ...], value: Value | None) -> None:
    assert wrong("egfr", language, texts, value) == {}


@pytest.mark.parametrize(
    ("language", "text", "groups"),
    [
        ("es", "pulsos de ciclofosfamida con mesna", {"cyclophosphamide", "none"}),
        ("es", "mesna con pulsos de ciclofosfamida", {"cyclophosphamide", "none"}),
        ("es", "bolos con ciclofosfamida con mesna", {"bolus_methylprednisolone", "cyclophosphamide", "none"}),
        ("en", "pulses of cyclophosphamide with mesna", {"cyclophosphamide", "none"}),
        ("en", "rituximab with a bolus", {"anti_b_cell", "bolus_methylprednisolone"}),
    ],
)
def test_pulses_of_one_drug_with_another_are_no_third_one(language: str, text: str, groups: set[str]) -> None:
    asked = question("treatments")
    reading = parse_answer(asked, text, labels(asked, language), TODAY)
    assert isinstance(reading.value, tuple)
    assert {each.group for each in reading.value if isinstance(each, Medicine)} == groups
    assert not reading.sure


@pytest.mark.parametrize(
    ("language", "texts", "groups"),
    [
        ("es", ("ciclofosfamida en vez de rituximab", "en lugar del rituximab, ciclofosfamida"), {"cyclophosphamide"}),
        ("es", ("belimumab en vez de ciclofosfamida", "rituximab en lugar de azatioprina"), {"anti_b_cell"}),
        ("es", ("ciclofosfamida en lugar de azatioprina y rituximab",), {"cyclophosphamide", "anti_b_cell"}),
        ("en", ("cyclophosphamide instead of rituximab", "endoxan rather than rituximab"), {"cyclophosphamide"}),
        ("en", ("benlysta in place of cellcept", "instead of cellcept, benlysta"), {"anti_b_cell"}),
        ("en", ("cytoxan instead of cellcept and rituximab",), {"cyclophosphamide", "anti_b_cell"}),
    ],
)
def test_what_another_was_given_instead_of_is_not_taken(
    language: str, texts: tuple[str, ...], groups: set[str]
) -> None:
    asked = question("treatments")
    for text in texts:
        reading = parse_answer(asked, text, labels(asked, language), TODAY)
        assert isinstance(reading.value, tuple)
        assert {each.group for each in reading.value if isinstance(each, Medicine)} == groups, text
        assert not reading.sure, text


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "August first I had it", When.parse("2026-08-01")),
        ("en", "the first I had in August", When.parse("2026-08")),
        ("en", "it was on March the second they gave it", When.parse("2026-03-02")),
        ("en", "March the third of 2026", When.parse("2026-03-03")),
        ("es", "agosto primero me la pusieron", When.parse("2026-08-01")),
        ("es", "la primera me la pusieron en agosto", When.parse("2026-08")),
    ],
)
def test_the_first_behind_a_month_is_its_day(language: str, text: str, value: When) -> None:
    assert said("when", text, language) == value


@pytest.mark.parametrize(
    ("language", "text", "reading"),
    [
        ("en", "34, she is asleep", Reading(34, sure=False)),
        ("en", "34 and she is nice", Reading(34, sure=False)),
        ("en", "34. He is my doctor", Reading(34, sure=False)),
        ("en", "she is, 50", None),
        ("en", "it is her 34th birthday", None),
        ("en", "I am 34 and she is 12", None),
        ("es", "34 y ella me ayuda", Reading(34, sure=False)),
        ("es", "ella, 50", None),
        ("es", "tengo 34, ella tiene 12", None),
        ("es", "34°", None),
    ],
)
def test_an_age_is_anothers_only_where_they_stand_beside_it(language: str, text: str, reading: Reading | None) -> None:
    asked = question("age")
    if reading is None:
        with pytest.raises(Misread):
            parse_answer(asked, text, labels(asked, language), TODAY)
    else:
        assert parse_answer(asked, text, labels(asked, language), TODAY) == reading


@pytest.mark.parametrize(
    ("id", "language", "texts", "value"),
    [
        # a date that is denied, and a number that takes its place
        ("biopsy", "es", ("no fue en marzo", "hace 11 meses, no, 13", "no en mayo"), None),
        ("biopsy", "es", ("no, fue en marzo", "no me acuerdo del día, en marzo"), When.parse("2026-03")),
        ("biopsy", "en", ("it wasn't in March", "11 months ago, no, 13", "not in May"), None),
        ("biopsy", "en", ("no, it was in March", "March, no idea of the day"), When.parse("2026-03")),
        # two classes, of which the paper has one
        ("biopsy_class", "es", ("me dijeron la III pero el papel dice V",), None),
        ("biopsy_class", "en", ("doctor said III but the paper says V",), None),
        # once positive stays positive, and what is positive for something else is not
        ("antibodies", "es", ("ANA negativo en 2020 y positivo en 2023",), "yes"),
        ("antibodies", "es", ("el ANA negativo, positivo para hongos",), UNKNOWN),
        ("antibodies", "en", ("ANA negative in 2020, positive in 2023",), "yes"),
        # what was is not, and what may come is not ruled out
        (
            "pregnancy",
            "es",
            ("estuve embarazada el año pasado", "no puedo ahora por el lupus", "di a luz en mayo"),
            None,
        ),
        (
            "pregnancy",
            "en",
            ("I was pregnant last year", "not pregnant but never say never", "gave birth in May"),
            None,
        ),
        # the last report counts
        ("urinary_sediment", "es", ("antes tenía sangre, ahora sale normal",), "no"),
        ("urinary_sediment", "en", ("had blood before, now normal",), None),
        ("urinary_sediment", "en", ("blood in the spring, but the last one was clear",), "no"),
        ("urinary_sediment", "en", ("clear before, but the latest shows blood",), "yes"),
        ("urinary_sediment", "es", ("limpio en junio, el último con hematíes",), "yes"),
        ("urinary_sediment", "es", ("la orina la veo clarita",), UNKNOWN),
        ("urinary_sediment", "en", ("clear yellow urine",), UNKNOWN),
        ("ongoing", "es", ("la dejé pero la retomo en enero",), None),
        ("ongoing", "en", ("I stopped but restart in January",), None),
        (
            "conditions",
            "es",
            ("hipotiroidismo tratado", "espero biopsia por posible cáncer", "diabetes no muy bien"),
            None,
        ),
        ("conditions", "es", ("la diabetes la tengo súper bien",), NONE),
        ("conditions", "en", ("treated hypertension", "biopsy next week, possible cancer"), None),
        ("egfr", "es", ("me quedé sin diálisis", "me falta la diálisis"), None),
        ("age", "es", ("tengo treinta y pico", "cuarenta y tantos"), None),
        ("age", "es", ("34 años y no tengo hijos",), 34),
        ("sle", "en", ("they reckon it's lupus but waiting on bloods",), "studied"),
        # what held until now holds no more; what holds to this day may change
        ("sle", "es", ("no me lo habían dicho hasta ahora", "nadie me había dicho hasta ayer"), None),
        ("sle", "es", ("no me lo dijeron hasta hoy", "no me lo confirmaron hasta la semana pasada"), None),
        ("sle", "en", ("not until now, they told me yesterday", "never until now"), None),
        ("sle", "en", ("nobody had told me until yesterday", "until now no doctor had said it"), None),
        ("sle", "es", ("no, nunca, hasta el día de hoy", "al día de hoy no", "hasta ahora no me han dicho"), "studied"),
        ("sle", "en", ("no, to this day", "no, never, not to this day"), "studied"),
        ("sle", "en", ("can't say right now",), UNKNOWN),
        # endearments beside an age
        (
            "age",
            "es",
            ("setenta y seis bien vividos mijita", "76 bien vividos, linda", "76 bien llevados, mi reina"),
            76,
        ),
        ("age", "en", ("seventy-six well lived, dear", "76 and well lived, love", "76 wonderful years, sweetie"), 76),
        # a count from below the limit to above it is neither
        ("urinary_sediment", "en", ("rbc 4-6", "RBC 3 to 8 per hpf", "4-6 red cells"), None),
        ("urinary_sediment", "es", ("hematíes 4-6", "eritrocitos 3 a 8 por campo", "4-6 hematíes por campo"), None),
        ("urinary_sediment", "en", ("rbc 6-8", "10-15 red cells", "rbc 4-6, wbc 20-25"), "yes"),
        ("urinary_sediment", "es", ("hematíes 6-8", "10-15 hematíes por campo", "hematíes 20"), "yes"),
        ("pregnancy", "es", ("me saqué la matriz", "me quitaron el útero"), "not_possible"),
        ("biopsy_class", "es", ("el papel se me perdió",), UNKNOWN),
    ],
)
def test_a_denial_a_change_and_a_perhaps_are_not_lost(
    id: str, language: str, texts: tuple[str, ...], value: Value | None
) -> None:
    assert wrong(id, language, texts, value) == {}


def test_a_number_beside_a_dialysis_that_is_denied_is_read() -> None:
    for language, text in (("es", "no estoy en diálisis, 35"), ("en", "not on dialysis, 35")):
        value = said("egfr", text, language)
        assert isinstance(value, Quantity), text
        assert value.number == 35, text


@pytest.mark.parametrize(
    ("language", "texts", "value"),
    [
        ("es", ("las dos negativas", "las tres negativas", "las dos salieron negativas", "ambas negativas"), "no"),
        ("es", ("salieron negativos los dos", "todos negativos", "los tres normales"), "no"),
        ("es", ("no todas negativas", "no salieron negativos los tres", "las tres", "las dos"), "yes"),
        ("es", ("las dos positivas, nitritos negativos", "las tres salieron, nitritos negativos"), "yes"),
        ("en", ("both were negative", "both negative", "all three negative", "all of them negative"), "no"),
        ("en", ("they were both negative", "both came back clear", "all three were normal"), "no"),
        ("en", ("not all negative", "not all of them were negative", "both", "all three", "both positive"), "yes"),
        ("en", ("all three, nitrites negative", "the nitrites were negative but both cells positive"), "yes"),
        ("en", ("both not negative", "both were not normal", "all of them were not negative"), None),
    ],
)
def test_all_of_them_negative_is_no_yes_and_not_all_of_them_is_no_no(
    language: str, texts: tuple[str, ...], value: Value | None
) -> None:
    assert wrong("urinary_sediment", language, texts, value) == {}


@pytest.mark.parametrize(
    ("id", "language", "texts", "value"),
    [
        ("treatments", "es", ("no que yo sepa", "que yo sepa no", "no que yo recuerde"), ()),
        ("treatments", "en", ("not that I know of", "not that I recall", "none that I know of"), ()),
        ("biopsy_class", "es", ("clase III me dijeron", "me dijeron clase III"), "III"),
        (
            "biopsy_class",
            "es",
            ("no me dijeron clase III", "nunca me dijeron clase III", "antes me dijeron clase III"),
            None,
        ),
        ("antibodies", "en", ("the ANA was positive", "the ANA came back positive"), "yes"),
        ("antibodies", "en", ("my sister's ANA was positive", "I hope the ANA was positive"), None),
    ],
)
def test_what_people_add_of_how_they_know_changes_no_answer(
    id: str, language: str, texts: tuple[str, ...], value: Value | None
) -> None:
    assert wrong(id, language, texts, value) == {}

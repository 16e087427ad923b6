"""What ended, what was never done, what only the eye saw, and what a class became: beside the number of today."""

from __future__ import annotations

from dialogs.values import Unknown
from tests.core.answers.test_meant import ASKED, TAKEN, read, reads


@reads(
    (
        "egfr",
        "es",
        "51",
        (
            "me dializaron el 2024 por unos meses, ahora 51",
            "me dializaron un mes el 2022, ya no. ahora estoy en 51",
            "estuve en diálisis tres meses el 2023, hoy la VFG es 51",
            "nunca me he dializado, sale 51",
            "dejé la diálisis hace 2 años. 51",
        ),
    ),
    (
        "egfr",
        "en",
        "49",
        (
            "not on dialysis, its 49",
            "no dialysis, number is 49",
            "I was on dialysis for 3 months, now 49",
            "came off dialysis in may and I'm at 49 now",
            "stage 3a ckd and the number is 49",
        ),
    ),
    (
        "egfr",
        "es",
        ASKED,
        (
            "me dializaron el 2024, salí con 30",
            "estuve en diálisis, ahora 3 veces por semana",
            "ya no me dializo, estoy con 20 de prednisona",
            "estuve en diálisis, tengo 45 años",
            "salí de diálisis, peso 60",
            "me dializaron, hace 20 días",
            "estoy en 3b",
            "no, diálisis",
        ),
    ),
    (
        "egfr",
        "en",
        ASKED,
        (
            "had dialysis, 34 sessions",
            "i was on dialysis when it was 9",
            "dialysis stopped when i got to 25",
            "no dialysis, 3 kids",
            "dialysis stopped, on 40 mg prednisone",
            "came off dialysis, 60 kg now",
            "not on dialysis, it was 30",
            "stage 3a ckd",
        ),
    ),
)
def test_a_number_of_today_beside_what_ended_is_read_back(id: str, language: str, told: str, text: str) -> None:
    """[11g, 11i]"""
    assert read(id, language, text) == told


NEVER = {
    "es": ("nunca me han pedido ese examen", "jamás me lo hice", "no me lo han pedido nunca", "nadie me lo ha pedido"),
    "en": (
        "never done",
        "nobody ever ordered that test",
        "never been asked to do that one",
        "they never ordered it for me",
    ),
}


@reads(*((id, language, TAKEN, NEVER[language]) for id in ("upc", "egfr", "creatinine") for language in NEVER))
def test_a_test_that_was_never_done_or_ordered_is_not_known(id: str, language: str, told: str, text: str) -> None:
    """[11g]"""
    assert read(id, language, text) == told


@reads(
    ("upc", "es", ASKED, ("nunca me lo habían pedido hasta hoy y salió 1,4 g/g", "nunca me ha salido sobre 1")),
    ("egfr", "en", ASKED, ("they've never ordered it before but now 44",)),
    ("egfr", "es", ASKED, ("nunca me bajó de 60",)),
)
def test_never_until_now_or_never_so_low_is_no_test_that_was_never_done(
    id: str, language: str, told: str, text: str
) -> None:
    """[11g]"""
    assert read(id, language, text) == told


@reads(
    ("urinary_sediment", "es", ASKED, ("yo he visto sangre en la orina", "noté sangre al orinar")),
    (
        "urinary_sediment",
        "en",
        ASKED,
        ("I noticed blood in my pee", "I've seen blood in it", "I found blood in my pee"),
    ),
    ("urinary_sediment", "es", "yes", ("veo sangre en el informe", "el papel dice que hay sangre, yo no la veo")),
    ("urinary_sediment", "en", "yes", ("lab found blood", "rbc 12 x hpf")),
    (
        "urinary_sediment",
        "es",
        str(Unknown()),
        ("leucocitos 3 x campo, lo demás no se ve en la foto", "hematíes 3 x campo"),
    ),
    ("urinary_sediment", "es", "yes", ("hematíes 3x", "sangre 2 cruces", "rojos 12 x campo")),
    ("urinary_sediment", "en", ASKED, ("I dont see blood and the lab says it is normal",)),
)
def test_only_the_paper_counts_and_a_number_for_each_field_is_no_cross(
    id: str, language: str, told: str, text: str
) -> None:
    """[11h]"""
    assert read(id, language, text) == told


@reads(
    (
        "biopsy_class",
        "en",
        "IV",
        (
            "used to be class 3 then on the last biopsy it had moved to 4",
            "II in 2019 and IV on the repeat",
            "was class 2, progressed to class 4 on the second one",
        ),
    ),
    (
        "biopsy_class",
        "es",
        "IV",
        ("antes era clase II y en la última pasó a IV", "II el 2019 y IV en la repetida", "era III y subió a IV"),
    ),
    ("biopsy_class", "en", "III+V", ("III and V on the repeat",)),
    ("biopsy_class", "es", "III", ("III y no pasó a IV",)),
    (
        "biopsy_class",
        "es",
        ASKED,
        (
            "III, podría pasar a IV",
            "III, el doctor teme que pasó a IV",
            "clase IV, me cambió a 3 pastillas",
            "IV, me subió a 2 la proteína",
            "IV, creatinina subió a 3",
        ),
    ),
    (
        "biopsy_class",
        "en",
        ASKED,
        (
            "III, hasn't progressed to IV",
            "III, scared it went to IV",
            "V, my protein went to 3",
            "class III, kidney function went down to 4",
            "IV, they changed me to 2 pills",
        ),
    ),
)
def test_the_class_that_it_became_is_read_back_and_nothing_else_that_changed(
    id: str, language: str, told: str, text: str
) -> None:
    """[11i]"""
    assert read(id, language, text) == told

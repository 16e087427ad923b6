"""Ages of somebody for whom a text says that it is typed: read back, and never the age of whoever types."""

from __future__ import annotations

from tests.core.answers.test_meant import ASKED, read, reads

TYPED_FOR_THEM = reads(
    ("age", "es", "63", ("Mi mamá tiene 63 años, yo le escribo", "mi mamá tiene 63, 17 con lupus. yo le escribo")),
    (
        "age",
        "es",
        "58",
        (
            "mi mamá tiene cincuenta y ocho, yo soy la hija y le estoy escribiendo",
            "hola soy la hija, escribo por mi mami q tiene 58",
            "mi papá no ve bien así que escribo yo, él tiene 58",
            "mi señora tiene 58 ella me pidió que escribiera",
            "le escribo a nombre de mi mamá, 58 años",
            "mi hijo 58 años, él no puede escribir, lo hago yo",
            "yo contesto por mi señora, 58 años",
        ),
    ),
    (
        "age",
        "en",
        "38",
        (
            "my daughter is 38, I'm typing for her",
            "my wife is thirty eight she asked me to type",
            "shes 38, this is her husband typing bc her hands hurt",
            "my daughter is 38 years old she has no phone so i do it",
            "my husband is 38, hes the one with lupus. im the wife typing",
            "shes 38, im her grandson doing the typing",
            "mum is 38, I do the typing for her as her eyes are bad",
            "answering for my dad, 38 yrs old",
            "on behalf of my mother, 38",
            "my sister is 38, had lupus 10 years, i type for her",
        ),
    ),
)


@TYPED_FOR_THEM
def test_the_age_of_somebody_for_whom_it_is_typed_is_read_back(id: str, language: str, told: str, text: str) -> None:
    """[RE-04]"""
    assert read(id, language, text) == told


@reads(
    (
        "age",
        "es",
        ASKED,
        (
            "mi mamá tiene 63",
            "mi mamá tiene 63 y también tiene lupus, le escribo desde Temuco",
            "le escribo porque mi hermana me contó del estudio, ella tiene 40",
            "tengo cuarenta y dos, escribo por mi mamá",
            "tengo 52, le escribo por mi mamá que tiene 78",
            "mi mamá tenía 40 cuando le dio, escribo por ella",
            "mi mamá lleva 17 años con lupus, le escribo yo",
            "mi mamá tuvo lupus a los 30, yo le escribo",
        ),
    ),
    (
        "age",
        "en",
        ASKED,
        (
            "my mother is 63",
            "my mother is 63 and I help her at home",
            "my daughter is 30, she is typing for me",
            "my daughter is 19, I'm typing this on her phone",
            "I'm 40 and typing for my mum",
            "I'm 40, her son; she's 63 and I type",
            "she got lupus at 17, im typing for her",
            "she was 40 when she got it, I'm typing for her",
            "my mum is 17 years with lupus, I'm typing for her",
        ),
    ),
)
def test_the_age_of_whoever_types_a_relatives_and_one_of_then_are_asked_again(
    id: str, language: str, told: str, text: str
) -> None:
    """[RE-04]"""
    assert read(id, language, text) == told


@reads(
    ("age", "es", "74", ("mi nieto me ayuda con el teléfono, tengo 74", "mi nieta contesta por mí pero yo tengo 74")),
    ("age", "es", "47", ("mi marido tiene 50 y yo 47, yo escribo porque tengo lupus",)),
    ("age", "es", "61", ("mi hija está escribiendo por mí, 61", "escribo lento, tengo 61")),
    ("age", "en", "58", ("my daughter types for me, I am 58", "I type slowly, my mum is 80 and I am 58")),
    ("age", "en", "24", ("my mum told me to do this, I'm 24", "I am 24, my husband asked me to do this")),
)
def test_whoever_is_typed_for_or_speaks_of_typing_tells_their_own_age(
    id: str, language: str, told: str, text: str
) -> None:
    """[RE-04]"""
    assert read(id, language, text) == told


@reads(
    (
        "age",
        "es",
        "44",
        ("buenas tardes, acá 44", "ola, aki 44", "aquí 44 po"),
    ),
    ("age", "es", "76", ("76 clavaditos, ni uno más",)),
    ("age", "es", "61", ("61 igual q mi marido jaja, nacimos el mismo mes",)),
    (
        "age",
        "en",
        "44",
        ("Hi, good morning. 44 here", "evening all, 44 here", "mid forties, 44 to be exact"),
    ),
    ("age", "en", "58", ("late fifties. 58 actually", "late fifties. 58 if you need the number")),
    (
        "age",
        "en",
        ASKED,
        ("late fifties, diagnosed at 52", "mid thirties, 52", "in my sixties, have 3 kids", "it's 20 here today, cold"),
    ),
    (
        "age",
        "es",
        ASKED,
        ("somos 4 acá", "acá hace 20 grados", "igual que mi marido", "mi marido tiene 61 igual que mi hermana"),
    ),
)
def test_an_age_among_small_words_is_read_back(id: str, language: str, told: str, text: str) -> None:
    """[11i]"""
    assert read(id, language, text) == told

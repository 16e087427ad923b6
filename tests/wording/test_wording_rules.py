"""Each rule of wording is shown to fail on a bad text and to let a good one pass."""

import pytest

from bot.wording import Entry, check_entries

#: A text for patients of the program, and what the study file says of its own.
BOT: tuple[str, ...] = ()
QUESTION, LABEL = ("question age: text",), ("question age, options yes: label", "button")


def found(es: str, en: str, comments: tuple[str, ...] = BOT, file: str = "bot/render.py") -> dict[str, list[str]]:
    """Rule → languages in which the pair breaks it."""
    entries = [Entry("es", en, (es,), (file,), comments), Entry("en", en, (en,), (file,), comments)]
    rules: dict[str, list[str]] = {}
    for problem in check_entries(entries):
        rules.setdefault(problem.rule, []).append(problem.place[:2])
    return rules


@pytest.mark.parametrize(
    ("es", "en"),
    [
        ("Las células curan el lupus.", "The cells cure lupus."),
        ("Es un tratamiento eficaz.", "It is an effective treatment."),
        ("Es seguro.", "It is safe."),
        ("Está comprobado.", "It is proven."),
        ("Hay esperanza.", "There is hope."),
        ("Es una oportunidad.", "It is an opportunity."),
        ("Son los últimos cupos.", "These are the last places."),
        ("El tratamiento es gratis.", "You get free treatment."),
    ],
)
def test_a_claim_about_the_study_is_found_in_both_languages(es: str, en: str) -> None:
    """[RE-13] [US-02]"""
    assert found(es, en)["RE-13"] == ["en", "es"]


def test_sure_and_an_insurance_are_not_claims_of_safety() -> None:
    assert "RE-13" not in found("¿Está seguro de borrar todo?", "Do you want to erase all of it?")
    assert "RE-13" not in found("No es un seguro de salud.", "This is not an insurance.")


def test_a_new_treatment_is_named_only_as_experimental() -> None:
    """[US-02]"""
    assert found("Es un tratamiento nuevo.", "It is a new treatment.")["US-02"] == ["en", "es"]
    assert "US-02" not in found("Es un tratamiento nuevo y experimental.", "It is a new, experimental treatment.")


@pytest.mark.parametrize(
    ("es", "en"), [("Usted es elegible.", "You are eligible."), ("Usted califica.", "You qualify.")]
)
def test_a_verdict_is_never_the_bots(es: str, en: str) -> None:
    """[CL-14]"""
    assert found(es, en)["CL-14"] == ["en", "es"]


@pytest.mark.parametrize(
    ("es", "en"),
    [
        ("Un título de 1:80 o más.", "A titre of 1:80 or more."),
        ("Una VFG de menos de 40.", "An eGFR of less than 40."),
        ("Un índice &gt; 1.", "A ratio &gt; 1."),
        ("Un índice de 1 g/g.", "A ratio of 1 g/g."),
        ("Más de 5 glóbulos rojos.", "More than 5 red cells."),
    ],
)
def test_a_laboratory_threshold_is_never_shown(es: str, en: str) -> None:
    """[RE-14]"""
    assert found(es, en)["RE-14"] == ["en", "es"]


def test_the_registers_own_text_is_exempt_from_words_and_thresholds() -> None:
    """[RE-14]"""
    rules = found("Eficaz: VFG menos de 40 ml/min.", "Effective: GFR less than 40 ml/min.", ("card: body", "register"))
    assert rules == {}


def test_an_ordinary_example_of_a_value_is_no_threshold() -> None:
    assert "RE-14" not in found("Por ejemplo: <b>1250 mg/g</b>.", "For example: <b>1250 mg/g</b>.")


@pytest.mark.parametrize(
    "word", ["renal", "fármaco", "test", "facultativo", "paciente", "medicamento", "tú", "tienes", "tu", "contigo"]
)
def test_spanish_says_one_word_for_one_thing_and_usted(word: str) -> None:
    """[PL-05]"""
    assert found(f"Mire esto: {word}.", "Look at this.")["PL-05"] == ["es"]


def test_texts_for_staff_may_speak_of_patients_and_limits() -> None:
    es, en = "Paciente con VFG menos de 40.", "Patient with an eGFR of less than 40."
    assert found(es, en, comments=("staff",)) == {}


@pytest.mark.parametrize("file", ["bot/staff_cards.py", "dialogs/conversation/steps/opening.py", "dialogs/notice.py"])
def test_no_files_name_frees_a_text_from_the_rules_for_patients(file: str) -> None:
    es, en = "Paciente con VFG menos de 40.", "Patient with an eGFR of less than 40."
    assert set(found(es, en, file=file)) == set(found(es, en)) != set()


@pytest.mark.parametrize("written", ["05/01/27", "5-1-2027", "2027-01-05"])
def test_a_date_in_figures_is_found(written: str) -> None:
    """[PL-08]"""
    assert found(f"Desde el {written}.", f"From {written}.")["PL-08"] == ["en", "es"]


def test_a_medical_word_is_explained_in_the_first_question_that_says_it() -> None:
    """[PL-06]"""
    asked = Entry("en", "Did you have a biopsy?", ("Did you have a biopsy?",), comments=("question biopsy: text",))
    hint = Entry("en", "A needle takes a bit out.", ("A needle takes a bit out.",), comments=("question biopsy: hint",))
    assert "PL-06" in {problem.rule for problem in check_entries([asked])}
    assert "PL-06" not in {problem.rule for problem in check_entries([asked, hint])}


def test_an_earliest_date_goes_out_only_with_the_sentence_on_treatment() -> None:
    """[RE-15]"""
    es, en = "Podría volver a mirarse después del {earliest}.", "It could be looked at again after {earliest}."
    assert found(es, en)["RE-15"] == ["en", "es"]
    es += " No deje, no atrase ni cambie ningún remedio por este estudio."
    en += " Do not stop, delay or change any medicine for this study."
    assert "RE-15" not in found(es, en)


@pytest.mark.parametrize(
    ("es", "en"),
    [
        ("Desde el {fecha}.", "From {date}."),
        ("Quedan: {n}. Sin aviso: {n}.", "Left: {n}. Not told."),
        ("Avise a esas personas.Avise a esas personas.", "Tell those people."),
        ("Texto <b>uno</b>.", "Text one."),
        ("Llame al 132.", "Call 131."),
        ("Escriba /ayuda.", "Write /delete."),
        ("", "Call them."),
        ("This one was not translated.", "This one was not translated."),
    ],
)
def test_a_translation_that_says_otherwise_is_found(es: str, en: str) -> None:
    """[PL-07]"""
    assert found(es, en)["PL-07"] == ["es"]


def test_numbers_may_be_written_as_each_language_writes_them() -> None:
    assert "PL-07" not in found("Copie 1.250 o 0,8 mg.", "Copy 1,250 or 0.8 mg.")


def test_a_command_may_go_by_its_name_in_each_language() -> None:
    assert "PL-07" not in found("Para borrar: /borrar. Copie 850 mg/g.", "To erase: /delete. Copy 850 mg/g.")


def test_a_button_is_named_as_it_is_called() -> None:
    """[PL-07]"""
    end = Entry("es", "End here", ("Terminar aquí",))
    told = Entry("es", "Press “End here”.", ("Presione «Terminar aquí».",))
    assert not [problem for problem in check_entries([end, told]) if problem.rule == "PL-07"]
    wrong = Entry("es", "Press “End here”.", ("Presione «Salir».",))
    assert [problem.rule for problem in check_entries([end, wrong]) if problem.rule == "PL-07"] == ["PL-07"]


def test_a_text_that_one_language_lacks_is_found() -> None:
    """[PL-07]"""
    wrong = check_entries([Entry("es", "A", ("B",)), Entry("es", "Hello.", ("Hola.",)), Entry("en", "A", ("A",))])
    assert [problem.fact for problem in wrong] == ["is missing in en"]


def test_a_fuzzy_translation_is_found() -> None:
    """[PL-07]"""
    wrong = check_entries([Entry("es", "Yes", ("Sí",), fuzzy=True), Entry("en", "Yes", ("Yes",))])
    assert [problem.rule for problem in wrong] == ["PL-07"]


@pytest.mark.parametrize(
    ("text", "comments"),
    [("🙂 Hola", BOT), ("Hola 🙂🙂", BOT), ("Hola 🙂 a todos", BOT), ("Sí 👍", LABEL)],
)
def test_an_emoji_stands_once_at_the_end_and_never_in_a_button(text: str, comments: tuple[str, ...]) -> None:
    """[AX-04]"""
    assert found(text, text, comments)["AX-04"] == ["en", "es"]


def test_one_emoji_at_the_end_is_well() -> None:
    assert "AX-04" not in found("Listo. 🙂", "Done. 🙂")


@pytest.mark.parametrize("text", ["──────", "T A M I Z", "=====", "▓▓▓░░"])
def test_a_drawing_is_found(text: str) -> None:
    """[AX-05]"""
    assert found(text, text)["AX-05"] == ["en", "es"]


@pytest.mark.parametrize("text", ["Llame al 6003607777.", "https://example.org/a/very/long/path/that/nobody/reads"])
def test_an_unspaced_number_and_a_long_bare_address_are_found(text: str) -> None:
    """[AX-13]"""
    assert found(text, text)["AX-13"] == ["en", "es"]


def test_spaced_numbers_the_star_line_and_links_are_well() -> None:
    text = 'Llame al 600 360 7777 o al *4141. <a href="https://example.org/a/very/long/path/indeed">Registro</a>'
    assert "AX-13" not in found(text, text)


def test_a_long_label_and_a_long_question_are_found() -> None:
    """[AX-14] [AX-15]"""
    assert found("Sí. " * 9, "Yes. " * 9, LABEL)["AX-14"] == ["en", "es"]
    assert found("¿Y? " * 90, "So? " * 90, QUESTION)["AX-15"] == ["en", "es"]


@pytest.mark.parametrize(
    ("purpose", "length"),
    [("toast", 201), ("command", 257), ("description", 513), ("short description", 121), ("", 4097)],
)
def test_what_telegram_would_refuse_is_found(purpose: str, length: int) -> None:
    """[TG-17]"""
    text = ("Sí. " * 1100)[:length]
    assert found(text, text, (purpose,))["TG-17"] == ["en", "es"]


HARD = {
    "es": "La administración intravenosa de preparaciones celulares experimentales requiere hospitalización "
    "obligatoria, evaluaciones complementarias periódicas y seguimiento multidisciplinario especializado posterior, "
    "independientemente de la sintomatología presentada.",
    "en": "Intravenous administration of experimental cellular preparations necessitates obligatory hospitalisation, "
    "periodic complementary evaluations and specialised multidisciplinary surveillance, independently of the "
    "symptomatology that is presented afterwards.",
}


class TestReadingEase:
    def test_hard_text_is_found(self) -> None:
        """[PL-01] [PL-02] [PL-03]"""
        rules = found(HARD["es"], HARD["en"])
        assert "en" in rules["PL-01"]
        assert "es" in rules["PL-02"]
        assert "es" in rules["PL-03"]

    def test_a_short_text_has_short_sentences_and_words(self) -> None:
        """[PL-04]"""
        assert found("Es una hospitalización.", "It is multidisciplinary.")["PL-04"] == ["en", "es"]
        assert found("Uno y " * 8 + "dos.", "One or " * 8 + "two.")["PL-04"] == ["en", "es"]

    def test_texts_of_the_study_facts_pass(self) -> None:
        es = (
            "Según sus respuestas, este estudio podría ser para usted. Todavía no es un sí. "
            "El equipo tiene que revisar sus exámenes y "
            "hablar con usted. ¿Quiere que le contacten?"
        )
        en = (
            "From your answers, this study might be for you. This is not a yes yet. "
            "The team must check your tests and talk "
            "with you. Do you want them to contact you?"
        )
        assert found(es, en) == {}

    def test_names_of_drugs_are_not_counted_against_a_text(self) -> None:
        hidden = ["micofenolato", "azatioprina", "tacrolimus", "mycophenolate", "azathioprine"]
        es = (
            "¿Empezó un remedio nuevo que baja las defensas? Por ejemplo: micofenolato, azatioprina o tacrolimus. "
            "Si no ha empezado ninguno, diga que no."
        )
        en = (
            "Did you start a new drug that lowers your defences? For example: mycophenolate, azathioprine or "
            "tacrolimus. If you have not started one, say no."
        )
        names_masked = check_entries([Entry("es", en, (es,)), Entry("en", en, (en,))], hidden)
        assert not names_masked

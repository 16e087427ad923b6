"""Sentences that persuade, promise, judge, order, comment or give a gender are refused in both languages (PL-11)."""

import tomllib
from pathlib import Path

import pytest

from bot.wording import Entry, check_entries
from bot.wording.families import FAMILIES, family_words
from bot.wording.one_word import GLOSSARY

REFUSED = [
    ("Felicitaciones, va muy bien. Siga así.", "Great job, you are doing very well."),
    ("Participar es gratis.", "Taking part is free."),
    ("El estudio paga todos sus gastos y exámenes.", "The study pays for all your costs and tests."),
    ("Este tratamiento le ayudará.", "This treatment will help you."),
    ("Las células mejoran el lupus.", "The cells improve lupus."),
    ("Usted va a mejorar.", "You will get better."),
    ("No hay ningún riesgo.", "There is no risk at all."),
    ("Quedan pocos cupos.", "Few places are left."),
    ("Responda hoy mismo, es urgente.", "Answer today, it is urgent."),
    ("Usted cumple los requisitos.", "You meet the requirements."),
    ("Usted quedó en el estudio.", "You are in the study."),
    ("Tiene que participar.", "You must take part."),
    ("Es un tratamiento prometedor.", "It is a promising treatment."),
    ("Le damos un bono por participar.", "We give you a bonus for taking part."),
    ("Es la mejor opción para usted.", "It is the best option for you."),
    ("Los mejores médicos lo van a cuidar.", "The best doctors will look after you."),
    ("Pídale a su médico una biopsia.", "Ask your doctor for a kidney biopsy."),
    ("Espere unos meses antes de su próximo rituximab.", "Wait some months before your next rituximab."),
    ("Puede suspender la prednisona.", "You can suspend prednisone."),
    ("Su VFG de 38 es baja.", "Your eGFR of 38 is low."),
    ("Se exige una proteína sobre 1 gramo.", "Protein above 1 gram is required."),
    ("Usted está lista y tranquila.", "You are ready and calm."),
    ("La enferma debe estar sola.", "The sick woman must be alone."),
    ("Bienvenida, querida amiga.", "Welcome, dear friend."),
    ("Firme aquí su consentimiento para el estudio.", "Sign here your consent to the study."),
]
#: Others of their kind: nobody who writes to a person may say these either.
OF_THEIR_KIND = [
    ("¡Muy buena respuesta!", "Good answer!"),
    ("No tiene ningún costo para usted.", "It costs you nothing."),
    ("Los viajes se los pagamos nosotros.", "We cover your travel costs."),
    ("El estudio puede curar su lupus.", "The study can cure your lupus."),
    ("Las células son seguras.", "The cells are safe."),
    ("Está comprobado que sirve.", "It is proven to work."),
    ("Se va a sentir mejor.", "You will feel better."),
    ("No corre peligro.", "There is no danger."),
    ("Apúrese, cierra pronto.", "It closes soon."),
    ("No se pierda esta oportunidad.", "Do not miss this chance."),
    ("Le aceptamos en el estudio.", "We accepted you into the study."),
    ("Debería participar.", "You should take part."),
    ("Le conviene participar.", "It is good for you to take part."),
    ("Recibirá un regalo.", "You will receive a gift."),
    ("Hágase otro examen de orina.", "Get another urine test."),
    ("Atrase su infusión de rituximab.", "Postpone your rituximab."),
    ("Deje el micofenolato.", "Stop the mycophenolate."),
    ("Necesita una proteína mayor que 1.", "You need protein over 1."),
    ("Estimada señora.", "Dear Madam."),
    ("Enhorabuena, avanza de maravilla.", "We recommend that you take part."),
    ("No le va a costar ni un peso.", "It won't cost you a penny."),
    ("Le devolvemos los pasajes.", "You owe it to your family to take part."),
    ("El tratamiento funciona.", "The treatment works."),
    ("Esto le cambiará la vida.", "This will change your life."),
    ("Es totalmente inofensivo.", "It is painless and has no side effects."),
    ("No duele nada y no tiene efectos.", "Do not miss this unique opportunity."),
    ("Solo quedan dos lugares.", "Sign up now."),
    ("Está aprobada para entrar.", "You are approved to join."),
    ("Le recomendamos participar.", "Stop this drug one week before."),
    ("Inscríbase ya.", "Have a biopsy soon."),
    ("Su lupus está activo.", "Your lupus is active."),
    ("Ella debe venir sola a la clínica.", "Dear patient, please call, sir."),
    ("Nuestros médicos son los mejores de Chile.", "Our doctors are the best in Chile."),
    ("Confíe en nosotros, todo saldrá bien.", "Trust us, all will be well."),
]

#: Near to one another: what must be said, and what must not.
NEAR = tomllib.loads((Path(__file__).parents[1] / "cases/families.toml").read_text("utf-8"))


def rules(text: str, language: str) -> set[str]:
    """The rules that a text for a patient breaks."""
    return {problem.rule for problem in check_entries([Entry(language, text, (text,))])}


@pytest.mark.parametrize(("es", "en"), REFUSED)
def test_a_sentence_that_persuades_promises_judges_orders_or_genders_is_refused(es: str, en: str) -> None:
    """[PL-11] [RE-13]"""
    assert "PL-11" in rules(es, "es")
    assert "PL-11" in rules(en, "en")


def test_no_message_of_the_team_says_anything_of_the_kind() -> None:
    """[PL-11] [RE-13] What a member types passes the same words as a text of the catalogue, before its preview."""
    allowed = [
        each for es, en in REFUSED + OF_THEIR_KIND for each in ((es, "es"), (en, "en")) if not family_words(*each)
    ]
    assert allowed == []


def test_what_is_true_and_needed_passes_and_what_is_near_to_it_does_not() -> None:
    """[PL-11] [RE-13] [CL-14] [RE-15] A letter and a study's text may say that nobody knows, or what to do if."""
    stopped = [
        (each, found) for lang, texts in NEAR["passes"].items() for each in texts if (found := family_words(each, lang))
    ]
    assert stopped == []
    let_through = [
        each for language, texts in NEAR["refused"].items() for each in texts if not family_words(each, language)
    ]
    assert let_through == []


def test_a_family_says_its_rule_and_looks_in_both_languages() -> None:
    assert all(set(family.stems) == set(family.except_in) == {"es", "en"} for family in FAMILIES)
    assert len({family.name for family in FAMILIES}) == 8


@pytest.mark.parametrize(
    ("es", "en"),
    [
        ("Podría calzar en el estudio.", "It might fit you."),
        ("Registro de consentimientos.", "I accept"),
        ("La pausa terminó.", "The rest is over."),
        ("Si bloquea este bot, se borra.", "If you block this bot, it is erased."),
        ("Respuestas con número: sí.", "Numbered answers are on."),
        ("Una persona del equipo le llama.", "A person of the team calls you."),
        ("Nueva derivación.", "New referral."),
        ("Hable con su médico.", "It lowers your defenses."),
        ("Una marca de su texto.", "A mark of its text."),
    ],
)
def test_one_thing_has_one_word(es: str, en: str) -> None:
    """[PL-10]"""
    assert "PL-10" in rules(es, "es")
    assert "PL-10" in rules(en, "en")


@pytest.mark.parametrize(
    ("es", "en"), [("Entendí eso.", "I cannot see it."), ("Escríbame aquí.", "Please write to me.")]
)
def test_the_bot_never_speaks_as_one_person(es: str, en: str) -> None:
    """[PL-14]"""
    assert "PL-14" in rules(es, "es")
    assert "PL-14" in rules(en, "en")


def test_a_class_that_a_report_counts_in_roman_numbers_is_nobody_who_speaks() -> None:
    """[PL-14]"""
    assert "PL-14" not in rules("The study is for people with a heart of class I or II.", "en")


def test_what_a_button_says_is_the_persons_own() -> None:
    """[PL-14]"""
    for text in ("I don't know", "I cannot say"):
        assert not {p.rule for p in check_entries([Entry("en", text, (text,), comments=("button",))])} & {"PL-14"}


def test_every_line_of_the_glossary_says_what_is_said_instead() -> None:
    """[PL-10]"""
    assert all(set(term.never) == set(term.says) == {"es", "en"} for term in GLOSSARY)

"""What the texts must have said, in both languages, and what none of them may promise."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.render.texts import LANGUAGES, shipped_catalogs, translations
from bot.wording import Entry, entries
from dialogs.conversation.steps.pause import REMIND_AFTER_DAYS
from dialogs.privacy.notice import NOTICE
from dialogs.privacy.retention import TABLE

ROOT = Path(__file__).parents[2]
CATALOGS = shipped_catalogs()
SAID = {
    language: {msgid: forms[-1] for catalog in parts for msgid, forms in translations(catalog)}
    for language, parts in CATALOGS.items()
}
STUDY = tomllib.loads((ROOT / "dialogs/studies/nct03917797.toml").read_text(encoding="utf-8"))


def body(key: str, language: str) -> str:
    """A text of the study file, whole."""
    parts = STUDY["texts"][key]["body"]
    return " ".join(SAID[language][part.strip()] for part in ([parts] if isinstance(parts, str) else parts))


def item(key: str, language: str) -> str:
    """One item of the privacy notice; the one on retention with the lines of its table."""
    told = [dict(NOTICE)[key]]
    if key == "retention":
        told += [cell for row in TABLE for cell in (row.what, row.why, row.how_long)]
    return " ".join(SAID[language][text] for text in told)


def patient_texts() -> list[Entry]:
    return [entry for entry in entries(CATALOGS) if not (entry.staff or entry.register)]


def test_both_laws_are_cited_and_no_date_in_the_code_switches_between_them() -> None:
    """[CL-01]"""
    switch = re.compile(r"2026,\s*12,\s*1\b|2026-12-01|date\(2026, 11, 30")
    code = [*ROOT.glob("bot/**/*.py"), *ROOT.glob("dialogs/**/*.py")]
    assert not [path.name for path in code if switch.search(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_consent_says_what_must_be_said_before_the_first_question_on_health(language: str) -> None:
    """[CL-25] [TG-05] Research, experimental, placebo, voluntary, no advice, not live, not secret, abroad."""
    text = body("consent", language)
    for words in (
        r"investigación|research",
        r"experimental",
        r"placebo",
        r"libre de decir que no|free to say no",
        r"su atención no cambia|your care stays the same",
        r"consejo médico|medical advice",
        r"[Nn]adie lee|[Nn]obody reads",
        r"Telegram",
        r"otros países|other countries",
        r"\{days\}",
    ):
        assert re.search(words, text), words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_consent_has_at_most_ninety_words(language: str) -> None:
    """[RE-08]"""
    assert len(body("consent", language).split()) <= 90


def test_nothing_here_is_called_the_consent_to_the_study() -> None:
    """[RE-03]"""
    called = re.compile(r"consentimiento informado|informed consent", re.IGNORECASE)
    assert not [entry.place for entry in patient_texts() if any(called.search(form) for form in entry.forms)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_study_itself_asks_for_a_paper_of_its_own(language: str) -> None:
    """[RE-03]"""
    assert re.search(r"no es ese papel|is not that form", body("about", language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_helper_is_told_that_the_answers_are_the_patients_and_who_must_have_asked(language: str) -> None:
    """[RE-04] [CL-31]"""
    assert re.search(
        r"le pidió responder y aceptar por ella|asked you to answer and agree for them", body("helper", language)
    )


def test_nothing_is_promised_about_insurance_costs_or_later_treatment() -> None:
    """[RE-06]"""
    promised = re.compile(
        r"seguro médico|seguro de salud|indemniza|reembols|insurance|compensat|reimburs|costo cero|no cost to you"
        r"|tratamiento (?:después|posterior) gar|guarantee",
        re.IGNORECASE,
    )
    assert not [entry.place for entry in patient_texts() if any(promised.search(form) for form in entry.forms)]


def test_nobody_is_told_to_get_a_test_or_what_a_test_means() -> None:
    """[US-01]"""
    ordered = re.compile(
        r"hágase|pida (?:un|una|otro) (?:examen|biopsia)|get (?:a|another) (?:test|biopsy)|ask for a biopsy"
        r"|(?:su|your) (?:resultado|result) (?:es|is) (?:mal|bad|buen|good|normal)",
        re.IGNORECASE,
    )
    assert not [entry.place for entry in patient_texts() if any(ordered.search(form) for form in entry.forms)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_result_says_that_a_person_decides_and_points_to_the_doctor(language: str) -> None:
    """[CL-14] [RE-14]"""
    text = body("nothing_changes", language)  # it closes every result
    assert re.search(r"[Uu]n programa|[Aa] program", text)
    assert re.search(r"[Dd]ecide alguien del equipo, no este bot|[Ss]omeone on the team decides, not this bot", text)
    assert re.search(r"médico o médica|your doctor", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_two_numbers_for_emergencies_are_whole(language: str) -> None:
    """[TG-29] The star of *4141 would start bold text elsewhere."""
    assert "*4141" in body("safety_self_harm", language)
    assert "131" in body("safety_emergency", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_can_be_read_before_consenting_has_the_five_things_that_app_stores_ask(language: str) -> None:
    """[AP-01] Purpose and duration; procedures and risks; sharing; contact; withdrawal."""
    risks = next(each for each in STUDY["frequent"] if each["id"] == "risks")["answer"]
    first = [body("card", language), body("about", language), *(SAID[language][part.strip()] for part in risks)]
    text = " ".join([*first, *(item(key, language) for key in dict(NOTICE))])
    for words in (
        "lupus",
        r"12 (?:meses|months)",
        r"vena|vein",
        r"riesgos|risks",
        r"equipo|team",
        r"\{email\}",
        "borrar|delete",
    ):
        assert re.search(words, text), words


@pytest.mark.parametrize("language", LANGUAGES)
def test_status_and_card_together_have_at_most_eighty_words_and_say_what_to_have_at_hand(language: str) -> None:
    """[RE-08] [RE-12] [AX-20] The names of the centres are not counted."""
    text = f"{body('status_not_recruiting', language)} {body('card', language)}".replace("{sites}", "")
    assert len(text.split()) <= 80
    assert re.search(r"diez minutos|ten minutes", text)
    assert re.search(r"tres papeles|three papers", text)


def test_the_button_of_the_reminder_names_the_days_that_it_means() -> None:
    """[RE-18]"""
    assert {SAID[language]["Remind me in 3 days"] for language in LANGUAGES} == {
        f"Recuérdenme en {REMIND_AFTER_DAYS} días",
        f"Remind me in {REMIND_AFTER_DAYS} days",
    }

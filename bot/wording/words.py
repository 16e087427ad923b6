"""Words that no text may use, and words that stand for one thing only.

Claims about the study (study facts of the protocol, RE-13, US-02), verdicts that only a person may give (CL-14),
laboratory thresholds (RE-14), *tú* (PL-05), numeric dates (PL-08), and the one sentence that goes with every earliest
date (RE-15). The register's own text is exempt; texts for staff may name verdicts, thresholds and patients.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.wording.entries import Entry, Problem, problem
from bot.wording.of_study import NOTHING, NOWHERE, StudyWording, may_say, whole_words

#: Said about the study these persuade. Exempt is only the register's own text.
CLAIMS = {
    "en": (
        r"cur(?:e|es|ed|ing)|effective(?:ly|ness)?|safe(?:r|st|ly|ty)?|prove[dn]|hope(?:s|d|ful)?|opportunit\w+"
        r"|miracle|breakthrough|last (?:places|spots)|places? (?:is|are) limited|hurry|don['’]t miss"
        r"|free (?:of charge )?(?:treatment|care|medicine)|treatment (?:is|for) free"
    ),
    "es": (
        r"cura(?:n|r|rse|do|da|ción|ciones)?|eficaz|eficaces|eficacia|efectiv[oa]s?|efectividad|(?:com)?probad[oa]s?|demostrad[oa]s?"
        r"|esperanzas?|oportunidad(?:es)?|milagr\w+|últimos (?:cupos|lugares)|cupos? limitados?|apúrese|no se lo pierda"
        r"|(?:tratamiento|remedio|atención)s? (?:es |son )?(?:gratis|gratuit[oa]s?)"
    ),
}
#: "Safe" in Spanish is also "sure" («¿Está seguro?») and an insurance; only the claim is forbidden.
_SAFE_ES = re.compile(
    r"\b(?<!está )(?<!estoy )(?<!están )(?<!esté )(?:segur[oa]s?(?! (?:médico|de salud))|seguridad|inocu[oa]s?)\b", re.I
)
_NEW = {
    "en": re.compile(r"\bnew (?:treatment|therapy|cure)", re.I),
    "es": re.compile(r"\b(?:nuev[oa]s? (?:tratamiento|terapia)|(?:tratamiento|terapia)s? nuev[oa])", re.I),
}
#: Only a person decides who takes part.
VERDICTS = {
    "en": r"eligible|eligibility|you(?: do not| don['’]t)? qualify|you (?:have been|are|were) (?:accepted|rejected)",
    "es": r"elegibles?|elegibilidad|(?:usted )?califica|(?:ha sido|fue|está|es) (?:aceptad|rechazad|seleccionad)[oa]",
}
#: One word for one thing, and none that talks about a person as a case.
OTHER_WORDS = {
    "en": {"physician": "doctor", "medication": "medicine", "medications": "medicines",
           "patient": "you", "patients": "people", "subject": "person", "subjects": "people"},
    "es": {"fármaco": "remedio", "fármacos": "remedios",
           "medicamento": "remedio", "medicamentos": "remedios", "medicina": "remedio", "medicinas": "remedios",
           "test": "examen", "tests": "exámenes", "facultativo": "médico", "doctor": "médico", "doctora": "médico",
           "paciente": "usted", "pacientes": "personas", "sujeto": "persona", "sujetos": "personas"},
}  # fmt: skip
#: Forms of *tú* and *vos*; forms that are also *usted* or a noun are left out.
TU = (
    r"tú|tus?|ti|te|contigo|vos|tuy[oa]s?|eres|estás|tienes|puedes|quieres|debes|sabes|necesitas|prefieres|deseas|crees"
    r"|recuerdas|estabas|tenías|podrás|tendrás|podrías|podés|tenés|querés|haz|dime|escríbenos|escríbeme|llámanos"
)
#: A limit as a sign and a number; others are the protocol's, and the study says them.
_LIMIT = re.compile(r"[<>≥≤]\s?\d")
#: What is no word of a text: marks and fields.
_BESIDE_WORDS = re.compile(r"<[^>]+>|\{[^{}]*\}")
_NUMERIC_DATE = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b")
#: Fields that hold the day from which somebody could be looked at again.
EARLIEST = re.compile(r"\{(?:earliest|earliest_date|again|again_on|recheck|until)\}")
_NOT_NOW = {
    "en": re.compile(r"\bnot now\b|for now (?:this study|it) is not for you", re.I),
    "es": re.compile(r"\bahora no\b|por ahora (?:este estudio )?no es para usted", re.I),
}
DO_NOT_STOP = {
    "en": "Do not stop, delay or change any medicine",
    "es": "No deje, no atrase ni cambie ningún remedio",
}


def word_problems(entry: Entry, study: StudyWording = NOTHING) -> Iterator[Problem]:
    """Return what this text says that it must not, or does not say that it must."""
    if entry.register:
        return
    for text in entry.forms:
        if may_say(bare_of_marks(text), _unsaid(entry.language, study)):
            yield from _unsaid_words(entry, text, study)
        yield from _safe_and_new(entry, text)
        if not entry.staff:
            yield from _numbers(entry, text, study)
            yield from _care_goes_on(entry, text)


@cache
def _unsaid(language: str, study: StudyWording) -> tuple[str, ...]:
    """Return every pattern of words that a text does not say."""
    tu = [TU] if language == "es" else []
    return CLAIMS[language], VERDICTS[language], _other_words(language, study)[1], *tu


def _unsaid_words(entry: Entry, text: str, study: StudyWording) -> Iterator[Problem]:
    no_claim = study.no_claim.get(entry.language, NOWHERE)
    for word in _found(CLAIMS[entry.language], re.sub(no_claim, " ", text, flags=re.IGNORECASE)):
        yield problem(entry, "RE-13", f"“{word}” persuades")
    if entry.staff:
        return
    for word in _found(VERDICTS[entry.language], text):
        yield problem(entry, "CL-14", f"“{word}” is a decision, and only a person of the team decides")
    other, pattern = _other_words(entry.language, study)
    for word in _found(pattern, text):
        yield problem(entry, "PL-05", f"“{word}”: write “{other[word.lower()]}”")
    if entry.language == "es":
        for word in _found(TU, text):
            yield problem(entry, "PL-05", f"“{word}” is not usted")


def claim_words(text: str, language: str, study: StudyWording = NOTHING) -> tuple[str, ...]:
    """Return the words of a text that claim something of the study which nobody knows (RE-13).

    >>> claim_words("El estudio puede curar su mal.", "es")
    ('curar',)
    """
    no_claim = study.no_claim.get(language, NOWHERE)
    safe = [match[0] for match in _SAFE_ES.finditer(text)] if language == "es" else []
    return (*_found(CLAIMS[language], re.sub(no_claim, " ", text, flags=re.IGNORECASE)), *safe)


def _safe_and_new(entry: Entry, text: str) -> Iterator[Problem]:
    if entry.language == "es" and (match := _SAFE_ES.search(text)):
        yield problem(entry, "RE-13", f"“{match[0]}” claims safety; for “sure” write «está seguro» or ask otherwise")
    # Most texts name none, so they need not be parted.
    for sentence in re.split(r"(?<=[.?!])\s", text) if _NEW[entry.language].search(text) else ():
        if _NEW[entry.language].search(sentence) and "experimental" not in sentence.lower():
            yield problem(entry, "US-02", "a new treatment is named without “experimental” in the same sentence")


def _numbers(entry: Entry, text: str, study: StudyWording) -> Iterator[Problem]:
    bare = re.sub(r"<[^>]+>", "", text).replace("&lt;", "<").replace("&gt;", ">")
    if may_say(bare, _limits(study), whole=False):
        for threshold in (_LIMIT, *study.thresholds):
            if match := threshold.search(bare):
                yield problem(entry, "RE-14", f"“{match[0]}” shows a laboratory threshold")
    if match := _NUMERIC_DATE.search(text):
        yield problem(entry, "PL-08", f"“{match[0]}” is a date in digits; write it in words")


@cache
def _limits(study: StudyWording) -> tuple[str, ...]:
    return _LIMIT.pattern, *(each.pattern for each in study.thresholds)


@cache
def _other_words(language: str, study: StudyWording) -> tuple[dict[str, str], str]:
    """Return what is said for each word that is not said, and a pattern for all of these."""
    other = {**OTHER_WORDS[language], **study.plain.get(language, {})}
    return other, "|".join(other)


def _care_goes_on(entry: Entry, text: str) -> Iterator[Problem]:
    dated = EARLIEST.search(entry.id) or _NOT_NOW["en"].search(entry.id)
    # A label or a heading says it in a few words; the text under it carries the sentence.
    if dated and not entry.button and len(text.split()) > 6 and DO_NOT_STOP[entry.language] not in text:
        yield problem(entry, "RE-15", f"lacks “{DO_NOT_STOP[entry.language]}”")


def _found(pattern: str, text: str) -> list[str]:
    return [match[0] for match in whole_words(pattern).finditer(bare_of_marks(text))]


def bare_of_marks(text: str) -> str:
    """Return the text with a blank for each mark and field.

    >>> bare_of_marks("Write <b>{name}</b>"), bare_of_marks("1 < 2")
    ('Write    ', '1 < 2')
    """
    return _BESIDE_WORDS.sub(" ", text) if "<" in text or "{" in text else text

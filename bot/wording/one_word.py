"""One word has one meaning, and the bot speaks with one voice (PL-10, PL-14).

Each line of the glossary is a row: what it is about, and what must not be said for it in either language. It holds for
everybody's texts, the study team's too; only the register's own text is exempt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.wording.entries import COMMAND, Entry, Problem, problem
from bot.wording.of_study import NOTHING, StudyWording, Term, may_say, whole_words

GLOSSARY = (
    Term(
        "the study and the person",
        {
            "es": r"(?:podría|parece|usted|quizás?) calzar?|calza(?:r|n)? (?:en|con) (?:el|este) estudio|nada "
            r"en contra",
            "en": r"fits? (?:you|the study|this study)|(?:might|may|seems? to) (?:not )?fit|nothing against",
        },
        {"es": "podría ser para usted; de un criterio: calza", "en": "might be for you; of a criterion: fits"},
    ),
    Term(
        "consent",
        {"es": r"consentimientos?|aceptación", "en": r"I accept"},
        {"es": "permiso, Acepto", "en": "consent, I agree"},
    ),
    Term(
        "the right to block the use",
        {
            "es": r"(?:datos|uso|caso|case) en pausa|pausar su uso|la pausa terminó|pausa de (?:sus )?datos",
            "en": r"at rest|rests? its use|wants it to rest|the rest is over|pauses? (?:its|their|your) (?:use|data)",
        },
        {"es": "bloqueo: uso bloqueado", "en": "block: use blocked"},
    ),
    Term(
        "Telegram's own blocking",
        {"es": r"bloquea este bot(?! en Telegram)", "en": r"blocks? this bot(?! in Telegram)"},
        {"es": "bloquear este bot en Telegram", "en": "block this bot in Telegram"},
    ),
    Term(
        "accessible mode",
        {"es": r"respuestas con número", "en": r"numbered answers"},
        {"es": "modo accesible", "en": "accessible mode"},
    ),
    Term(
        "whoever answers at the study",
        {"es": r"(?:una )?persona del equipo", "en": r"(?:a person|somebody) (?:of|on|from|in) the (?:study )?team"},
        {"es": "alguien del equipo", "en": "someone on the team"},
    ),
    Term(
        "a person who applies",
        {"es": r"derivación|derivaciones", "en": r"(?<!self-)referrals?"},
        {"es": "persona interesada", "en": "self-referral"},
    ),
    Term(
        "the fingerprint of a text",
        {"es": r"marca de (?:su|l) texto", "en": r"mark of (?:its|the) text"},
        {"es": "huella del texto", "en": "fingerprint of the text"},
    ),
    Term("numbers of people", {"es": r"cuentas por", "en": r"accounts by"}, {"es": "conteos", "en": "counts"}),
    Term(
        "British English",
        {
            "es": r"(?!)",
            "en": r"defenses?|molds?|titer|centers?|colou?r(?<!colour)|randomiz\w+|organiz\w+|recogniz\w+",
        },
        {"es": "", "en": "defences, moulds, titre, centres, randomisation"},
    ),
    Term(
        "the doctor",
        {"es": r"su médico(?! o médica)|un médico(?! o una médica)", "en": r"your physician"},
        {"es": "su médico o médica, after that: quien le atiende", "en": "your doctor"},
    ),
)

#: What only *yo* or *I* would say. Labels and commands are the person's own words and are left out.
_FIRST_PERSON = {
    "es": re.compile(
        r"(?<!\w)(?:yo|entendí|entiendo|puedo|necesito|veo|leo|conozco|siento|lamento|conmigo|escríbame|dígame|llámeme"
        r"|cuénteme)(?!\w)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?<![\w.])(?<!class )(?<!grade )(?<!stage )(?<!type )I(?:['’](?:m|ve|d|ll))?(?=\s+[a-z])"
        r"|(?<!\w)(?:write|tell|talk|call|chat) (?:to|with)? ?me(?!\w)"
    ),
}
#: The person's own words, or a member's, that no mark says are a label.
_OWN_WORDS = ("I agree", "Yes, write to me", "I reached the person", "I don't know")
#: So is what people ask about any trial.
_ASKED = re.compile(r"frequent \S+: question")
#: Words that are quoted are a button's, so the person's.
_QUOTED = re.compile(r"“[^“”]*”|«[^«»]*»")


def one_word_problems(entry: Entry, study: StudyWording = NOTHING) -> Iterator[Problem]:
    """Name what this text calls otherwise than the glossary, and where it speaks as I."""
    if entry.register:
        return
    for text in entry.forms:
        for term, called in _called_otherwise(text, entry.language, study):
            yield problem(entry, "PL-10", f"“{called[0]}” for {term.thing}: say “{term.says[entry.language]}”")
        own = (
            entry.button
            or entry.marked(COMMAND)
            or entry.marked("call script")
            or entry.id in _OWN_WORDS
            or any(map(_ASKED.match, entry.comments))
        )
        if not own and (match := _FIRST_PERSON[entry.language].search(_QUOTED.sub(" ", text))):
            yield problem(entry, "PL-14", f"“{match[0]}” speaks as one person: this bot, or we")


def _called_otherwise(text: str, language: str, study: StudyWording) -> Iterator[tuple[Term, re.Match[str]]]:
    """Return each line of the glossary that this text breaks, with the first words that do."""
    if may_say(text, _never(language, study)):
        for term in (*GLOSSARY, *study.terms):
            if match := whole_words(term.never[language]).search(text):
                yield term, match


@cache
def _never(language: str, study: StudyWording) -> tuple[str, ...]:
    """Return what is never said, line by line of the glossary."""
    return tuple(term.never[language] for term in (*GLOSSARY, *study.terms))

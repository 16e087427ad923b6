"""The legal texts: what each must say, what it must never say, and by which rule.

A statement is told in one of its accepted forms, as a pattern; one inside a negation of its own is a form that is
forbidden. The hashes of the approved wording stand beside them in `pinned.toml`.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

from bot.render.texts import shipped_catalogs, translations
from dialogs.privacy.notice import NOTICE
from dialogs.privacy.retention import TABLE
from tests.wording.legal_results import MORE

ROOT = Path(__file__).parents[2]
SAID = {
    language: {msgid: forms[-1] for catalog in catalogs for msgid, forms in translations(catalog)}
    for language, catalogs in shipped_catalogs().items()
}
STUDY = tomllib.loads((ROOT / "dialogs/studies/nct03917797.toml").read_text(encoding="utf-8"))
PINS = tomllib.loads((Path(__file__).parent / "pinned.toml").read_text(encoding="utf-8"))


def said(key: str, language: str) -> str:
    """A legal text, whole: `texts.…` of the study file, with `_helper` as whoever helps reads it; `notice.…`; or a text
    of the program by its English."""
    kind, _, name = key.partition(".")
    if kind == "notice":
        found = [dict(NOTICE)[name]]
        if name == "retention":
            found += [cell for row in TABLE for cell in (row.what, row.why, row.how_long)]
    elif kind == "texts":
        body = STUDY["texts"][name.removesuffix("_helper")]["body_helper" if name.endswith("_helper") else "body"]
        found = [body] if isinstance(body, str) else body
    else:
        found = [PINS[key]["text"]]
    return " ".join(SAID[language][text.strip()] for text in found)


def digest(text: str) -> str:
    """The hash that a pin holds."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


#: A word of denial, and at most one word between it and what follows.
_DENIED = re.compile(r"\b(?:no|nunca|jamás|tampoco|sin|not|never|cannot|without)\b(?: \w+)? $", re.IGNORECASE)

#: Text → (patterns that must be found, patterns that must not be), each for Spanish and English together by language.
STATEMENTS: dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "texts.consent": {
        "es": (
            (
                r"[Ee]s investigación", r"son experimentales", r"les dan un placebo", r"libre de decir que no",
                r"su atención no cambia", r"las borramos a los \{days\} días", r"solo si usted las envía",
                r"Telegram puede leer este chat", r"pasa por otros países", r"[Nn]adie lee esto al momento",
                r"no damos consejo médico", r"en Chile, llame al 131",
            ),
            (r"nadie más", r"secreto", r"solo usted puede leer"),
        ),
        "en": (
            (
                r"[Ii]t is research", r"are experimental", r"get a placebo", r"free to say no", r"care stays the same",
                r"erase them after \{days\} days", r"only if you send them", r"Telegram can read this chat",
                r"passes through other countries", r"[Nn]obody reads this live", r"no medical advice",
                r"in Chile, call 131",
            ),
            (r"nobody else", r"secret", r"only you can read"),
        ),
    },
    "texts.consent_helper": {
        "es": (
            (
                r"salud de la persona con lupus", r"[Ee]s investigación", r"son experimentales", r"les dan un placebo",
                r"La persona es libre de decir que no", r"su atención no cambia", r"las borramos a los \{days\} días",
                r"solo si la persona acepta y usted las envía", r"Telegram puede leer este chat",
                r"pasa por otros países",
            ),
            (r"nadie más", r"secreto", r"solo usted puede leer", r"por su salud"),
        ),
        "en": (
            (
                r"health of the person with lupus", r"[Ii]t is research", r"are experimental", r"get a placebo",
                r"The person is free to say no", r"their care stays the same", r"erase them after \{days\} days",
                r"only if the person agrees and you send them", r"Telegram can read this chat",
                r"passes through other countries",
            ),
            (r"nobody else", r"secret", r"only you can read", r"your heal\w+"),
        ),
    },
    "texts.helper": {
        "es": ((r"Las respuestas son de ella", r"Siga solo si esa persona le pidió responder y aceptar por ella",
                r"Si no puede decirlo, pare aquí"), (r"no tiene que", r"[Cc]onteste usted por")),
        "en": ((r"All answers are theirs", r"only if that person asked you to answer and agree for them",
                r"If they cannot say so, please stop here"), (r"need not", r"[Aa]nswer in their place")),
    },
    "texts.about": {
        "es": ((r"Esto es investigación", r"firmaría un papel aparte\. Este chat no es ese papel"),
               (r"chat es su consentimiento",)),
        "en": ((r"This is research", r"sign a separate form\. This chat is not that form"),
               (r"chat is your consent",)),
    },
    "notice.policy": {
        "es": ((r"aviso de privacidad", r"\{policy_version\}", r"\{policy_date\}"), ()),
        "en": ((r"privacy notice", r"\{policy_version\}", r"\{policy_date\}"), ()),
    },
    "notice.controller": {
        "es": ((r"Responsable de sus datos: \{controller\}", r"Representante legal: \{representative\}"), ()),
        "en": ((r"responsible for your data: \{controller\}", r"Legal representative: \{representative\}"), ()),
    },
    "notice.officer": {"es": ((r"prevención: \{officer\}",), ()), "en": ((r"Prevention officer: \{officer\}",), ())},
    "notice.contact": {
        "es": ((r"\{postal\}", r"\{email\}", r"\{phone\}"), ()), "en": ((r"\{postal\}", r"\{email\}", r"\{phone\}"), ())
    },
    "notice.categories": {
        "es": ((r"respuestas sobre su salud", r"idioma", r"número interno de su cuenta", r"su teléfono o su correo",
                r"personas adultas que responden aquí, o a quienes alguien ayuda",
                r"para una sola cosa: ver si este estudio podría ser para usted"), ()),
        "en": ((r"answers about your health", r"language", r"inner number of your Telegram account",
                r"your phone or your e-mail", r"adults who answer here, and adults whom they help",
                r"for one thing: to see if this study might be for you"), ()),
    },
    "notice.recipients": {
        "es": ((r"el equipo del estudio, solo si usted los envía", r"Telegram lleva", r"\{host\} aloja",
                r"tiene la llave", r"no puede mirar sus datos"), ()),
        "en": ((r"the study team, only if you send it", r"Telegram carries", r"\{host\} hosts", r"hold the key",
                r"may not look at your data"), ()),
    },
    "notice.basis": {
        "es": ((r"porque usted acepta, cada uso por separado", r"19\.628", r"21\.719"), (r"[Uu]sted acepta la",)),
        "en": ((r"because you agree, for each use separately", r"19\.628", r"21\.719"),
               (r"[Yy]ou agree to (?:the )?[Ll]aw",)),
    },
    "notice.security": {
        "es": ((r"se guarda cifrado", r"La llave de los datos de cada persona está en otro lugar"), (r"está puesta",)),
        "en": ((r"we encrypt it", r"key to each person's data is kept in another place"), ()),
    },
    "notice.rights": {
        "es": ((r"no cuestan nada", r"ver sus datos \(/misdatos\)", r"corregirlos", r"borrarlos \(/borrar\)",
                r"llevarse una copia", r"oponerse", r"bloquearlo \(/bloquear\)"), ()),
        "en": ((r"cost nothing", r"see your data \(/mydata\)", r"correct it", r"erase it \(/delete\)",
                r"take a copy with you", r"object", r"block it \(/block\)"), ()),
    },
    "notice.agency": {
        "es": ((r"Respondemos en 30 días corridos", r"puede reclamar a la Agencia", r"Tiene 30 días hábiles"),
               (r"[Nn]o (?:vaya|puede)", r"[Ee]spere")),
        "en": ((r"We answer within 30 days", r"you can complain to the data protection agency",
                r"You have 30 working days"), (r"[Dd]o not go", r"[Ww]ait")),
    },
    "notice.court": {
        "es": ((r"puede no estar aún en funciones", r"puede ir a un tribunal"), ()),
        "en": ((r"may not be at work yet", r"you can go to a court"), ()),
    },
    "notice.transfer": {
        "es": ((r"Telegram, una empresa extranjera", r"otros países", r"No van cifrados de punta a punta",
                r"pueden no proteger los datos como Chile", r"no tenemos un contrato con Telegram que lo asegure"),
               (r"no salen de Chile", r"nadie puede leer")),
        "en": ((r"Telegram, a foreign company", r"other countries", r"not end-to-end encrypted",
                r"may not protect data as Chile does", r"no contract with Telegram that makes sure of it"),
               (r"do not leave Chile", r"nobody can read", r"sealed")),
    },
    "notice.risk": {"es": ((r"Riesgo de responder aquí",), ()), "en": ((r"risk of answering here",), ())},
    "notice.retention": {
        "es": ((r"\{days\} días", r"\{months\} meses", r"\{years\} años", r"menores de edad no se guardan"), ()),
        "en": ((r"\{days\} days", r"\{months\} months", r"\{years\} years", r"minors not kept"), ()),
    },
    "notice.source": {
        "es": ((r"de usted, en este chat", r"Telegram nos da además su nombre", r"que no es su teléfono"), ()),
        "en": ((r"from you, in this chat", r"Telegram also gives us your name", r"which is not your phone"), ()),
    },
    "notice.withdraw": {
        "es": ((r"retirar su permiso cuando quiera, sin dar un motivo", r"/borrar", r"sigue siendo válido"), ()),
        "en": ((r"take back your consent at any time, without giving a reason", r"/delete", r"stays valid"), ()),
    },
    "notice.automated": {
        "es": ((r"Un programa compara", r"le ofrece o no hablar con el equipo", r"No decide nada más",
                r"ver los motivos", r"pedir que lo mire una persona"), (r"decide, no una persona",)),
        "en": ((r"A program compares", r"offers you to talk with the team, or not", r"decides nothing else",
                r"see the reasons", r"ask that a person look"), (r"decides, not a person",)),
    },
    "texts.do_not_stop": {
        "es": ((r"^No deje, no atrase ni cambie ningún remedio por este "
            r"estudio", r"Tampoco un tratamiento, una operación"
                r" ni un examen"), ()),
        "en": ((r"^Do not stop, delay or change any medicine for this "
            r"study", r"The same goes for a treatment, an operation"
                r" or a test"), ()),
    },
    "texts.do_not_stop_helper": {
        "es": ((r"^Que la persona no deje, no atrase ni cambie ningún remedio por este estudio",
                r"Tampoco un tratamiento, una operación ni un examen"), ()),
        "en": ((r"^The person should not stop, delay or change any medicine for this study",
                r"The same goes for a treatment, an operation or a test"), ()),
    },
    "texts.safety_self_harm": {
        "es": ((r"celular en Chile, llame ahora al \*4141", r"llame al 131", r"Fuera de Chile"), ()),
        "en": ((r"mobile phone in Chile, call \*4141 now", r"in Spanish", r"call 131", r"Outside Chile"), ()),
    },
    "texts.safety_emergency": {
        "es": ((r"Llame ya al SAMU, al 131", r"nadie lo lee al momento"), ()),
        "en": ((r"Call SAMU at 131 in Chile now", r"no one reads it right away"), ()),
    },
} | MORE  # fmt: skip


def is_said(pattern: str, text: str) -> bool:
    """Is it said somewhere, and not right behind a word that turns it round?"""
    return any(not _DENIED.search(text[: match.start()]) for match in re.finditer(pattern, text))


def missing(key: str, language: str, text: str) -> list[str]:
    """What a text must say and does not, and what it says and must not."""
    required, forbidden = STATEMENTS[key][language]
    lacks = [f"lacks: {pattern}" for pattern in required if not is_said(pattern, text)]
    return lacks + [f"says: {pattern}" for pattern in forbidden if re.search(pattern, text)]

"""Families of words that no text may use (PL-11): by stem, with each exemption and its reason.

Praise, benefit, money, urgency, verdicts, orders, comments on a laboratory value, and words that give a person a
gender or make a case of them. What these say persuades, promises or judges, whoever reads it; so they hold for texts
to patients and to staff, except where staff must say it (a verdict, an order of the protocol).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bot.wording.entries import Entry, Problem, problem
from bot.wording.of_study import NOTHING, StudyWording, either, may_say, shipped_wording, whole_words
from bot.wording.words import bare_of_marks, claim_words


@dataclass(frozen=True, slots=True)
class Family:
    """One family: the rule that it keeps, its stems by language, and where they are no such thing."""

    name: str
    rule: str
    stems: Mapping[str, str]
    #: Phrases that are left out before looking, each for the reason in the comment above it.
    except_in: Mapping[str, str]
    for_staff: bool = True


_NOWHERE = {"es": r"(?!)", "en": r"(?!)"}

#: What an illness is told by in any study, its parts of the body and results included; a study adds its own names.
_ILL = {
    "es": r"(?:enfermedad|condición|salud|corazón|hígado|pulm(?:ón|ones)|piel|sangre|orina|presión|ex[aá]men(?:es)?"
    r"|resultados?|cuadro|brote|inflamación|\w+itis|\w+osis|\w+emia|\w+oma)(?: \w+)?",
    "en": r"(?:\w+ )?(?:disease|illness|condition|health|heart|liver|lungs?|skin|blood|urine|pressure|tests?|exams?"
    r"|results?|flare|inflammation|\w+itis|\w+osis|\w+emia|\w+oma)",
}
#: What the team does to a person: what it is called in any study.
_TEST = r"tests?|exams?|examination|scan|sample|ultrasound|infusion|injection|dose|operation|\w+opsy"
#: What a person takes.
_DRUG = r"drugs?|medicines?|medications?|pills?|tablets?|treatments?|doses?|injections?|infusions?"
#: What costs a person money, and so is what is given back.
_MONEY = (
    r"dinero|plata|pasajes?|costos?|gastos?|viajes?|pesos|taxi|bus|locomoción|peajes?|pagos?|bencina|traslados?"
    r"|estacionamiento|lo (?:que )?(?:pag|gast)\w+|\$ ?\d[\d.]*|\d[\d.]*(?: ?%| mil| pesos)"
)
#: What is no part of anybody's treatment, so that to leave or change it is no order.
_EVERYDAY = r"horas?|números?|teléfonos?|celular|chat|mensajes?|citas?|fechas?|idioma|correo|respuestas?|nombre|fotos?"

FAMILIES = (
    Family(
        "praise and persuasion",
        "RE-13",
        {
            "es": r"felicit\w+|muy bien|siga así|prometedor\w*|mejor(?:es)? (?:opción|opciones|médic\w+)|esperanz\w+"
            r"|excelentes?|maravillos[oa]s?|increíbles?|(?:le|se lo) (?:aseguro|aseguramos|prometo|prometemos)"
            r"|garanti[cz]\w+|no se va a arrepentir|buena respuesta|qué bien|avance médico|el mejor \w+ de"
            r"|enhorabuena|de maravilla|los mejores|(?:le )?recomendamos|confíe en nosotros"
            r"|todo (?:va a salir|saldrá) bien"
            r"|oportunidad única",
            "en": r"great|well done|very well|keep going|promising|best|hopes?|hopeful|excellent|wonderful|amazing"
            r"|(?:i|we) (?:promise|assure)|guarantee\w*|you will not regret"
            r"|(?:good|nice) (?:answer|job|work)|breakthrough|(?:i|we) recommend|trust us|will be well"
            r"|unique opportunity|owe it to",
        },
        # Check-ups to go on with are no praise; that "I don't know" is an answer must be said; when to call is asked.
        {
            "es": r"siempre es una buena respuesta|los mejores (?:horarios|días|momentos)",
            "en": r"best (?:time|day|hour|number) (?:to|for)|keep going to your check-ups|is always a good answer",
        },
    ),
    Family(
        "benefit, or no risk",
        "RE-13",
        {
            "es": r"le ayudar\w+|ayudan|mejor(?:a|ará|arán|an|ar)|san(?:a|ará|arán|an|ar)|sin riesgos?|ningún riesgo"
            r"|inocu\w+|sentir(?:se)? mejor|no corre (?:ningún )?(?:peligro|riesgo)"
            r"|(?:tratamientos?|células?(?: madre)?) (?:sí )?funcionan?|cambiar\w* la vida|inofensiv[oa]s?"
            r"|no duelen?|no tienen? efectos",
            "en": r"helps? you|improves?|get(?:s|ting)? better|heals?|without (?:any )?risks?|no risks?|harmless"
            r"|feel(?:s|ing)? better|no danger|(?:treatments?|cells?) works?|changes? your life|painless"
            r"|no side effects",
        },
        # Who helps is no help of a treatment. Whether it works is what a study asks; that it can do harm must be said.
        {
            "es": r"(?:(?<!\w)si |¿)(?:(?:el|la|los|las|est[eao]s?|un|una|ambos|su) )?(?:\w+ (?:con|de) (?:\w+ )?)?"
            r"(?:tratamientos?|células?(?: madre)?) (?:sí |no )?funcionan?"
            r"|(?<!\w)no (?:es|son) (?:del todo |totalmente )?inofensiv[oa]s?",
            "en": r"who(?:ever)? helps? you"
            r"|(?:(?:if|whether|(?:know|learn|asks?|explains?|study|studies|looks at|find out) how(?: well)?) "
            r"|(?:do|does) (?=[^.!?]*\?))"
            r"(?:(?:the|this|that|these|those|a|an|our|such|both) )?(?:\w+ )?(?:treatments?|cells?) works?"
            r"|(?:is|are) not (?:always |entirely )?(?:painless|harmless)",
        },
    ),
    Family(
        "money",
        "RE-13",
        {
            "es": r"gratis|gratuit\w+|sin costo|pagan?(?: todos)?|bonos?|reembols\w+|cubren?|pagamos"
            r"|ningún costo|no (?:le )?cuesta nada|(?:recibe|recibirá|le damos) un regalo"
            r"|costar (?:nada|ni)|ni un peso"
            rf"|dev(?:olv|uelv)\w+ (?:\w+ ){{0,2}}(?:{_MONEY})"
            rf"|(?:{_MONEY}) (?:se )?(?:l[eo]s? |l[ao]s? )?devolvemos"
            r"|devolvemos todo(?! el)",
            "en": r"free(?! to)|pays?|bonus|refunds?|covers?|costs? you nothing"
            r"|no cost|(?:get|receive) a gift|cost you (?:a penny|anything)",
        },
        # The emergency line costs nothing; the frequent question asks about money and answers that nobody knows; and
        # whether something costs anything may be asked.
        {
            "es": r"\*4141\. es gratis|¿pagan por participar\?",
            "en": r"call \*4141 now\. it is free|will i be paid\?|ask the team about pay"
            r"|(?:if|whether) (?:\w+ ){1,4}cost you anything",
        },
    ),
    Family(
        "urgency",
        "RE-13",
        {
            "es": r"cupos?|últim[oa]s? (?:cupos?|lugares)|hoy mismo|apúr\w+|es urgente|cierra pronto|se pierda est[ae]"
            r"|quedan (?:\w+ )?(?:cupos?|lugares)|inscríbase",
            "en": r"places? (?:are|is)? ?left|last (?:places?|chance)|answer today|hurry|it is urgent"
            r"|closes soon|miss this|sign up",
        },
        # Where to call when something is urgent must be said.
        {"es": r"(?<!\w)si es urgente", "en": r"(?<!\w)if it is urgent"},
    ),
    Family(
        "verdict",
        "CL-14",
        {
            "es": r"(?:usted )?(?:cumple|quedó (?:en|seleccionad\w+)|califica)|está(?: ya)? en el estudio"
            r"|elegibles?|l[aeo] aceptamos|(?:fue|está) (?:aceptad|aprobad)[oa] (?:para|en)|fue aceptad\w+"
            # What somebody has is for a doctor to say.
            rf"|sus? (?:{_ILL['es']}) est(?:á|án) (?:muy )?(?:activ[oa]s?|graves?|mal)(?! escrit| tomad)"
            r"|sus? \w+ est(?:á|án) (?:muy )?graves?",
            "en": r"you meet|you are in the study|you qualify|eligible|accepted you|you (?:are|were"
            r"|have been) (?:accepted|approved)"
            rf"|your (?:{_ILL['en']}) (?:is|are) (?:very )?(?:active|severe|bad)|your \w+ (?:is|are) (?:very )?severe",
        },
        # What to do when it is so must be said, and what a doctor told may be asked. A treatment is approved, or not.
        {
            "es": r"(?:(?<!\w)(?:si|cuando|¿) ?|¿[^?]*\b(?:dijo|dicho|dijeron) (?:\w+ ){0,2}que )"
            r"sus? (?:\w+ ){1,2}est(?:á|án) (?:muy )?(?:activ[oa]s?|graves?|mal)"
            r"|(?:estudio|tratamiento|remedio|protocolo|ensayo|uso|células?) (?:\w+ )?(?:no )?(?:fue|está) aprobad[oa]"
            r" (?:para|en)",
            "en": r"(?<!\w)(?:(?:if|when|whether) |(?:did|has|have) [^.?!]*(?:told|tell|say|said) (?:you )?(?:that )?"
            r"(?=[^.?!]*\?))your (?:\w+ ){1,2}(?:is|are) (?:very )?(?:active|severe|bad)",
        },
        for_staff=False,
    ),
    Family(
        "order",
        "RE-15",
        {
            "es": r"pídal[ea]|pida (?:un |otro )?examen|hágase|espere .{0,40}antes "
            r"de|suspend\w+|deje de(?! (?:comer|beber|fumar|escribir|responder)\b)"
            r"|tiene que participar"
            r"|(?:debe|debería) participar|le conviene|firme"
            # After no or nor it is what must be said.
            r"|(?<!no )(?<!ni )(?:deje|atrase|cambie) (?:el|la|los|las|su|sus)"
            rf"(?! (?:{_EVERYDAY})\b(?! de (?!(?:la |su )?(?:tel|visita|cita|llamada|contacto))))",
            "en": r"ask your doctor for|get (?:a|another) (?:test|scan)|wait .{0,40}before|suspend|stop taking"
            r"|(?:must|have to|should) (?:take part|join)|good for you to|sign here"
            r"|get another \w+ (?:test|scan)"
            rf"|(?<!you )(?<!they )(?<!we )have an? (?:\w+ ){{0,2}}(?:{_TEST}) (?:soon|today)"
            # To leave off food, or the questions, is no order on a medicine; a thing named without more may be one.
            r"|stop (?!here\b|at\b|(?:this|it) (?:at )?any\b|(?:this|it) before you (?:send|answer|finish)"
            r"|the questions|(?!using|having|injecting)\w+ing\b)\w+ .{0,20}before|postpone"
            rf"|stop (?:using|having|injecting) (?:\w+ ){{0,2}}(?:{_DRUG})"
            r"|(?<!we )stop (?:your|the)(?! (?:questions|messages|reminders|bot|chat)\b)",
        },
        # That nobody stops or puts off a medicine is what must be said.
        {
            "es": r"(?<!\w)no (?:deje de (?:tomar|usar)|suspenda)\b",
            "en": r"(?<!\w)(?:do not|don['’]t|never) (?:stop(?: taking)?|postpone|suspend)\b",
        },
    ),
    Family(
        "comment on a value of the laboratory",
        "RE-14",
        {
            "es": r"(?:es|está|salió) (?:muy )?(?:alt[oa]|baj[oa])|fuera de rango|se exige|sobre \d+ gramos?"
            r"|necesita una? .{0,20}(?:mayor|sobre|más de)",
            "en": r"(?:is|was) (?:too |very )?(?:high|low|abnormal)|out of range|is required|above \d+ grams?"
            r"|you need .{0,20}(?:over|above|more than)",
        },
        # Of an illness: "is not under control".
        {"es": r"bajo control", "en": r"(?!)"},
        for_staff=False,
    ),
    Family(
        "gender, or a case of a person",
        "PL-09",
        {
            "es": r"(?:está|estar|es|sea|quedó|siente) (?:usted )?(?:list[oa]|tranquil[oa]|sol[oa]|enferm[oa]"
            r"|segur[oa])"
            r"|l[oa]s? enferm[oa]s?|señor(?:a|es|as)?|bienvenid[oa]s?|querid[oa]s?|amig[oa]s?"
            r"|lo van a|la van a|ella o él|él o ella|ella debe|estimad[oa]s?(?! por)",
            "en": r"she|he|her|his|hers|him|dear (?:friend|patient)|sir|madam|(?:sick )?woman|(?:sick )?man(?! \()"
            r"|you are (?:ready|calm)",
        },
        # Both forms at once give none; a welcome and "only for" are no adjective of anybody; who is past menopause
        # or a man says so at the question on pregnancy. Who writes to one person by name knows how they are called.
        {
            "es": r"(?<!\w)(?:estimad[oa](?: señora?)?|señora?) (?!señor|pacient|amig|participant|enferm)"
            r"(?=(?-i:[A-ZÁÉÍÓÚÑ])\w)"
            r"|no está solo ni sola|le damos la bienvenida|es solo para|está seguro de borrar|es hombre",
            "en": r"past menopause, or a man",
        },
    ),
)


def family_problems(entry: Entry, study: StudyWording = NOTHING) -> Iterator[Problem]:
    """Return the words of a family that this text uses."""
    if entry.register:
        return
    for text in entry.forms:
        for family, found in _found(text, entry.language, study):
            if not entry.staff or family.for_staff:
                yield problem(entry, "PL-11", f"“{found}”: {family.name} ({family.rule})")


def family_words(text: str, language: str) -> tuple[str, ...]:
    """Return the words in a text to a person that a family or a claim forbids; empty where it may go as it is.

    >>> family_words("Siga así, va muy bien.", "es"), family_words("¿Podemos hablar mañana?", "es")
    (('Siga así',), ())
    >>> family_words("The cells are safe and can cure you.", "en")
    ('safe', 'cure')
    """
    study = shipped_wording()
    return (*(found for _, found in _found(text, language, study)), *claim_words(text, language, study))


def _found(text: str, language: str, study: StudyWording) -> Iterator[tuple[Family, str]]:
    """Return each family that this text uses, with its first words of it."""
    bare = bare_of_marks(text)
    if not may_say(bare, _stems(language, study)):
        return
    for family, left_out, wanted in _looked_for(language, study):
        # What is left out is looked for only where there is something to look for: a third of the time.
        if wanted.search(bare) and (match := wanted.search(left_out.sub(" ", bare))):
            yield family, match[0]


@cache
def _stems(language: str, study: StudyWording) -> tuple[str, ...]:
    """Return what is looked for of each family."""
    return tuple(either(each.stems[language], study.never.get(each.name, {}).get(language, "")) for each in FAMILIES)


@cache
def _looked_for(language: str, study: StudyWording) -> list[tuple[Family, re.Pattern[str], re.Pattern[str]]]:
    """Return each family with what is left out of a text and what is looked for in the rest: made once for all."""
    found = []
    for family, stems in zip(FAMILIES, _stems(language, study), strict=True):
        less = study.except_in.get(family.name, {}).get(language, "")
        left_out = re.compile(either(family.except_in[language], less), re.IGNORECASE)
        found.append((family, left_out, whole_words(stems)))
    return found

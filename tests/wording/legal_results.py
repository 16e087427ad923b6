"""What the results, the rights and the safety texts must say, and never: as `legal.py` has it of consent and notice."""

from __future__ import annotations

#: Nobody is told to stop, delay or change anything (RE-15).
_KEEP = {
    "es": (r"No deje, no atrase ni cambie ningún remedio por este estudio", r"Tampoco un tratamiento, una operación"),
    "en": (r"Do not stop, delay or change any medicine for this study", r"same goes for a treatment, an operation"),
}
MORE: dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "texts.plausible": {
        "es": ((r"este estudio podría ser para usted", r"Todavía no es un sí", r"El equipo tiene que revisar"), ()),
        "en": ((r"this study might be for you", r"This is not a yes yet", r"The team must check"), ()),
    },
    "texts.plausible_not_recruiting": {
        "es": ((r"podría ser para usted", r"Todavía no es un sí", r"no está buscando personas por ahora"), ()),
        "en": ((r"might be for you", r"This is not a yes yet", r"is not taking people right now"), ()),
    },
    "texts.not_now": {
        "es": ((r"Por ahora este estudio no es para usted", r"No podemos dar una fecha", *_KEEP["es"]), ()),
        "en": ((r"For now this study is not for you", r"We cannot give a date", *_KEEP["en"]), ()),
    },
    "texts.not_now_dated": {
        "es": ((r"no es para usted", r"Esa fecha no es una promesa", *_KEEP["es"]), ()),
        "en": ((r"is not for you", r"That date is not a promise", *_KEEP["en"]), ()),
    },
    "texts.unlikely": {
        "es": ((r"no parece ser para usted", r"No es un diagnóstico", r"Siga con sus controles como siempre"), ()),
        "en": ((r"does not seem to be for you", r"This is not a diagnosis", r"Keep going to your check-ups"), ()),
    },
    "texts.nothing_changes": {
        "es": ((r"Decide alguien del equipo, no este bot", r"Nada cambia en su atención"), ()),
        "en": ((r"Someone on the team decides, not this bot", r"Nothing changes in your care"), ()),
    },
    "texts.safety_urgent": {
        "es": (
            (r"lo debe ver hoy un médico o una médica", r"nadie lo lee al momento", r"al 131", r"Fuera de Chile"),
            (),
        ),
        "en": ((r"should be seen by a doctor today", r"no one reads it right away", r"at 131", r"Outside Chile"), ()),
    },
    "program.declined": {
        "es": ((r"No guardamos ninguna respuesta", r"queda anotado, sin su nombre", r"Nada cambia en su atención"), ()),
        "en": ((r"We keep no answer", r"only note, without your name", r"Nothing changes in your care"), ()),
    },
    "program.paused": {
        "es": ((r"Guardamos lo que respondió por \{days\} días", r"Después lo borramos"), (r"[Ss]u lugar",)),
        "en": ((r"We keep what you answered for \{days\} days", r"Then we erase it"), (r"[Yy]our place",)),
    },
    "program.answers_erased": {
        "es": ((r"Borramos sus respuestas de salud, aquí y en lo que el equipo ve", r"Le pedimos que borre"), ()),
        "en": ((r"We erased your health answers, here and in what the team sees", r"We asked it to erase"), ()),
    },
    "program.taken_back": {
        "es": ((r"El equipo ya no puede verlo aquí", r"le pedimos que no le contacte"), (r"no le va a contactar",)),
        "en": ((r"The team cannot see it here any more", r"we asked it not to contact you"), (r"will not contact",)),
    },
    "program.blocked": {
        "es": ((r"no usamos sus datos ni le enviamos nada", r"Le pedimos al equipo que tampoco", r"/desbloquear"), ()),
        "en": ((r"we do not use your data, and we send you nothing", r"We asked the team not to", r"/unblock"), ()),
    },
    "program.verify": {  # [TG-36]
        "es": ((r"busque el teléfono en la página oficial de la institución",), (r"\{phone\}", r"https?:")),
        "en": ((r"look up the phone on the institution's own website",), (r"\{phone\}", r"https?:")),
    },
    "program.they_asked": {"es": ((r"Me lo pidió y acepta",), ()), "en": ((r"They asked me and agree",), ())},
    "program.first_name": {
        "es": ((r"El equipo recibe además el primer nombre",), ()),
        "en": ((r"The team also gets the first name",), ()),
    },
    "program.helper_keeps": {
        "es": ((r"¿La persona acepta que las respuestas de salud", r"Puede decir que no"), ()),
        "en": ((r"Does the person agree that the health answers", r"It is fine to say no"), ()),
    },
    "program.helper_recheck": {
        "es": ((r"¿La persona acepta que guardemos las respuestas hasta ese día", r"Si no, solo le escribimos"), ()),
        "en": ((r"Does the person agree that we keep the answers until that day", r"Otherwise we only write"), ()),
    },
    "program.breach_title": {
        "es": ((r"datos que usted dio a este bot pueden haber llegado a otras manos",), ()),
        "en": ((r"data that you gave to this bot may have come into other hands",), ()),
    },
    "program.breach_data": {"es": ((r"Qué datos: \{data\}",), ()), "en": ((r"Which data: \{data\}",), ())},
    "program.breach_effects": {
        "es": ((r"Qué puede pasar: \{effects\}",), ()),
        "en": ((r"What may follow: \{effects\}",), ()),
    },
    "program.breach_measures": {
        "es": ((r"Qué hicimos: \{measures\}",), ()),
        "en": ((r"What we did: \{measures\}",), ()),
    },
}
#: Legal texts turned round by a few words each; the sentence that is meant to be there is still to be found in most.
TURNED = [
    ("notice.security", "es", "se guarda cifrado", "no se guarda cifrado"),
    ("notice.withdraw", "es", "Puede retirar", "No puede retirar"),
    ("notice.withdraw", "en", "You can take back", "You cannot take back"),
    ("notice.rights", "es", "Cuando quiera puede ver", "Nunca puede ver"),
    ("notice.agency", "en", "you can complain", "you cannot complain"),
    ("notice.automated", "en", "It decides nothing else", "It decides the rest too"),
    ("notice.recipients", "es", "no puede mirar sus datos", "puede mirar sus datos"),
    ("notice.transfer", "en", "They are not end-to-end encrypted", "They are end-to-end encrypted"),
    ("texts.consent", "es", "solo si usted las envía", "aunque usted no las envíe"),
    ("texts.helper", "es", "Siga solo si esa persona le pidió", "Siga aunque esa persona no le pidió"),
    ("texts.helper", "en", "Go on only if that person asked you", "Go on even if that person did not ask you"),
    ("texts.plausible", "es", "Todavía no es un sí", "Ya es un sí"),
    ("texts.not_now_dated", "en", "That date is not a promise", "That date is a promise"),
    ("texts.not_now", "es", "No deje, no atrase ni cambie", "Deje, atrase o cambie"),
    ("texts.unlikely", "en", "Keep going to your check-ups", "Stop going to your check-ups"),
    ("texts.nothing_changes", "es", "Decide alguien del equipo, no este bot", "Decide este bot"),
    ("program.blocked", "es", "no usamos sus datos ni le enviamos nada", "usamos sus datos y le enviamos avisos"),
    ("program.declined", "en", "We keep no answer", "We keep every answer"),
]

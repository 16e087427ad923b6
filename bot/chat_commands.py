"""The commands of the chat: every name in both languages, and what it is called inside."""

from __future__ import annotations

#: Name inside → its Spanish name. Each works under both, in every state.
SPANISH = {
    "start": "inicio",
    "help": "ayuda",
    "status": "estado",
    "privacy": "privacidad",
    "mydata": "misdatos",
    "delete": "borrar",
    "permissions": "permisos",
    "language": "idioma",
    "accessible": "accesible",
    "verify": "verificar",
    "person": "persona",
    "frequent": "preguntas",
    "card": "ficha",
    "about": "estudio",
    "block": "bloquear",
    "unblock": "desbloquear",
    "pause": "pausa",
    "continue": "seguir",
    "back": "atras",
    "stop": "terminar",
    "answer": "responder",
    "summary": "resumen",
    "notes": "notas",
    "share": "compartir",
    "whom": "quien",
    "studies": "estudios",
}

#: Whatever is typed after the slash → the name inside.
COMMANDS = {
    **{name: name for name in SPANISH},
    **{spanish: name for name, spanish in SPANISH.items()},
    "empezar": "start",
    "mis_datos": "mydata",
    "eliminar": "delete",
    "volver": "back",
    "continuar": "continue",
    "parar": "stop",
    "salir": "stop",
    "quit": "stop",
    "cancel": "stop",
    "cancelar": "stop",
    "borrarme": "delete",
    "erase": "delete",
    "faq": "frequent",
    "questions": "frequent",
    "my_data": "mydata",
    "consents": "permissions",
    "consentimientos": "permissions",
    "unsubscribe": "block",
    "resume": "continue",
    "atrás": "back",
}

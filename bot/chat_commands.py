"""The commands of the chat: every name in both languages, and what it is called inside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dialogs.commands import ChatCommand

#: Name inside → its Spanish name. Each works under both, in every state.
SPANISH: Final[Mapping[ChatCommand, str]] = {
    ChatCommand.START: "inicio",
    ChatCommand.HELP: "ayuda",
    ChatCommand.STATUS: "estado",
    ChatCommand.PRIVACY: "privacidad",
    ChatCommand.MY_DATA: "misdatos",
    ChatCommand.DELETE: "borrar",
    ChatCommand.PERMISSIONS: "permisos",
    ChatCommand.LANGUAGE: "idioma",
    ChatCommand.ACCESSIBLE: "accesible",
    ChatCommand.VERIFY: "verificar",
    ChatCommand.PERSON: "persona",
    ChatCommand.FREQUENT: "preguntas",
    ChatCommand.CARD: "ficha",
    ChatCommand.ABOUT: "estudio",
    ChatCommand.BLOCK: "bloquear",
    ChatCommand.UNBLOCK: "desbloquear",
    ChatCommand.PAUSE: "pausa",
    ChatCommand.CONTINUE: "seguir",
    ChatCommand.BACK: "atras",
    ChatCommand.STOP: "terminar",
    ChatCommand.ANSWER: "responder",
    ChatCommand.SUMMARY: "resumen",
    ChatCommand.NOTES: "notas",
    ChatCommand.SHARE: "compartir",
    ChatCommand.WHOM: "quien",
    ChatCommand.STUDIES: "estudios",
}

#: Whatever is typed after the slash → the name inside.
COMMANDS: Final[Mapping[str, ChatCommand]] = {
    **{str(name): name for name in SPANISH},
    **{spanish: name for name, spanish in SPANISH.items()},
    "empezar": ChatCommand.START,
    "mis_datos": ChatCommand.MY_DATA,
    "eliminar": ChatCommand.DELETE,
    "volver": ChatCommand.BACK,
    "continuar": ChatCommand.CONTINUE,
    "parar": ChatCommand.STOP,
    "salir": ChatCommand.STOP,
    "quit": ChatCommand.STOP,
    "cancel": ChatCommand.STOP,
    "cancelar": ChatCommand.STOP,
    "borrarme": ChatCommand.DELETE,
    "erase": ChatCommand.DELETE,
    "faq": ChatCommand.FREQUENT,
    "questions": ChatCommand.FREQUENT,
    "my_data": ChatCommand.MY_DATA,
    "consents": ChatCommand.PERMISSIONS,
    "consentimientos": ChatCommand.PERMISSIONS,
    "unsubscribe": ChatCommand.BLOCK,
    "resume": ChatCommand.CONTINUE,
    "atrás": ChatCommand.BACK,
}

"""Commands in both languages, by the one name that the core knows them by."""

from __future__ import annotations

import re

from dialogs.conversation import Ordered

#: Whatever people may write → the core's name.
ALIASES = {
    "start": "start",
    "inicio": "start",
    "empezar": "start",
    "help": "help",
    "ayuda": "help",
    "privacy": "privacy",
    "privacidad": "privacy",
    "mydata": "mydata",
    "misdatos": "mydata",
    "mis_datos": "mydata",
    "delete": "delete",
    "borrar": "delete",
    "eliminar": "delete",
    "erase": "delete",
    "language": "language",
    "idioma": "language",
    "status": "status",
    "estado": "status",
    "accessible": "accessible",
    "accesible": "accessible",
    "verify": "verify",
    "verificar": "verify",
    "stop": "stop",
    "salir": "stop",
    "terminar": "stop",
    "parar": "stop",
    "cancel": "stop",
    "cancelar": "stop",
    "back": "back",
    "atras": "back",
    "volver": "back",
    "pause": "pause",
    "pausa": "pause",
    "continue": "continue",
    "continuar": "continue",
    "seguir": "continue",
    "person": "person",
    "persona": "person",
}

_COMMAND = re.compile(r"/([A-Za-zÁÉÍÓÚáéíóúñÑ0-9_]{1,32})(?:@(\w{1,64}))?(?:\s+(.*))?", re.DOTALL)
#: Longest payload of a deep link; anything more is no payload of ours (TG-18).
_ARGUMENT = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PLAIN = str.maketrans("áéíóú", "aeiou")


def read_command(text: str) -> Ordered | None:
    """The command in a text, whoever it is addressed to; None where it is none.

    >>> read_command("/Idioma"), read_command("hola")
    (Ordered(name='language', argument=''), None)
    >>> read_command("/start c_hospital")
    Ordered(name='start', argument='c_hospital')
    """
    found = _COMMAND.fullmatch(text.strip())
    if found is None:
        return None
    name = found[1].lower().translate(_PLAIN)
    argument = (found[3] or "").strip()
    return Ordered(ALIASES.get(name, name), argument if _ARGUMENT.fullmatch(argument) else "")


def invitation(command: Ordered | None) -> str:
    """The token of a staff invitation in a start link; empty where it is none."""
    if command is None or command.name != "start" or not command.argument.startswith("s_"):
        return ""
    return command.argument.removeprefix("s_")

"""Words that are a command at any step."""

from __future__ import annotations

from dialogs.lexicon.lexicon import Lexicon
from dialogs.lexicon.phrases import spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold, nearest

#: A whole text of one word this long may be one letter off a command.
LONG_COMMAND = 6
_POLITE = frozenset(spoken("por favor porfavor porfa please pls po pues gracias thanks now ahora"))


def command(text: str, lexicon: Lexicon) -> str | None:
    """The command that the whole text is, in either language; None for anything longer or else."""
    if len(text) > LONGEST_ANSWER:
        return None
    folded = fold(text)
    if folded.startswith("/"):
        folded = folded[1:].partition("@")[0].replace("_", "")
    key = tuple(spoken(folded))
    found = lexicon.commands.get(key)
    if found is not None or not key:
        return found
    bare = key
    while len(bare) > 1 and bare[-1] in _POLITE:
        bare = bare[:-1]
        if bare in lexicon.commands:
            return lexicon.commands[bare]
    if len(key) == 1 and len(key[0]) >= LONG_COMMAND and key[0].isalpha():
        singles = {name[0]: label for name, label in lexicon.commands.items() if len(name) == 1}
        near = {singles[name] for name in nearest(key[0], singles, 1) if name[0] == key[0][0] and len(name) > 4}
        return near.pop() if len(near) == 1 else None
    return None
